internal import CLinuxShims

/// What `/proc` says of a process.
package struct ProcessStatus: Hashable, Sendable {
    /// What it does, as one letter: R runs, S sleeps, D waits for a device, T and t are stopped, Z and X have ended.
    package let state: Character
    /// When it started, in ticks since the host did: with the number, one process and no other.
    package let startTime: UInt64
    /// The name of its program.
    package let program: String
    private let flags: UInt64

    /// It ends, or has ended.
    package var isEnding: Bool { state == "Z" || state == "X" || flags & 0x4 != 0 }

    /// The state in words, for messages.
    package var description: String {
        if isEnding { return "ending" }
        switch state {
        case "R": return "running"
        case "S", "I": return "sleeping"
        case "D": return "waiting for a device"
        case "T": return "stopped"
        case "t": return "stopped by a debugger"
        default: return "in state \(state)"
        }
    }

    /// Takes the line of `/proc/PID/stat` apart; nil when that isn't one.
    package init?(_ line: String) {
        // The name may contain anything, brackets too.
        guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")"), open < close else { return nil }
        let fields = line[line.index(after: close)...].split(separator: " ")
        guard fields.count >= 20, let state = fields[0].first, fields[0].utf8.count == 1,
            let flags = UInt64(fields[6]), let startTime = UInt64(fields[19])
        else { return nil }
        (self.state, self.flags, self.startTime) = (state, flags, startTime)
        program = String(line[line.index(after: open)..<close])
    }
}

extension System {
    /// What is known of a process; ENOENT when there is none of this number.
    package static func processStatus(of number: Int32, proc: Sysfs = Sysfs(root: "/proc")) throws(Errno)
        -> ProcessStatus
    {
        guard let status = ProcessStatus(try proc.text("\(number)/stat")) else { throw .protocolError }
        return status
    }

    /// The number of the name space that numbers of processes are of.
    package static func processNamespace(proc: Sysfs = Sysfs(root: "/proc")) throws(Errno) -> UInt64 {
        let space = try open("\(proc.root)/self/ns/pid", .path)
        return try status(of: space.rawValue).inode
    }

    /// What tells this run of the host from all others: 16 bytes.
    package static func bootID(proc: Sysfs = Sysfs(root: "/proc")) throws(Errno) -> [UInt8] {
        guard let bytes = identifier(try proc.text("sys/kernel/random/boot_id")) else { throw .protocolError }
        return bytes
    }

    /// What tells this host from others, by machine-id(5): 16 bytes; nil where it has none.
    package static func machineID(root: String = "") -> [UInt8]? {
        for path in ["etc", "var/lib/dbus"] {
            guard let text = try? Sysfs(root: "\(root)/\(path)").text("machine-id"), let bytes = identifier(text) else {
                continue
            }
            return bytes
        }
        return nil
    }

    /// The 16 bytes of 32 hexadecimal digits, with or without hyphens between.
    private static func identifier(_ text: String) -> [UInt8]? {
        let digits = text.filter { $0 != "-" }
        guard digits.utf8.count == 32, digits.allSatisfy(\.isHexDigit), let value = UInt128(digits, radix: 16) else {
            return nil
        }
        return (0..<16).map { UInt8(truncatingIfNeeded: value >> UInt128(120 - 8 * $0)) }
    }

    /// Sends a signal that ends a process at once, by its descriptor.
    package static func kill(process descriptor: Int32) throws(Errno) {
        _ = try call(.control, .descriptor(descriptor)) { _ in Int(hf_pidfd_signal(descriptor, hf_sigkill)) }
    }
}
