import BlockTestSupport
import Foundation
import Glibc
import Sys

/// A disk in compressed memory, made for one test; goes away with its owner.
final class ZramDevice {
    let path: String
    private let number: Int

    private static let control = "/sys/class/zram-control"

    /// True where this process may make one; a disk that is there already may be somebody's swap space.
    static let isAvailable: Bool = {
        guard geteuid() == 0, let probe = try? ZramDevice(bytes: [0]) else { return false }
        return access(probe.path, R_OK | W_OK) == 0
    }()

    /// Makes a disk that begins with these bytes.
    init(bytes: [UInt8]) throws {
        let size = (bytes.count + 4095) / 4096 * 4096
        // Reading the file makes a device.
        let text = try String(contentsOfFile: "\(Self.control)/hot_add", encoding: .utf8)
        guard let number = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw Errno.noDevice }
        self.number = number
        path = "/dev/zram\(number)"
        try Self.write("\(size)", to: "/sys/block/zram\(number)/disksize")
        guard bytes.contains(where: { $0 != 0 }) else { return }
        let memory = try AlignedBuffer(count: size, alignment: 4096)
        memory.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        memory.bytes.copyBytes(from: bytes)
        let device = try System.open(path, [.readWrite, .direct])
        guard try System.pwrite(device.rawValue, UnsafeRawBufferPointer(memory.bytes), at: 0) == size else {
            throw Errno.ioError
        }
    }

    deinit { Self.remove(number) }

    /// Devices that somebody still had open when they were to go.
    private static let leftovers: Locked<Set<Int>> = {
        atexit { ZramDevice.remove(nil) }
        return Locked([])
    }()

    /// Removes a device, and those that could not be removed before.
    private static func remove(_ number: Int?) {
        leftovers.withLock { numbers in
            if let number { numbers.insert(number) }
            numbers = numbers.filter { number in
                guard (try? write("1", to: "/sys/block/zram\(number)/reset")) != nil else { return true }
                return (try? write("\(number)", to: "\(control)/hot_remove")) == nil
            }
        }
    }

    private static func write(_ text: String, to path: String) throws {
        let file = try System.open(path, .writeOnly)
        let count = text.utf8.count
        guard try Array(text.utf8).withUnsafeBytes({ try System.pwrite(file.rawValue, $0, at: 0) }) == count else {
            throw Errno.ioError
        }
    }
}
