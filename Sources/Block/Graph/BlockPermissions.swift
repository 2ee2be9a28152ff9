/// What a user of a node may do with it; the bits are those of QEMU and of its image locks.
package struct BlockPermissions: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reads, and relies on a consistent state.
    package static let consistentRead = BlockPermissions(rawValue: 1)
    /// Changes data.
    package static let write = BlockPermissions(rawValue: 2)
    /// Writes what is there already.
    package static let writeUnchanged = BlockPermissions(rawValue: 4)
    /// Changes the size.
    package static let resize = BlockPermissions(rawValue: 8)

    /// Everything.
    package static let all: BlockPermissions = [.consistentRead, .write, .writeUnchanged, .resize]
    /// What needs a file that is open for writing.
    package static let modifying: BlockPermissions = [.write, .writeUnchanged, .resize]

    /// Each permission with its name in the schema (`BlockPermission`), in the order of the bits.
    package static let named: [(permission: BlockPermissions, name: String)] = [
        (.consistentRead, "consistent-read"), (.write, "write"), (.writeUnchanged, "write-unchanged"),
        (.resize, "resize"),
    ]

    /// The names of what is in the set.
    package var names: [String] { BlockPermissions.named.filter { contains($0.permission) }.map(\.name) }
}

extension BlockPermissions: CustomStringConvertible {
    /// The names, quoted, for messages.
    package var description: String { names.map { "'\($0)'" }.joined(separator: ", ") }
}

/// What a user does with a node, and what it lets the other users do.
package struct NodePermissions: Hashable, Sendable {
    /// What the user does.
    package var used: BlockPermissions
    /// What the others may do.
    package var shared: BlockPermissions

    package init(used: BlockPermissions, shared: BlockPermissions) {
        self.used = used
        self.shared = shared
    }

    /// One that does nothing and minds nothing.
    package static let none = NodePermissions(used: [], shared: .all)

    /// What several users do together, and what all of them allow.
    package static func cumulative(_ users: some Sequence<NodePermissions>) -> NodePermissions {
        users.reduce(into: .none) { sum, user in
            sum.used.formUnion(user.used)
            sum.shared.formIntersection(user.shared)
        }
    }

    /// What this user does and the other forbids.
    package func refused(by other: NodePermissions) -> BlockPermissions { used.subtracting(other.shared) }
}
