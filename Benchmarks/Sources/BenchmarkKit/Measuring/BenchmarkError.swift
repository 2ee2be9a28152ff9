/// What went wrong while measuring, in words for the person who runs the benchmark.
public struct BenchmarkError: Error, CustomStringConvertible {
    /// What went wrong, and where possible what to do.
    public let message: String

    /// Creates an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
