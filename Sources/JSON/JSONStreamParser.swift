/// Reads values one after the other from bytes that arrive in pieces, as a monitor does.
///
/// Every complete value is handed out at once; a number or word at the top level is complete when something else
/// follows it or ``finish()`` is called. White space between values is optional. How the bytes are cut into pieces
/// makes no difference to the events.
///
/// A faulty message makes one error and then, as QEMU's monitor does:
/// - after a malformed token (a stray byte, a control character in a string, a number without its digits) everything
///   behind its last byte up to a structural character, a control character other than TAB, or a byte FE or FF is
///   skipped; a client that lost track sends one of those bytes to bring the parser into a known state;
/// - after any other error, a limit included, the rest of the message is skipped as its brackets and braces tell.
///
/// Memory is bounded by the limits of the options, whatever arrives. The parser does no I/O; it has one owner, since a
/// stream can be read once.
public struct JSONStreamParser: ~Copyable, Sendable {
    /// What came out of the stream.
    public enum Event: Sendable, Hashable {
        /// A complete value.
        case value(JSONValue)
        /// A faulty message; lines and columns count from the start of the stream.
        case error(JSONError)
    }

    /// A token that the end of a piece has cut.
    private struct CutToken: Sendable {
        /// Where it starts.
        var start: TextPosition
        /// The token so far; empty when only its end matters.
        var bytes: [UInt8]
        /// The quote of a string; 0 for a number or word.
        var quote: UInt8
        /// Whether the next byte follows a backslash in a string.
        var isEscaped = false
        /// Whether this is a string of which only the end matters.
        var isSkipped = false
        /// The size at which a number or word is read again although it goes on: twice the last, so that any
        /// number of pieces costs linear time.
        var nextAttempt = 0
    }

    /// How much of a faulty message is left: until the counts of open brackets and braces say that it is over.
    private struct Skipping: Sendable {
        var objects: Int
        var arrays: Int

        /// Passes over a token that starts with `byte` and tells whether the message ends with it.
        mutating func isOver(after byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "{"): objects += 1
            case UInt8(ascii: "}"): objects -= 1
            case UInt8(ascii: "["): arrays += 1
            case UInt8(ascii: "]"): arrays -= 1
            default: break
            }
            return objects < 0 || arrays < 0 || (objects == 0 && arrays == 0)
        }
    }

    private let options: JSONParser.Options
    private var builder: JSONBuilder
    private var place = TextPosition()
    private var cut: CutToken?
    private var skipping: Skipping?
    /// Whether everything up to a resynchronizing byte is skipped.
    private var isRecovering = false

    /// Creates a parser at the start of a stream.
    public init(options: JSONParser.Options = .qemu) {
        self.options = options
        builder = JSONBuilder(limits: options.limits)
    }

    /// Whether the bytes so far end between two messages.
    public var isBetweenMessages: Bool { !builder.isWithinMessage && cut == nil && skipping == nil && !isRecovering }

    /// Takes the next piece of the stream and returns what it completes.
    public mutating func feed(_ bytes: RawSpan) -> [Event] {
        bytes.withUnsafeBytes { raw in raw.withMemoryRebound(to: UInt8.self) { feed($0) } }
    }

    /// Takes the next piece of the stream and returns what it completes.
    public mutating func feed(_ bytes: [UInt8]) -> [Event] { feed(bytes.span.bytes) }

    /// Takes the next piece of the stream and returns what it completes.
    public mutating func feed(_ text: String) -> [Event] { feed(text.utf8Span.span.bytes) }

    /// Ends the stream: completes a number or word, or reports a message that is not complete.
    ///
    /// Afterwards the parser is ready for a new message.
    public mutating func finish() -> [Event] {
        var events: [Event] = []
        if let token = cut, !token.isSkipped {
            var start = token.start
            _ = token.bytes.withUnsafeBufferPointer { run($0, from: &start, isFinal: true, &events) }
        }
        if builder.isWithinMessage {
            let message = "the stream ends within a message"
            let error = JSONError(code: .unexpectedEnd, message: message, line: place.line, column: place.column)
            events.append(.error(error))
        }
        builder.reset()
        cut = nil
        skipping = nil
        isRecovering = false
        return events
    }
}

// MARK: - Tokens

extension JSONStreamParser {
    /// Reads the tokens of a buffer that starts at `place`, up to a token that the end of the buffer cuts.
    ///
    /// Moves `place` to that token or the end, and returns its offset.
    private mutating func run(
        _ bytes: UnsafeBufferPointer<UInt8>, from place: inout TextPosition, isFinal: Bool, _ events: inout [Event]
    ) -> Int {
        var lexer = JSONLexer(bytes, options: options, isFinal: isFinal)
        var located = 0
        func advance(_ place: inout TextPosition, to offset: Int) {
            place.advance(over: UnsafeBufferPointer(rebasing: bytes[located..<offset]))
            located = offset
        }
        while true {
            if isRecovering {
                while lexer.position < bytes.count, !JSONLexer.isResynchronizing(bytes[lexer.position]) {
                    lexer.position += 1
                }
                isRecovering = lexer.position == bytes.count
            }
            lexer.skipsContents = skipping != nil
            lexer.room = skipping == nil ? options.limits.textBytes - builder.textBytes : options.limits.textBytes
            do throws(JSONProblem) {
                let token = try lexer.next()
                switch token {
                case .end:
                    advance(&place, to: bytes.count)
                    return bytes.count
                case .incomplete:
                    advance(&place, to: lexer.tokenStart)
                    return lexer.tokenStart
                default:
                    if skipping != nil {
                        pass(bytes[lexer.tokenStart])
                    } else if let value = try builder.accept(token, from: lexer.tokenStart, to: lexer.position) {
                        events.append(.value(value))
                    }
                }
            } catch {
                if skipping == nil {
                    advance(&place, to: min(error.offset, bytes.count))
                    let (line, column) = (place.line, place.column)
                    events.append(
                        .error(JSONError(code: error.code, message: error.message, line: line, column: column)))
                }
                switch error.extent {
                case .token: recover()
                case .message:
                    startSkipping()
                    pass(bytes[lexer.tokenStart])
                }
            }
        }
    }

