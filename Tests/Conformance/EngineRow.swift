import Block
import Sys

/// One way to carry requests out; a later engine is one line in ``all``.
struct EngineRow: Sendable {
    var name: String
    var engine: EngineKind
    /// Needs a node that bypasses the page cache.
    var needsDirect = false
    /// What tests make fail.
    var calls = Calls(read: .ringRead, write: .ringWrite, sync: .ringSync)
    var allowsRing = true
    /// Another way to run an engine: with all drivers only in `make test-long`.
    var isVariant = false
    var configure: @Sendable (inout QueueOptions) -> Void = { _ in }

    /// The system calls, or their completions, that move data.
    struct Calls: Sendable {
        var read: SystemCall
        var write: SystemCall
        var sync: SystemCall

        static let aio = Calls(read: .aioRead, write: .aioWrite, sync: .aioSync)
        static let threads = Calls(read: .readVectors, write: .writeVectors, sync: .sync)
    }

    static let all = [
        EngineRow(name: "io_uring", engine: .ring),
        EngineRow(name: "io_uring+sqpoll", engine: .ring, isVariant: true, configure: { $0.submissionPolling = true }),
        EngineRow(
            name: "io_uring+iopoll", engine: .ring, needsDirect: true, isVariant: true,
            configure: { $0.completionPolling = true }),
        EngineRow(name: "io_uring, one bounce buffer", engine: .ring, isVariant: true) {
            $0.bounceBuffers = 1
            $0.bounceSize = 64 << 10
        },
        EngineRow(name: "native", engine: .native, needsDirect: true, calls: .aio),
        EngineRow(
            name: "native without io_uring", engine: .native, needsDirect: true, calls: .aio, allowsRing: false,
            isVariant: true),
        EngineRow(name: "threads", engine: .threads, calls: .threads),
        EngineRow(
            name: "threads without io_uring", engine: .threads, calls: .threads, allowsRing: false, isVariant: true),
    ]
}
