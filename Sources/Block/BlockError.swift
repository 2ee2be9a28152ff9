package import Sys

/// Reports why a node, a queue or a request could not be set up.
package struct BlockError: Error, CustomStringConvertible, Sendable {
    /// What kind of failure it is.
    package struct Code: Hashable, Sendable {
        private enum Value { case system, invalid, unsupported, limit, busy }
        private let value: Value

        /// The kernel refused; the cause says why.
        package static let system = Code(value: .system)
        /// The options contradict each other or the file.
        package static let invalid = Code(value: .invalid)
        /// This build, kernel or driver can't.
        package static let unsupported = Code(value: .unsupported)
        /// A table is full.
        package static let limit = Code(value: .limit)
        /// Requests are in flight, or somebody else uses it.
        package static let busy = Code(value: .busy)
    }

    package let code: Code
    /// A sentence for people: what failed, and what to do.
    package let message: String
    /// The kernel's error, where there was one.
    package let cause: Errno?

    package init(_ code: Code, _ message: String, cause: Errno? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String {
        guard let cause else { return message }
        return "\(message): \(cause)"
    }
}
