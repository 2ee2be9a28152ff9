/// The first thing that is wrong with a schema.
///
/// Rules are checked in QEMU's order, so that the same schema fails at the same line for the same reason.
public struct SchemaError: Error, Sendable, Hashable {
    /// Where: the offending token for syntax errors, the definition's opening brace for semantic ones.
    public var location: SourceLocation
    /// The definition that was being checked, such as `struct 'Foo'`, where there is one.
    public var definition: String?
    /// What is wrong, in one sentence without a final full stop.
    public var message: String
    /// The other place that the message speaks of, such as the first of two clashing definitions.
    public var related: Related?

    /// A second place and what stands there.
    public struct Related: Sendable, Hashable {
        /// Where.
        public var location: SourceLocation
        /// What stands there, in one sentence without a final full stop.
        public var message: String

        /// Creates a related place.
        public init(location: SourceLocation, message: String) {
            self.location = location
            self.message = message
        }
    }

    /// Creates an error.
    public init(_ message: String, at location: SourceLocation, in definition: String? = nil, related: Related? = nil) {
        self.location = location
        self.definition = definition
        self.message = message
        self.related = related
    }
}
