package import Sys

/// Who carries a plan's requests out.
///
/// A new engine is its file, its case and its lines here.
package enum EngineKind: UInt8, CaseIterable, Sendable {
    /// io_uring.
    case ring
    /// Linux AIO.
    case native
    /// Blocking calls of the worker pool.
    case threads
    /// Nobody: the queue answers by itself.
    case null

    /// What does the work.
    var engine: any Engine.Type {
        switch self {
        case .ring: RingEngine.self
        case .native: NativeEngine.self
        case .threads: ThreadsEngine.self
        case .null: NullEngine.self
        }
    }

    /// The name, as users give it to the option `aio`.
    package var name: String {
        switch self {
        case .ring: "io_uring"
        case .native: "native"
        case .threads: "threads"
        case .null: "none"
        }
    }

    /// The engines that can serve a file, the one that should be tried first in front.
    package static let forFiles: [EngineKind] = [.ring, .native, .threads]

    /// Why it can't be used here at all; `nil` when it can.
    ///
    /// Found out once per process, by using it.
    package func failure(_ environment: BlockEnvironment) -> Errno? { engine.failure(environment) }
}
