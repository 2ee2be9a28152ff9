internal import CLinuxShims
internal import Glibc

/// A limit that the kernel sets this process (getrlimit(2)).
package enum ResourceLimit: Sendable {
    /// RLIMIT_NOFILE: how many descriptors may be open.
    case openFiles
    /// RLIMIT_MEMLOCK: how many bytes may be pinned.
    case lockedMemory
}

extension System {
    /// The limit that holds now and the one it may be raised to; `nil` for none.
    package static func limit(_ limit: ResourceLimit) -> (now: UInt64?, most: UInt64?) {
        var now: UInt64 = 0
        var most: UInt64 = 0
        let kind = limit == .openFiles ? hf_limit_open_files : hf_limit_locked_memory
        guard hf_get_limit(kind, &now, &most) == 0 else { return (0, 0) }
        return (now == .max ? nil : now, most == .max ? nil : most)
    }

    /// The user by whom permissions are decided.
    package static var userID: UInt32 { geteuid() }

    /// The release and the machine of the running kernel, such as `6.1.0` and `x86_64`.
    package static var kernel: (release: String, machine: String) {
        var raw = utsname()
        guard uname(&raw) == 0 else { return ("unknown", "unknown") }
        func text(_ field: some Any) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return (text(raw.release), text(raw.machine))
    }
}
