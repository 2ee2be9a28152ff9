package import Sys

/// Which of an image's lock bytes are locked, as QEMU uses them: byte 100 + i while permission i is used, byte 200 + i
/// while it is not shared.
package struct LockSet: Hashable, Sendable {
    package var used: BlockPermissions
    package var unshared: BlockPermissions

    static let none = LockSet(used: [], unshared: [])

    package init(used: BlockPermissions, unshared: BlockPermissions) {
        self.used = used
        self.unshared = unshared
    }

    /// The locks of a node whose users do and share this together.
    init(_ permissions: NodePermissions) {
        self.init(used: permissions.used, unshared: BlockPermissions.all.subtracting(permissions.shared))
    }

    func union(_ other: LockSet) -> LockSet {
        LockSet(used: used.union(other.used), unshared: unshared.union(other.unshared))
    }

    package func subtracting(_ other: LockSet) -> LockSet {
        LockSet(used: used.subtracting(other.used), unshared: unshared.subtracting(other.unshared))
    }

    var isEmpty: Bool { used.isEmpty && unshared.isEmpty }

    /// The bytes, in the order in which QEMU locks them.
    package var bytes: [Int64] { LockSet.bytes(used, from: 100) + LockSet.bytes(unshared, from: 200) }

    /// The bytes that somebody else must not have locked, each with the permission that it is about: who uses one looks
    /// for those that don't share it, who doesn't share one looks for its users.
    package var rivals: [(byte: Int64, permission: BlockPermissions, isUsed: Bool)] {
        var result: [(byte: Int64, permission: BlockPermissions, isUsed: Bool)] = []
        for (index, entry) in BlockPermissions.named.enumerated() where used.contains(entry.permission) {
            result.append((200 + Int64(index), entry.permission, true))
        }
        for (index, entry) in BlockPermissions.named.enumerated() where unshared.contains(entry.permission) {
            result.append((100 + Int64(index), entry.permission, false))
        }
        return result
    }

    private static func bytes(_ permissions: BlockPermissions, from base: Int64) -> [Int64] {
        BlockPermissions.named.indices.filter { permissions.contains(BlockPermissions.named[$0].permission) }
            .map { base + Int64($0) }
    }
}

/// Why locks were not to be had.
package enum LockFailure: Error, Hashable {
    /// Another one uses what is not to be shared (`isUsed` false), or doesn't share what is to be used.
    case conflict(byte: Int64, permission: BlockPermissions, isUsed: Bool)
    /// The kernel or the file system refused.
    case refused(byte: Int64, Errno)

    /// True when nobody is in the way: there are no locks to be had.
    var isLack: Bool {
        switch self {
        case .conflict: false
        case .refused(_, let error): error != .again && error != .accessDenied
        }
    }
}

/// The image locks of one open file.
///
/// All locks are shared ones. Whoever needs more takes its own first and then looks for those of others that exclude
/// it: of two that do so at once, at least one sees the other.
struct ImageLocks: Sendable {
    /// Whose the locks are: the open file description's, or where the kernel has none of these, the process's.
    let owner: LockOwner
    /// What is locked now.
    private(set) var held = LockSet.none

    init(owner: LockOwner) { self.owner = owner }

    /// Locks what is missing and looks for those that it excludes or is excluded by; keeps the rest locked.
    ///
    /// When it throws, what was locked stays so until ``release(to:_:)``: by it the file is known in `/proc`.
    mutating func acquire(_ wanted: LockSet, _ descriptor: Int32) throws(LockFailure) {
        let missing = wanted.subtracting(held)
        // Who only gives up can't be in the way of anybody.
        guard !missing.isEmpty else { return }
        // Noted first: what was locked when one fails is unlocked with the rest.
        held = held.union(missing)
        for byte in missing.bytes { try lock(byte, descriptor) }
        try check(wanted, descriptor)
    }

    /// Unlocks what is held beyond `wanted`.
    mutating func release(to wanted: LockSet, _ descriptor: Int32) {
        for byte in held.subtracting(wanted).bytes {
            // Giving back can't fail for a reason that could be acted on; the end of the description gives all back.
            try? System.unlock(descriptor, start: byte, length: 1, owner: owner)
        }
        held = held.subtracting(held.subtracting(wanted))
    }

    /// Locks the same bytes and `wanted` on another descriptor of the file, without looking for others.
    func copy(_ wanted: LockSet, onto descriptor: Int32) throws(LockFailure) {
        for byte in held.union(wanted).bytes { try lock(byte, descriptor) }
    }

    /// Locks again what the process has lost by closing another descriptor of the file.
    func restore(_ descriptor: Int32) {
        guard owner == .process else { return }
        for byte in held.bytes { try? lock(byte, descriptor) }
    }

    private func lock(_ byte: Int64, _ descriptor: Int32) throws(LockFailure) {
        do throws(Errno) {
            try System.lock(descriptor, .shared, start: byte, length: 1, owner: owner)
        } catch {
            throw .refused(byte: byte, error)
        }
    }

    private func check(_ wanted: LockSet, _ descriptor: Int32) throws(LockFailure) {
        for rival in wanted.rivals {
            let other: (kind: LockKind, start: Int64, length: Int64)?
            do throws(Errno) {
                other = try System.conflictingLock(
                    descriptor, .exclusive, start: rival.byte, length: 1, owner: owner)
            } catch {
                throw .refused(byte: rival.byte, error)
            }
            guard other == nil else {
                throw .conflict(byte: rival.byte, permission: rival.permission, isUsed: rival.isUsed)
            }
        }
    }
}
