internal import Block
public import BlockSchema
public import QAPI
internal import Sys

extension Backend {
    /// How long a node that is to shrink may take to let its requests go, in nanoseconds.
    static let drainLimit: UInt64 = 10_000_000_000

    /// Changes the length of a node, and so of the file at the end of its chain: `block_resize`.
    ///
    /// Queues that have the node attached take requests up to the new length at once; what is new reads as zeroes. A
    /// node ends with a whole sector of 512 bytes, where its file may end before. A device can't be resized: where it has
    /// changed by itself its length is taken anew, if it has `size` bytes or more, or just as many if `isExact`. A node
    /// that shrinks waits for its requests, whose queues must be polled meanwhile. `preallocation` reserves or writes
    /// what is new; `full` waits for the disk.
    ///
    /// Posts a `BlockResizedEvent` for each node whose length has changed.
    ///
    /// - Throws: `QAPIError`; the node has its old length then.
    public func resize(
        _ name: String, to size: UInt64, preallocation: PreallocMode = .off, isExact: Bool = false
    ) throws(QAPIError) {
        let mode: Preallocation
        switch preallocation {
        case .off: mode = .off
        case .falloc: mode = .reserved
        case .full: mode = .full
        case .metadata:
            throw .unknownValue("preallocation", value: "metadata", accepted: ["off", "falloc", "full"])
        }
        let node = try node(name)
        let grant = try node.settled { () throws(QAPIError) in
            try runtime.permissions.grant(
                node, name: "a change of its size", NodePermissions(used: .resize, shared: .all))
        }
        defer { withExtendedLifetime(grant) {} }
        try changeLength(of: name) { (block) throws(QAPIError) in
            let bottom = block.bottom
            let length = try QAPIError.wrapping { () throws(BlockError) in try block.bottomLength(for: size) }
            let change = { () throws(QAPIError) in
                try QAPIError.wrapping { () throws(BlockError) in
                    try bottom.resize(to: length, mode, isExact: isExact)
                }
            }
            if length < bottom.length { try GraphDrain.run([bottom], change) } else { try change() }
        }
    }

    /// Looks at the length of a node's file or device again, which others may have changed; returns it.
    ///
    /// A disk that has grown is used in full from then on. Posts events like ``resize(_:to:preallocation:isExact:)``.
    ///
    /// - Throws: `QAPIError` when there is no such node, or it can't be examined.
    @discardableResult
    public func refreshLength(of name: String) throws(QAPIError) -> UInt64 {
        try changeLength(of: name) { (block) throws(QAPIError) in
            try QAPIError.wrapping { () throws(BlockError) in try block.bottom.refreshLength() }
        }
        return try node(name).length
    }

    /// Runs `body` and tells of all nodes that have another length afterwards.
    private func changeLength(
        of name: String, _ body: (any BlockNode) throws(QAPIError) -> Void
    ) throws(QAPIError) {
        try withGraph { (graph) throws(QAPIError) in
            let node = try graph.node(name)
            guard let block = node.block else { throw QAPIError.removed(name) }
            try runtime.announcingLengths(of: graph.nodes) { () throws(QAPIError) in try body(block) }
        }
    }
}

extension QAPIError {
    /// Runs `body` and makes its error one of the facade.
    fileprivate static func wrapping<Value>(_ body: () throws(BlockError) -> Value) throws(QAPIError) -> Value {
        do throws(BlockError) {
            return try body()
        } catch {
            throw QAPIError(error)
        }
    }
}
