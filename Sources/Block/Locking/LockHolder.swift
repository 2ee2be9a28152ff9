package import Sys

/// Somebody who holds a lock that is in the way.
package struct LockHolder: Hashable, Sendable {
    package let process: Int32
    /// The name of the program; empty when it can't be read.
    package let program: String
    /// The number of a descriptor through which the lock is held.
    package let descriptor: Int32
}

/// Finds out who holds a lock, as far as this process may look.
///
/// `/proc/locks` knows no process for locks of open file descriptions, the `lock:` lines of `/proc/PID/fdinfo/FD` do.
/// The processes of other users stay hidden from an ordinary one.
package struct LockHolders {
    private let proc: Sysfs
    /// So many descriptors are looked at, and no more: this is for a message.
    private static let patience = 50_000

    package init(proc: Sysfs = Sysfs(root: "/proc")) { self.proc = proc }

    /// Who holds a lock on a byte of the file that `descriptor` is open on, other than through `descriptor` itself.
    package func find(_ descriptor: Int32, byte: Int64) -> [LockHolder] {
        let own = System.processID
        guard let file = identity(of: descriptor), let processes = try? System.entries(of: proc.root) else { return [] }
        var found: [LockHolder] = []
        var looked = 0
        for name in processes {
            guard let process = Int32(name), let entries = try? System.entries(of: "\(proc.root)/\(name)/fdinfo") else {
                continue
            }
            for entry in entries {
                guard let number = Int32(entry), process != own || number != descriptor else { continue }
                looked += 1
                guard looked <= LockHolders.patience else { return found }
                guard locks(process: name, descriptor: entry).contains(where: { $0.file == file && $0.covers(byte) })
                else { continue }
                let program = (try? proc.text("\(name)/comm")) ?? ""
                found.append(LockHolder(process: process, program: program, descriptor: number))
                break
            }
        }
        return found
    }

    /// One line of `fdinfo` about a lock.
    package struct Line: Hashable {
        /// The file as the kernel names it here: device and inode.
        package let file: String
        /// The first byte.
        package let start: Int64
        /// The last byte.
        package let end: Int64

        func covers(_ byte: Int64) -> Bool { start <= byte && byte <= end }

        /// Takes a line apart: `lock:  1: OFDLCK ADVISORY READ -1 08:01:1234 100 100`; nil for other lines.
        init?(_ text: some StringProtocol) {
            let words = text.split { $0 == " " || $0 == "\t" }
            guard words.count >= 9, words[0] == "lock:", let start = Int64(words[7]) else { return nil }
            file = String(words[6])
            self.start = start
            end = Int64(words[8]) ?? .max
        }
    }

    /// The locks through a descriptor of a process; none where they can't be read.
    package func locks(process: String, descriptor: String) -> [Line] {
        guard let text = try? proc.text("\(process)/fdinfo/\(descriptor)") else { return [] }
        return text.split(separator: "\n").compactMap { Line($0) }
    }

    /// The name of an open file in these lines: what the kernel says of our own lock, else what it should say.
    package func identity(of descriptor: Int32) -> String? {
        if let line = locks(process: "self", descriptor: "\(descriptor)").first { return line.file }
        guard let status = try? System.status(of: descriptor) else { return nil }
        return "\(LockHolders.hex(status.device.major)):\(LockHolders.hex(status.device.minor)):\(status.inode)"
    }

    private static func hex(_ value: UInt32) -> String {
        let text = String(value, radix: 16)
        return text.utf8.count < 2 ? "0\(text)" : text
    }
}
