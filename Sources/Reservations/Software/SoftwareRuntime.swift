internal import Block
internal import Sys

/// What the software managers of one program share: the thread that watches held words, and the one that hands pages out.
final class SoftwareRuntime: Sendable {
    let threads: ThreadFactory
    let watcher = GateWatcher()
    let pages: PageServer

    init(_ threads: ThreadFactory) throws(Errno) {
        self.threads = threads
        pages = try PageServer(threads: threads)
        try watcher.start(threads)
    }

    deinit { watcher.stop() }
}
