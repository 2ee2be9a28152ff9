public import Sys

/// Reports why a node, a queue or a request could not be set up.
public struct BlockError: Error, CustomStringConvertible, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Value { case system, invalid, unsupported, limit, busy }
        private let value: Value

        /// The kernel refused; the cause says why.
        public static let system = Code(value: .system)
        /// The options contradict each other or the file.
        public static let invalid = Code(value: .invalid)
        /// This build, kernel or driver can't.
        public static let unsupported = Code(value: .unsupported)
        /// A table is full.
        public static let limit = Code(value: .limit)
        /// Requests are in flight, or somebody else uses it.
        public static let busy = Code(value: .busy)
    }

    /// What kind of failure it is.
    public let code: Code
    /// A sentence for people: what failed, and what to do.
    public let message: String
    /// The kernel's error, where there was one.
    public let cause: Errno?

    /// Reports a failure.
    public init(_ code: Code, _ message: String, cause: Errno? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message, and its cause.
    public var description: String {
        guard let cause else { return message }
        return "\(message): \(cause)"
    }
}
