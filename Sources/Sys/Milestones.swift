internal import Synchronization

/// Points between two steps of a protocol at which a test may stop or kill the process.
///
/// Costs one relaxed load where nobody listens; never on the path of a request.
package enum Milestones {
    private static let armed = Atomic<Bool>(false)
    private static let listener = Locked<(@Sendable (String) -> Void)?>(nil)

    /// Calls `body` with the name of every point that is reached from now on, on the thread that reaches it.
    package static func listen(_ body: (@Sendable (String) -> Void)?) {
        listener.withLock { $0 = body }
        armed.store(body != nil, ordering: .releasing)
    }

    /// Says that a point is reached.
    package static func reach(_ name: StaticString) {
        guard armed.load(ordering: .acquiring) else { return }
        listener.withLock { $0 }?("\(name)")
    }
}
