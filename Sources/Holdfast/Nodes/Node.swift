internal import Block
internal import BlockSchema
internal import ObjectModel
internal import QAPI
internal import Synchronization
public import Sys

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
        /// What keeps it from being removed.
        let use: HeldUse
    }

    /// How requests reach the kernel.
    public struct Engine: Sendable, Hashable {
        /// The engine's name, as in the option `aio`, such as `io_uring`; `none` where nothing reaches the kernel.
        public let name: String
        /// Why it is this one, for people.
        public let reason: String
        /// Another one was asked for, or would be faster, and can't be used here.
        public let isFallback: Bool

        init(name: String, reason: String, isFallback: Bool = false) {
            self.name = name
            self.reason = reason
            self.isFallback = isFallback
        }

        init(_ choice: EngineChoice) {
            self.init(name: choice.engine.name, reason: choice.reason, isFallback: choice.isFallback)
        }

        /// Where nothing reaches the kernel.
        static let none = Engine(name: "none", reason: "no request reaches the kernel")
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

    /// Where requests that come without a queue go first: an I/O thread's serial and a position there; 0 at first.
    let home = Atomic<UInt64>(0)
    /// What requests through I/O threads may do: 0 nothing, 1 read, 2 write too.
    let requestLevel = Atomic<UInt8>(0)
    let runtime: Runtime
    let claims = Claims()
    private let figures = NodeStatistics()
    /// What is counted besides.
    let accounting: NodeAccounting
    private let own: OpenedNode.Description
    private let state: Locked<State>

    private struct State: Sendable {
        var settings: NodeSettings
        /// `nil` after removal.
        var shell: NodeBlock?
    }

    init(_ opening: consuming NodeOpening, _ options: BlockdevOptions, _ result: OpenedNode) {
        name = opening.name
        driver = options.driver.rawValue
        runtime = opening.builder.runtime
        own = result.description
        accounting = NodeAccounting(figures)
        let settings = NodeSettings(
            options: options, common: opening.common, isActive: opening.isActive, children: opening.children,
            offset: result.offset, isWindow: result.isWindow, extraPermissions: result.extraPermissions,
            block: result.block, uses: opening.uses)
        state = Locked(
            State(settings: settings, shell: NodeBlock(name: opening.name, settings, events: runtime.events)))
    }

    // MARK: - What it is

    /// The path that the node, or the one at the end of its chain, was opened by.
    public var filename: String? { below.map(\.filename) ?? own.filename }

    /// The nodes below.
    public var children: [Child] { settings.children }

    /// True when requests that modify are refused, whoever asks.
    public var isReadOnly: Bool {
        if settings.common.readOnly { return true }
        if let below { return below.isReadOnly }
        return (shell?.block as? any HostNode)?.isReadOnly ?? false
    }

    /// False while another process has the node's data: then all requests fail with EPERM.
    public var isActive: Bool { settings.isActive }

    /// How requests reach the kernel, and why so; a queue that can't offer it, and another cache mode, change it.
    public var engine: Engine {
        if let below { return below.engine }
        return (shell?.bottom.engineRecord?.current).map { Engine($0) } ?? own.engine
    }

    /// The alignment that needs no copies.
    public var alignment: Alignment {
        if let below { return below.alignment }
        guard let alignment = (shell?.block as? any HostNode)?.alignment else { return own.alignment }
        return Alignment(request: Int(alignment.request), memory: Int(alignment.memory))
    }

    /// The most bytes that one SCSI command can move at the device at the end of the chain; `nil` where that isn't known.
    ///
    /// Reads and writes may be of any length: they are cut.
    public var largestCommand: UInt64? {
        guard let limits = (shell?.bottom as? HostDeviceNode)?.limits, limits.largestCommand > 0 else { return nil }
        return limits.largestCommand
    }

    /// How many nodes are on the longest way down, itself included.
    var depth: Int { 1 + (children.map(\.node.depth).max() ?? 0) }

    private var below: Node? { children.first?.node }

    /// True when the options named the node, so that it can be referred to.
    public var isNamed: Bool { !name.utf8.starts(with: "#".utf8) }

    /// The length in bytes, now; 0 after removal.
    public var length: UInt64 { shell?.length ?? 0 }

    /// Bytes that are allocated for the file at the end of the chain; `nil` where that means nothing.
    public var allocatedSize: UInt64? {
        guard let file = shell?.bottom as? any HostNode else { return nil }
        return (try? System.status(of: file.descriptor))?.allocated
    }

    /// Why a flush of the file at the end of the chain failed, and with it all since; nil when none did.
    ///
    /// The kernel has lost data then that was written before, and only opening the file anew begins afresh.
    public var flushFailure: Errno? { (block?.bottom as? any HostNode)?.flushFailure }

    /// Who uses the node, as errors name them, such as `node 'disk0'`.
    public var users: [String] { claims.users }

    /// The figures of all requests that went through the node, on whatever queue, also to nodes above it.
    ///
    /// Those of one queue are `BlockQueue.statistics(of:)`.
    public var statistics: Statistics { figures.sum }

    /// The offset whose crossing by a write is to be told, as `Backend.setWriteThreshold(_:of:)` has it; 0 for none.
    public var writeThreshold: UInt64 { shell?.threshold.offset ?? 0 }

    // MARK: - For the backend and for queues

    /// What can change.
    var settings: NodeSettings { state.withLock { $0.settings } }

    /// What queues and other nodes see; `nil` after removal.
    var shell: NodeBlock? { state.withLock { $0.shell } }

    /// What other nodes stand on; `nil` after removal.
    var block: (any BlockNode)? { shell }

    /// Takes over what has changed.
    func apply(_ settings: NodeSettings) {
        // What was held may go now, which must not happen under the lock.
        let (old, shell) = state.withLock { state in
            defer { if state.shell != nil { state.settings = settings } }
            return (state.settings, state.shell)
        }
        shell?.apply(settings)
        _ = old
    }

    /// The nodes that a request to this one goes through.
    var passages: [AttachedNode.Passage] {
        var result: [AttachedNode.Passage] = []
        var (node, begin): (Node?, UInt64) = (self, 0)
        while let current = node {
            result.append(AttachedNode.Passage(statistics: current.figures, offset: begin))
            let settings = current.settings
            begin &+= settings.offset
            node = settings.children.first?.node
        }
        return result
    }

    /// Where an offset lies in the file at the end of the chain; nil where there is no file.
    func placeInFile(_ offset: UInt64) -> UInt64? {
        guard filename != nil, let begin = passages.last?.offset else { return nil }
        return offset &+ begin
    }

    /// Claims the node for another one, or for whoever errors are to name.
    func use(by user: String) throws(QAPIError) -> HeldUse {
        guard let use = Use(of: claims, by: user) else {
            throw QAPIError.removed(name)
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
        let closed = state.withLock { state in
            defer {
                state.shell = nil
                state.settings.uses = []
                state.settings.children = []
                // Nothing holds the file any more but queues that have it attached.
                state.settings.block = NullNode(name: name, size: 0)
            }
            return (state.shell, state.settings)
        }
        _ = closed
    }
}

/// A claim that can be kept in a collection.
final class HeldUse: Sendable {
    private let use: Use

    init(_ use: consuming Use) { self.use = use }
}