    /// Drops the message, and everything up to a resynchronizing byte.
    private mutating func recover() {
        builder.reset()
        skipping = nil
        isRecovering = true
    }

    /// Drops the message as far as it has come; its rest is skipped.
    private mutating func startSkipping() {
        guard skipping == nil else { return }
        let (objects, arrays) = builder.openContainers
        skipping = Skipping(objects: objects, arrays: arrays)
        builder.reset()
    }

    /// Skips a token of a faulty message that starts with `byte`.
    private mutating func pass(_ byte: UInt8) {
        if skipping?.isOver(after: byte) == true { skipping = nil }
    }
}

// MARK: - Pieces

extension JSONStreamParser {
    private mutating func feed(_ piece: UnsafeBufferPointer<UInt8>) -> [Event] {
        var events: [Event] = []
        var offset = 0
        while offset < piece.count {
            let rest = UnsafeBufferPointer(rebasing: piece[offset...])
            guard var token = cut else {
                var reached = place
                let consumed = run(rest, from: &reached, isFinal: false, &events)
                let left = UnsafeBufferPointer(rebasing: rest[consumed...])
                keep(left, at: reached)
                reached.advance(over: left)
                place = reached
                break
            }
            cut = nil
            let length =
                token.quote == 0 ? extend(word: &token, with: rest) : extend(string: &token, with: rest, &events)
            place.advance(over: UnsafeBufferPointer(rebasing: rest[..<length.taken]))
            offset += length.taken
            if !length.isReadable {
                cut = token
            } else if !token.isSkipped {
                token.bytes.withUnsafeBufferPointer { buffer in
                    let consumed = run(buffer, from: &token.start, isFinal: false, &events)
                    keep(UnsafeBufferPointer(rebasing: buffer[consumed...]), at: token.start)
                }
            }
        }
        return events
    }

    /// Keeps `bytes`, which start with the first byte of a cut token, until more of them arrive.
    private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>, at start: TextPosition) {
        guard let first = bytes.first else { return }
        guard first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") else {
            cut = CutToken(start: start, bytes: Array(bytes), quote: 0, nextAttempt: max(64, 2 * bytes.count))
            return
        }
        var scan = JSONStringScan(from: 1)
        scan.run(bytes, quote: first)
        let isSkipped = skipping != nil
        cut = CutToken(
            start: start, bytes: isSkipped ? [] : Array(bytes), quote: first, isEscaped: scan.isEscaped,
            isSkipped: isSkipped)
    }

    /// Adds to a number or word what belongs to it, and the byte behind, which decides whether it is well-formed.
    ///
    /// Tells how many bytes were taken and whether the token can be read.
    private func extend(
        word token: inout CutToken, with bytes: UnsafeBufferPointer<UInt8>
    ) -> (taken: Int, isReadable: Bool) {
        let end = bytes.firstIndex { !Self.continuesWord($0) }
        let taken = end.map { $0 + 1 } ?? bytes.count
        token.bytes.append(contentsOf: bytes[..<taken])
        return (taken, end != nil || token.bytes.count >= token.nextAttempt)
    }

    /// Adds to a string what belongs to it, or skips that when only the string's end matters.
    ///
    /// Tells how many bytes were taken and whether the string has ended.
    private mutating func extend(
        string token: inout CutToken, with bytes: UnsafeBufferPointer<UInt8>, _ events: inout [Event]
    ) -> (taken: Int, isReadable: Bool) {
        var scan = JSONStringScan(from: 0)
        scan.isEscaped = token.isEscaped
        scan.run(bytes, quote: token.quote)
        token.isEscaped = scan.isEscaped
        let hasEnded = scan.outcome != .more
        let taken = hasEnded ? scan.position + 1 : bytes.count
        let size = token.bytes.count + (scan.outcome == .closed ? taken : scan.position)
        if !token.isSkipped, size > options.limits.textBytes - builder.textBytes {
            let problem = options.limits.textProblem(at: 0, .message)
            let (line, column) = (token.start.line, token.start.column)
            events.append(
                .error(JSONError(code: problem.code, message: problem.message, line: line, column: column)))
            startSkipping()
            token.isSkipped = true
            token.bytes = []
        }
        if !token.isSkipped {
            token.bytes.append(contentsOf: bytes[..<taken])
        } else if scan.outcome == .closed {
            pass(token.quote)
        } else if scan.outcome == .forbidden {
            recover()
        }
        return (taken, hasEnded)
    }

    /// Whether `byte` may be part of a number or word.
    private static func continuesWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "E"): true
        default: false
        }
    }
}
