internal import Synchronization
package import Sys

/// A driver with a file or device of the host at the end of the chain.
package protocol HostNode: BottomDriver {
    /// The open file, and what the data path has learnt of it.
    var host: HostState { get }
}

/// What all nodes over a file or device of the host keep.
package final class HostState: Sendable {
    let file: HostFile
    let flushes: StickyFlush
    let engines: EngineRecord
    let length: Atomic<UInt64>

    /// Begins with a file that has been opened.
    init(_ file: HostFile, _ environment: BlockEnvironment) {
        self.file = file
        flushes = StickyFlush(isBuffered: !file.options.direct)
        engines = EngineRecord(file, environment)
        length = Atomic(file.file.length)
    }
}

extension HostNode {
    /// The descriptor, which the node keeps open.
    package var descriptor: Int32 { host.file.descriptor }

    /// How it is open.
    package var options: FileOptions { host.file.options }

    /// True when requests that modify are refused.
    package var isReadOnly: Bool { host.file.isReadOnly }

    package var length: UInt64 { host.length.load(ordering: .acquiring) }

    /// Why a flush failed, and with it all later ones; nil when none did.
    package var flushFailure: Errno? { host.flushes.cause }

    /// What requests and memory are aligned to, so that they need no copy.
    package var alignment: (request: UInt32, memory: UInt32) { host.file.alignment }

    package var engineRecord: EngineRecord? { host.engines }

    package var rangeDescriptor: Int32? { options.isDryRun ? nil : descriptor }

    package func synchronize() throws(Errno) { try host.flushes.synchronize(descriptor) }

    package func flushed(_ result: Int64) -> Int64 { host.flushes.note(result) }

    package func prepare(_ change: NodeChange) throws(BlockError) {
        try host.file.prepare(change, reservations, control)
    }

    package func commit() {
        guard host.file.commit() else { return }
        host.flushes.setBuffered(!options.direct)
        control.invalidatePlans()
    }

    package func abort() { host.file.abort() }

    package func activated() throws(BlockError) { try CacheDrop.run(descriptor, options) }
}
