package import Block
package import Sys

/// The image locks of attachments, by which programs that know nothing of reservations are kept from a shared disk.
///
/// An attachment locks the bytes that QEMU's own locks use, on every description that does I/O: it writes, and nobody
/// shares writing with it. Attachments lock first, then look for those of
/// others, and don't mind each other's: see ``conflict(_:on:beside:)``.
package enum SharedImageLocks {
    /// What an attachment does.
    package enum Role: Hashable, Sendable, CaseIterable {
        /// Reads and writes.
        case writer
        /// Reads, and is open for reading only.
        case reader
        /// Waits for another process to be done with the disk.
        case inactive

        var locks: LockSet {
            switch self {
            case .writer: LockSet(used: [.consistentRead, .write, .resize], unshared: [.write, .resize])
            case .reader: LockSet(used: .consistentRead, unshared: [.write, .resize])
            case .inactive: LockSet(used: [], unshared: [.write, .resize])
            }
        }
    }

    /// Whether others that hold image locks can be attachments.
    package enum Company: Hashable, Sendable {
        /// Another slot that the disk's page accounts for is locked: from its first attachment on, nobody else could get
        /// at the bytes that all attachments hold.
        case attachments
        /// No slot is locked: whoever holds a byte is no attachment.
        case nobody
    }

    /// Locks the bytes of a role, without looking who else has; shared locks meet nobody but an exclusive one.
    package static func take(_ role: Role, on descriptor: Int32) throws(Errno) {
        for byte in role.locks.bytes { try System.lock(descriptor, .shared, start: byte, length: 1) }
    }

    /// Locks the bytes of another role, those that are missing first.
    package static func change(from old: Role, to new: Role, on descriptor: Int32) throws(Errno) {
        try take(new, on: descriptor)
        unlock(old.locks.subtracting(new.locks), descriptor)
    }

    /// Gives the bytes of a role back.
    package static func drop(_ role: Role, on descriptor: Int32) { unlock(role.locks, descriptor) }

    private static func unlock(_ locks: LockSet, _ descriptor: Int32) {
        // Can't fail for a reason that could be acted on; the end of the description gives all back.
        for byte in locks.bytes { try? System.unlock(descriptor, start: byte, length: 1) }
    }

    /// Who excludes a role whose bytes are locked on the descriptor already, or is excluded by it.
    ///
    /// The order matters: of two that lock first and then look, at least one sees the other.
    package static func conflict(
        _ role: Role, on descriptor: Int32, beside company: Company
    ) throws(Errno) -> LockFailure? {
        let common = Role.writer.locks.bytes
        for rival in role.locks.rivals where company == .nobody || !common.contains(rival.byte) {
            let other = try System.conflictingLock(descriptor, .exclusive, start: rival.byte, length: 1)
            guard other == nil else {
                return .conflict(byte: rival.byte, permission: rival.permission, isUsed: rival.isUsed)
            }
        }
        return nil
    }
}
