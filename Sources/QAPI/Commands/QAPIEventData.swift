/// The data of one event of a schema, which knows the event's name.
public protocol QAPIEventData: QAPIObject {
    /// The event's name in the schema.
    static var eventName: String { get }
    /// The special features of the event.
    static var features: QAPIFeatures { get }
}

extension QAPIEventData {
    /// No special features.
    public static var features: QAPIFeatures { [] }
}

extension QAPIEvent {
    /// Creates an event of typed data; `nil` when the compatibility policy hides it.
    ///
    /// An event without members has no data.
    public init?<Data: QAPIEventData>(
        _ data: Data, policy: CompatPolicy = CompatPolicy(), at timestamp: Timestamp
    ) throws(QAPIError) {
        try self.init(Data.eventName, data: data, features: Data.features, policy: policy, at: timestamp)
        if self.data?.isEmpty == true { self.data = nil }
    }
}
