/// Turns inline markup of reStructuredText and of schema documentation into Markdown.
///
/// ` ``code`` ` becomes code, `@name` too, `` :role:`text <target>` `` its text, `` `text <url>`_ `` a link. What Markdown
/// would take for HTML or a heading is escaped.
struct DocInline {
    /// How far the end of a span is looked for, so that starts without ends cost no more than their number.
    private static let longestSpan = 1000

    private let bytes: [UInt8]
    private var position = 0
    private var output: [UInt8] = []

    /// `text`, a paragraph, as Markdown.
    static func markdown(_ text: some StringProtocol) -> String {
        var converter = DocInline(bytes: Array(text.utf8))
        converter.convert()
        return String(decoding: converter.output, as: UTF8.self)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func convert() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "`"): takeSpan()
            case UInt8(ascii: ":") where startsWord: takeRole()
            case UInt8(ascii: "@") where startsWord: takeName()
            case UInt8(ascii: "<"): takeEscaped()
            case UInt8(ascii: "#") where startsLine: takeEscaped()
            default: take()
            }
        }
    }

    private mutating func take() {
        output.append(bytes[position])
        position += 1
    }

    private mutating func takeEscaped() {
        output.append(UInt8(ascii: "\\"))
        take()
    }

    /// Whether a word may start here: after the start, a blank or an opening bracket.
    private var startsWord: Bool {
        position == 0 || " \n([{'\"/,".utf8.contains(bytes[position - 1])
    }

    private var startsLine: Bool {
        bytes[..<position].reversed().prefix(8).prefix { $0 != UInt8(ascii: "\n") }.allSatisfy {
            $0 == UInt8(ascii: " ")
        }
    }

    private func contains(_ text: String, at position: Int) -> Bool {
        bytes[min(position, bytes.count)...].starts(with: text.utf8)
    }

    private func end(of mark: String, from start: Int) -> Int? {
        let limit = min(bytes.count, start + Self.longestSpan)
        return (start..<max(start, limit)).first { contains(mark, at: $0) }
    }

    // MARK: - Spans

    private mutating func takeSpan() {
        if contains("``", at: position), let end = end(of: "``", from: position + 2), end > position + 2 {
            appendCode(bytes[(position + 2)..<end])
            position = end + 2
        } else if let end = end(of: "`", from: position + 1), end > position + 1 {
            let text = bytes[(position + 1)..<end]
            position = end + 1
            let marks = bytes[position...].prefix(2).prefix { $0 == UInt8(ascii: "_") }.count
            position += marks
            marks > 0 ? appendLink(text) : appendCode(text)
        } else {
            take()
        }
    }

    private mutating func takeRole() {
        let name = bytes[(position + 1)...].prefix(40).prefix {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":")
        }
        guard name.last == UInt8(ascii: ":"), name.count > 1, contains("`", at: name.endIndex),
            let end = end(of: "`", from: name.endIndex + 1)
        else { return take() }
        let (text, _) = divided(bytes[(name.endIndex + 1)..<end])
        output += text
        position = end + 1
    }

    private mutating func takeName() {
        let name = bytes[(position + 1)...].prefix {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard !name.isEmpty else { return take() }
        appendCode(name)
        position = name.endIndex
    }

    private mutating func appendCode(_ code: ArraySlice<UInt8>) {
        let needsTwo = code.contains(UInt8(ascii: "`"))
        let mark = [UInt8](repeating: UInt8(ascii: "`"), count: needsTwo ? 2 : 1)
        output += mark
        output += code
        output += mark
    }

    private mutating func appendLink(_ link: ArraySlice<UInt8>) {
        let (text, target) = divided(link)
        guard let target else {
            output += text
            return
        }
        output += Array("[".utf8) + text + Array("](".utf8) + target + Array(")".utf8)
    }

    /// `text <target>` in two; only `text` when there is no target.
    private func divided(_ link: ArraySlice<UInt8>) -> (text: ArraySlice<UInt8>, target: ArraySlice<UInt8>?) {
        guard link.last == UInt8(ascii: ">"), let open = link.lastIndex(of: UInt8(ascii: "<")) else {
            return (link, nil)
        }
        var text = link[..<open]
        while text.last == UInt8(ascii: " ") || text.last == UInt8(ascii: "\n") { text.removeLast() }
        return (text, link[(open + 1)...].dropLast())
    }
}
