/// Reads one JSON document from bytes or text.
///
/// Accepted is RFC 8259 with the strictness of a QEMU monitor: names occur once in an object, strings hold neither
/// noncharacters nor lone surrogates, nothing may follow the value. Numbers are classified as ``JSONValue`` says;
/// `-0` is the integer 0, doubles are correctly rounded, and a number beyond the largest double is an error, never
/// an infinity. Parsing takes linear time, and memory in proportion to the text; it does not recurse.
public enum JSONParser {
    /// What is accepted beside RFC 8259, and how much of it.
    public struct Options: Sendable, Hashable {
        /// Accepts strings in apostrophes, and `\'` in every string.
        public var allowsSingleQuotedStrings: Bool
        /// Accepts the overlong sequence C0 80 for U+0000, as modified UTF-8 writes it.
        public var allowsModifiedUTF8: Bool
        /// The largest message.
        public var limits: Limits

        /// Creates options; RFC 8259 unless told otherwise.
        public init(
            allowsSingleQuotedStrings: Bool = false, allowsModifiedUTF8: Bool = false, limits: Limits = Limits()
        ) {
            self.allowsSingleQuotedStrings = allowsSingleQuotedStrings
            self.allowsModifiedUTF8 = allowsModifiedUTF8
            self.limits = limits
        }

        /// RFC 8259, with QEMU's limits.
        public static let standard = Options()
        /// QEMU's dialect: strings in apostrophes, `\'`, modified UTF-8.
        public static let qemu = Options(allowsSingleQuotedStrings: true, allowsModifiedUTF8: true)
    }

    /// The largest message that is accepted; QEMU's limits unless told otherwise.
    public struct Limits: Sendable, Hashable {
        /// How many bytes all tokens of a message may have together; white space between them does not count.
        public var textBytes: Int
        /// How many tokens a message may have.
        public var tokens: Int
        /// How many arrays and objects may enclose a value.
        public var nesting: Int

        /// Creates limits.
        public init(textBytes: Int = 64 << 20, tokens: Int = 2 << 20, nesting: Int = 1024) {
            self.textBytes = textBytes
            self.tokens = tokens
            self.nesting = nesting
        }
    }

    /// Reads the one value in `bytes`.
    ///
    /// - Throws: ``JSONError`` with the place of the first error.
    public static func parse(_ bytes: RawSpan, options: Options = .standard) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBytes { (raw) throws(JSONError) in
            try raw.withMemoryRebound(to: UInt8.self) { (buffer) throws(JSONError) in try parse(buffer, options) }
        }
    }

    /// Reads the one value in `bytes`.
    ///
    /// - Throws: ``JSONError`` with the place of the first error.
    public static func parse(_ bytes: [UInt8], options: Options = .standard) throws(JSONError) -> JSONValue {
        try parse(bytes.span.bytes, options: options)
    }

    /// Reads the one value in `text`.
    ///
    /// - Throws: ``JSONError`` with the place of the first error.
    public static func parse(_ text: String, options: Options = .standard) throws(JSONError) -> JSONValue {
        try parse(text.utf8Span.span.bytes, options: options)
    }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, _ options: Options
    ) throws(JSONError) -> JSONValue {
        var lexer = JSONLexer(bytes, options: options, isFinal: true)
        var builder = JSONBuilder(limits: options.limits)
        do throws(JSONProblem) {
            while true {
                let token = try lexer.next()
                if let value = try builder.accept(token, from: lexer.tokenStart, to: lexer.position) {
                    guard lexer.skipSpace() else { return value }
                    throw JSONProblem(.trailingInput, "text follows the value", at: lexer.position, .message)
                }
            }
        } catch {
            throw error.located(in: bytes)
        }
    }
}
