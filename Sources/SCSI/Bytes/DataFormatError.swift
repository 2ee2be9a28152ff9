/// Bytes of a peer that do not have the form which the standard gives them.
public struct DataFormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where in the data the offending field starts.
    public var offset: Int
    /// What is wrong, without a final full stop.
    public var message: String

    /// Creates an error.
    public init(offset: Int, _ message: String) {
        self.offset = offset
        self.message = message
    }

    /// The message and its place.
    public var description: String { "byte \(offset): \(message)" }
}
