/// What a peer did against the protocol, or what cannot be asked of it.
public struct PRWireError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of errors; more may come.
    public struct Code: Sendable, Hashable {
        private enum Kind {
            case unsupportedFeatures, badCommand, badLength, badDescriptors, badReply, unexpectedBytes, endOfStream,
                misuse
        }

        private let kind: Kind

        /// The client wants features that the helper does not have.
        public static let unsupportedFeatures = Code(kind: .unsupportedFeatures)
        /// The CDB is not one of PERSISTENT RESERVE IN or OUT.
        public static let badCommand = Code(kind: .badCommand)
        /// The CDB asks for more than ``PRWire/maximumTransfer``, or its length does not fit the data.
        public static let badLength = Code(kind: .badLength)
        /// Not exactly one file descriptor came with a command.
        public static let badDescriptors = Code(kind: .badDescriptors)
        /// The helper's answer makes no sense.
        public static let badReply = Code(kind: .badReply)
        /// Bytes came that nobody asked for.
        public static let unexpectedBytes = Code(kind: .unexpectedBytes)
        /// The stream ended in the middle.
        public static let endOfStream = Code(kind: .endOfStream)
        /// The connection is not in a state for what was asked of it.
        public static let misuse = Code(kind: .misuse)
    }

    /// What kind of error it is.
    public var code: Code
    /// What happened, without a final full stop.
    public var message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
