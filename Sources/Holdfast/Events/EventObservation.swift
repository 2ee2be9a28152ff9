/// A listener for the events of a backend; ``cancel()`` or its end takes it away.
public final class EventObservation: Sendable {
    private let hub: EventHub
    private let listener: UInt64

    init(_ hub: EventHub, _ listener: EventHub.Listener) {
        self.hub = hub
        self.listener = hub.add(listener)
    }

    /// Ends the observation.
    ///
    /// A call of the handler that is under way on another thread still runs to its end.
    public func cancel() { hub.remove(listener) }

    deinit { cancel() }
}
