internal import Block

/// What a queue wants to do with a node.
public enum NodeAccess: Sendable, Hashable, CaseIterable {
    /// Reads and writes, or only reads if the node is read-only.
    case automatic
    /// Reads; requests that modify fail with EPERM.
    case readOnly
    /// Reads and writes.
    case readWrite
}

extension NodePermissions {
    /// What a device does with its disk.
    ///
    /// It relies on its content, and minds others who write unless told that they are coordinated (`share-rw`). A change
    /// of the size reaches it as an event.
    static func device(writes: Bool, sharesWrites: Bool) -> NodePermissions {
        var shared: BlockPermissions = [.consistentRead, .writeUnchanged, .resize]
        if sharesWrites { shared.insert(.write) }
        return NodePermissions(used: writes ? [.consistentRead, .write] : .consistentRead, shared: shared)
    }

    /// What requests through I/O threads do: who writes minds other writers, who only reads minds nobody.
    static func requests(writes: Bool) -> NodePermissions {
        guard !writes else { return device(writes: true, sharesWrites: false) }
        return NodePermissions(used: .consistentRead, shared: .all)
    }
}
