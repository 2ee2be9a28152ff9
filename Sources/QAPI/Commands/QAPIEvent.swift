public import JSON

/// An event as QMP clients see it; the time is the caller's to tell.
public struct QAPIEvent: Sendable, Hashable {
    /// When something happened, since 1970.
    public struct Timestamp: Sendable, Hashable {
        /// Whole seconds; -1 when the clock can't be read.
        public var seconds: Int64
        /// Microseconds within the second; -1 when the clock can't be read.
        public var microseconds: Int64

        /// Creates a timestamp.
        public init(seconds: Int64, microseconds: Int64) {
            self.seconds = seconds
            self.microseconds = microseconds
        }

        /// What stands for the time when the clock can't be read.
        public static let unknown = Timestamp(seconds: -1, microseconds: -1)
    }

    /// The event's name.
    public var name: String
    /// What happened to whom; `nil` for an event without data.
    public var data: JSONObject?
    /// When it happened.
    public var timestamp: Timestamp

    /// Creates an event of untyped data.
    public init(_ name: String, data: JSONObject? = nil, at timestamp: Timestamp) {
        self.name = name
        self.data = data
        self.timestamp = timestamp
    }

    /// Creates an event of typed data, without what the compatibility policy hides.
    ///
    /// The result is `nil` when the policy hides the event itself by its `features`.
    public init?(
        _ name: String, data: some QAPIObject, features: QAPIFeatures = [], policy: CompatPolicy = CompatPolicy(),
        at timestamp: Timestamp
    ) throws(QAPIError) {
        guard policy.shows(features) else { return nil }
        guard case .object(let object) = try data.json(policy: policy) else { return nil }
        self.init(name, data: object, at: timestamp)
    }

    /// The message.
    public var message: JSONObject {
        var time = JSONObject()
        time["seconds"] = .int(timestamp.seconds)
        time["microseconds"] = .int(timestamp.microseconds)
        var message = JSONObject()
        message["event"] = .string(name)
        if let data { message["data"] = .object(data) }
        message["timestamp"] = .object(time)
        return message
    }
}
