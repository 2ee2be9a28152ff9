internal import CLinuxShims

/// What an open file description lock lets others do.
package enum LockKind: Int32, Sendable {
    /// Others may lock for reading too.
    case shared = 0
    /// Nobody else may lock.
    case exclusive = 1
}

extension System {
    /// Takes a lock on a byte range without waiting; EAGAIN or EACCES when another description holds one.
    ///
    /// The lock belongs to the open file description: duplicates share it, and it goes with the last of them.
    package static func lock(
        _ descriptor: Int32, _ kind: LockKind, start: Int64, length: Int64
    ) throws(Errno) {
        try setLock(descriptor, hf_lock(type: kind.rawValue, start: start, length: length))
    }

    /// Gives a byte range back.
    package static func unlock(_ descriptor: Int32, start: Int64, length: Int64) throws(Errno) {
        try setLock(descriptor, hf_lock(type: 2, start: start, length: length))
    }

    private static func setLock(_ descriptor: Int32, _ lock: hf_lock) throws(Errno) {
        var lock = lock
        _ = try call(.lock, .descriptor(descriptor)) { _ in Int(hf_ofd_set_lock(descriptor, &lock)) }
    }

    /// The first lock of another description that a lock of this kind would meet; nil when none would.
    package static func conflictingLock(
        _ descriptor: Int32, _ kind: LockKind, start: Int64, length: Int64
    ) throws(Errno) -> (kind: LockKind, start: Int64, length: Int64)? {
        var lock = hf_lock(type: kind.rawValue, start: start, length: length)
        _ = try call(.lock, .descriptor(descriptor)) { _ in Int(hf_ofd_get_lock(descriptor, &lock)) }
        guard let found = LockKind(rawValue: lock.type) else { return nil }
        return (found, lock.start, lock.length)
    }
}
