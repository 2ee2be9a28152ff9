internal import CLinuxShims

/// What an advisory lock lets others do.
package enum LockKind: Int32, Sendable {
    /// Others may lock for reading too.
    case shared = 0
    /// Nobody else may lock.
    case exclusive = 1
}

/// Whom an advisory lock belongs to.
package enum LockOwner: Sendable {
    /// The open file description: duplicates share the lock, and it goes with the last of them (F_OFD_SETLK).
    case description
    /// The process, which loses it when it closes *any* descriptor of the file (F_SETLK).
    case process
}

extension System {
    /// Takes a lock on a byte range without waiting; EAGAIN or EACCES when another owner holds one.
    package static func lock(
        _ descriptor: Int32, _ kind: LockKind, start: Int64, length: Int64, owner: LockOwner = .description
    ) throws(Errno) {
        try setLock(descriptor, hf_lock(type: kind.rawValue, start: start, length: length), owner)
    }

    /// Gives a byte range back.
    package static func unlock(
        _ descriptor: Int32, start: Int64, length: Int64, owner: LockOwner = .description
    ) throws(Errno) {
        try setLock(descriptor, hf_lock(type: 2, start: start, length: length), owner)
    }

    private static func setLock(_ descriptor: Int32, _ lock: hf_lock, _ owner: LockOwner) throws(Errno) {
        var lock = lock
        _ = try call(.lock, .descriptor(descriptor)) { _ in
            Int(owner == .description ? hf_ofd_set_lock(descriptor, &lock) : hf_posix_set_lock(descriptor, &lock))
        }
    }

    /// The first lock of another owner that a lock of this kind would meet; nil when none would.
    package static func conflictingLock(
        _ descriptor: Int32, _ kind: LockKind, start: Int64, length: Int64, owner: LockOwner = .description
    ) throws(Errno) -> (kind: LockKind, start: Int64, length: Int64)? {
        var lock = hf_lock(type: kind.rawValue, start: start, length: length)
        _ = try call(.lock, .descriptor(descriptor)) { _ in
            Int(owner == .description ? hf_ofd_get_lock(descriptor, &lock) : hf_posix_get_lock(descriptor, &lock))
        }
        guard let found = LockKind(rawValue: lock.type) else { return nil }
        return (found, lock.start, lock.length)
    }

    /// True unless the kernel turns out not to have locks that belong to open file descriptions (Linux 3.15).
    package static var hasDescriptionLocks: Bool {
        guard let descriptor = try? open("/dev/null", .readWrite) else { return true }
        do throws(Errno) {
            _ = try conflictingLock(descriptor.rawValue, .exclusive, start: 0, length: 0)
            return true
        } catch {
            return error != .invalidArgument
        }
    }
}
