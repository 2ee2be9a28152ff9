internal import Block
internal import BlockSchema
internal import ObjectModel
internal import QAPI
internal import Synchronization
internal import Sys

/// A block node of a ``Backend``: an open file or device, or a filter on top of another node.
///
/// Attach it to a `BlockQueue` for the fastest path, or use ``read(into:at:on:)`` and its neighbours, which go through
/// an ``IOThread``.
public final class Node: Sendable {
    /// A node below.
    public struct Child: Sendable {
        /// What it is to its parent, such as `file`.
        public let role: String
        /// The node.
        public let node: Node
    }

    /// How requests reach the kernel.
    public struct Engine: Sendable, Hashable {
        /// The engine's name, such as `io_uring`; `none` where nothing reaches the kernel.
        public let name: String
        /// Why it is this one.
        public let reason: String
    }

    /// What requests should be aligned to, so that they need no copy; others work too.
    public struct Alignment: Sendable, Hashable {
        /// For offsets and lengths, in bytes.
        public let request: Int
        /// For addresses of memory, in bytes.
        public let memory: Int
    }

    /// The name in the graph; generated, with a `#` in front, when the options gave none.
    public let name: String
    /// The driver, as in the option `driver`.
    public let driver: String
    /// The path that the node, or the one at the end of its chain, was opened by.
    public let filename: String?
    /// The nodes below.
    public let children: [Child]
    /// True when requests that modify are refused.
    public let isReadOnly: Bool
    /// How requests reach the kernel, and why so.
    public let engine: Engine
    /// The alignment that needs no copies.
    public let alignment: Alignment

    /// How many nodes are on the longest way down, itself included.
    let depth: Int
    /// Where requests that come without a queue go first: an I/O thread's serial and a position there; 0 at first.
    let home = Atomic<UInt64>(0)
    let runtime: Runtime
    /// Where the node begins in the one below.
    private let offset: UInt64
    private let figures = NodeStatistics()
    private let claims = Claims()
    private let opened: Mutex<Opened>

    private struct Opened: Sendable {
        /// `nil` after removal.
        var block: (any BlockNode)?
        /// What holds the objects and nodes that this one uses.
        var uses: [HeldUse]
    }

    init(_ opening: consuming NodeOpening, driver: BlockdevDriver, _ result: OpenedNode) {
        name = opening.name
        self.driver = driver.rawValue
        children = opening.children
        depth = 1 + (opening.children.map(\.node.depth).max() ?? 0)
        runtime = opening.builder.runtime
        filename = result.filename
        isReadOnly = result.isReadOnly
        engine = result.engine
        alignment = result.alignment
        offset = result.offset
        opened = Mutex(Opened(block: result.block, uses: opening.uses))
    }

    /// True when the options named the node, so that it can be referred to.
    public var isNamed: Bool { !name.utf8.starts(with: "#".utf8) }

    /// The length in bytes, now; 0 after removal.
    public var length: UInt64 { block?.length ?? 0 }

    /// Bytes that are allocated for the file at the end of the chain; `nil` where that means nothing.
    public var allocatedSize: UInt64? {
        guard let file = block?.bottom as? any DescribedFile else { return nil }
        return (try? System.status(of: file.descriptor))?.allocated
    }

    /// Who uses the node, as errors name them, such as `node 'disk0'`.
    public var users: [String] { claims.users }

    /// The figures of all requests that went through the node, on whatever queue, also to nodes above it.
    ///
    /// Those of one queue are `BlockQueue.statistics(of:)`.
    public var statistics: Statistics { figures.sum }

    // MARK: - For the backend and for queues

    /// What queues attach; `nil` after removal.
    var block: (any BlockNode)? { opened.withLock { $0.block } }

    /// What a queue attaches, which claims the node for `user` as long as it exists; I/O threads claim nothing.
    func attached(by user: String?) -> AttachedNode? {
        guard let block else { return nil }
        guard let user else { return AttachedNode(block, use: nil, passages: passages) }
        guard let use = Use(of: claims, by: user) else { return nil }
        return AttachedNode(block, use: use, passages: passages)
    }

    /// The nodes that a request to this one goes through.
    private var passages: [AttachedNode.Passage] {
        var result: [AttachedNode.Passage] = []
        var (node, begin): (Node?, UInt64) = (self, 0)
        while let current = node {
            result.append(AttachedNode.Passage(statistics: current.figures, offset: begin))
            begin &+= current.offset
            node = current.children.first?.node
        }
        return result
    }

    /// Claims the node for another one, or for whoever errors are to name.
    func use(by user: String) throws(QAPIError) -> HeldUse {
        guard let use = Use(of: claims, by: user) else {
            throw QAPIError("The node '\(name)' has been removed")
        }
        return HeldUse(use)
    }

    /// Accepts no further users, if there are none, and lets go of the file; otherwise returns the users.
    func closeIfUnused() -> [String] {
        let users = claims.closeIfUnused()
        if users.isEmpty { close() }
        return users
    }

    /// Lets go of the file and of what the node uses; queues that have the node attached keep the file.
    func close() {
        claims.close()
        let closed = opened.withLock { opened in
            defer { opened = Opened(block: nil, uses: []) }
            return opened
        }
        _ = closed
    }
}

/// A driver with a file or device at the end of the chain.
protocol DescribedFile: BottomDriver {
    var descriptor: Int32 { get }
    var isReadOnly: Bool { get }
    var alignment: (request: UInt32, memory: UInt32) { get }
}

extension FileNode: DescribedFile {}
extension HostDeviceNode: DescribedFile {}

/// A claim that can be kept in a collection.
final class HeldUse: Sendable {
    private let use: Use

    init(_ use: consuming Use) { self.use = use }
}
