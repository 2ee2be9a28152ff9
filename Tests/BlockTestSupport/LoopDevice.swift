import Glibc
import Sys

/// A loop device over an image; goes away with its owner.
package final class LoopDevice {
    package let path: String
    private let device: Int32

    private static let getFree = DeviceRequest(rawValue: 0x4c82)
    private static let configure = DeviceRequest(rawValue: 0x4c0a)
    private static let clear = DeviceRequest(rawValue: 0x4c01)

    /// True where this process may make one.
    package static let isAvailable = geteuid() == 0 && access("/dev/loop-control", R_OK | W_OK) == 0

    package init(_ image: TemporaryImage, offset: UInt64 = 0) throws {
        let control = try System.open("/dev/loop-control", .readWrite)
        while true {
            let number = try System.ioctl(control.rawValue, LoopDevice.getFree, nil)
            guard let descriptor = try LoopDevice.open(number) else { continue }
            // struct loop_config: the file, the block size, the flags, and zeroes.
            var config = [UInt8](repeating: 0, count: 304)
            config.withUnsafeMutableBytes {
                $0.storeBytes(of: UInt32(image.descriptor), toByteOffset: 0, as: UInt32.self)
                $0.storeBytes(of: 512, toByteOffset: 4, as: UInt32.self)
                $0.storeBytes(of: offset, toByteOffset: 32, as: UInt64.self)
                // LO_FLAGS_AUTOCLEAR: goes with its last descriptor, also when the tests crash.
                $0.storeBytes(of: 4, toByteOffset: 60, as: UInt32.self)
            }
            do {
                try config.withUnsafeMutableBytes {
                    _ = try System.ioctl(descriptor.rawValue, LoopDevice.configure, $0.baseAddress)
                }
            } catch let error as Errno where error == .busy {
                // Somebody else took it first.
                continue
            }
            path = "/dev/loop\(number)"
            device = descriptor.release()
            return
        }
    }

    /// Opens a device; nil while its last user is just leaving.
    private static func open(_ number: Int) throws(Errno) -> Descriptor? {
        do {
            return try System.open("/dev/loop\(number)", .readWrite)
        } catch {
            guard error == .noSuchAddress || error == .noDevice else { throw error }
            return nil
        }
    }

    deinit {
        _ = try? System.ioctl(device, LoopDevice.clear, nil)
        close(device)
    }
}
