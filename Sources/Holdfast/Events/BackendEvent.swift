public import QAPI

/// Something that happened to a node, an object or a disk of a backend.
public struct BackendEvent: Sendable {
    /// What happened, such as a `BlockResizedEvent`; its type tells which event of the schema it is.
    public let data: any QAPIEventData
    /// When it happened, by the system's clock.
    public let timestamp: QAPIEvent.Timestamp

    /// The event's name in the schema, such as `BLOCK_RESIZED`.
    public var name: String { type(of: data).eventName }

    /// The event as QMP clients see it; `nil` when the compatibility policy hides it.
    public func message(policy: CompatPolicy = CompatPolicy()) -> QAPIEvent? {
        func message(_ data: some QAPIEventData) -> QAPIEvent? {
            (try? QAPIEvent(data, policy: policy, at: timestamp)) ?? nil
        }
        return message(data)
    }
}
