/// Where the locks of software managers lie: bytes of the data file, far behind any data, that mean the same in every
/// version of this program.
///
/// All are locks of open file descriptions. They belong to the inode: of a block device, to that of its node.
package enum LockBytes {
    /// Locked exclusively by whoever changes what the disk's attachments share.
    package static let registry: Int64 = 1 << 62
    /// How many attachments a disk can have.
    package static let slotCount = 128
    /// How many kinds of managers can be told apart.
    package static let kindCount = 256

    private static let firstSlot = registry + 1
    private static let firstKind = registry + 1024

    /// All bytes that stand for attachments.
    static let slots = firstSlot..<firstSlot + Int64(slotCount)
    /// All bytes that stand for kinds of managers.
    static let kinds = firstKind..<firstKind + Int64(kindCount)

    /// Locked for reading through every descriptor that an attachment does I/O with.
    package static func slot(_ number: Int) -> Int64 {
        precondition((0..<slotCount).contains(number), "a slot's number is below \(slotCount)")
        return firstSlot + Int64(number)
    }

    /// Locked for reading by every attachment of a kind of managers.
    package static func kind(_ kind: ManagerKind) -> Int64 { firstKind + Int64(kind.rawValue) }
}

/// The kinds of managers that enforce reservations themselves; the numbers never change their meaning.
package enum ManagerKind: UInt8, CaseIterable, Sendable {
    case flock = 0
    case sqlite = 1

    /// The name of the object's type.
    package var typeName: String {
        switch self {
        case .flock: "pr-manager-flock"
        case .sqlite: "pr-manager-sqlite"
        }
    }

    /// The name for the number of a kind, which a later version may have added.
    package static func typeName(of number: UInt8) -> String {
        ManagerKind(rawValue: number)?.typeName ?? "a manager of a kind that this version does not know (\(number))"
    }
}
