extension Backend {
    /// The most events that wait for a reader of ``events``; beyond it the oldest are dropped.
    public static let eventBacklog = 1024

    /// The events from now on, for one reader.
    ///
    /// Each use is a stream of its own. A reader that lets more than ``eventBacklog`` wait loses the oldest. The stream
    /// ends with its reader's task or with the backend.
    public var events: AsyncStream<BackendEvent> {
        AsyncStream(bufferingPolicy: .bufferingNewest(Self.eventBacklog)) { continuation in
            let listener = EventHub.Listener(
                handler: { continuation.yield($0) }, finished: { continuation.finish() })
            let observation = EventObservation(runtime.events, listener)
            continuation.onTermination = { _ in observation.cancel() }
        }
    }

    /// Calls `handler` for each event, on the thread where it happens, until the observation is cancelled or released.
    ///
    /// The handler must neither block nor call the backend: it may run on a thread that serves requests.
    public func observeEvents(_ handler: @escaping @Sendable (BackendEvent) -> Void) -> EventObservation {
        EventObservation(runtime.events, EventHub.Listener(handler: handler, finished: {}))
    }
}
