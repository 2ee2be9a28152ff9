/// Turns the reStructuredText of schema documentation into Markdown.
///
/// Understood are paragraphs, lists, literal blocks (`::`), notes and other admonitions, examples and code blocks,
/// tables (kept as they are), and the inline markup of ``DocInline``. Other directives give way to their content.
struct DocMarkdown {
    /// How deep directives may contain one another; what is deeper is shown as it was written.
    private static let maximumDepth = 16

    private let lines: [Substring]
    private let depth: Int
    private var position = 0
    private var output: [String] = []
    private var paragraph: [Substring] = []
    /// The indentation of the outermost list that the current line may belong to.
    private var listIndent: Int?

    /// The lines of `text` as Markdown, without blank lines at either end.
    static func lines(of text: some StringProtocol, depth: Int = 0) -> [String] {
        var converter = DocMarkdown(text: text, depth: depth)
        return converter.convert()
    }

    private init(text: some StringProtocol, depth: Int) {
        lines = Substring(text).split(separator: "\n", omittingEmptySubsequences: false)
        self.depth = depth
    }

    private mutating func convert() -> [String] {
        guard depth < Self.maximumDepth else { return fenced(lines, language: "") }
        while position < lines.count {
            let line = lines[position]
            if line.isBlank {
                endParagraph()
                appendBlank()
                position += 1
            } else if paragraph.isEmpty, let directive = DocDirective(line) {
                position += 1
                append(directive)
            } else if paragraph.isEmpty, line.isTableRule {
                append(block: fenced(Array(takeLines { !$0.isBlank }), language: ""), indent: line.indentation)
            } else {
                paragraph.append(line)
                position += 1
                if line.hasSuffix("::") { endParagraphBeforeLiteral() }
            }
        }
        endParagraph()
        return trimmed(output)
    }

    // MARK: - Paragraphs

    private mutating func endParagraph() {
        guard let first = paragraph.first else { return }
        let indent = first.indentation
        if first.isListItem {
            listIndent = min(listIndent ?? indent, indent)
        } else if let list = listIndent, indent <= list {
            listIndent = nil
        }
        // Outside of lists indentation quotes, which Markdown would take for code.
        let dropped = listIndent == nil ? paragraph.map(\.indentation).min() ?? 0 : 0
        let text = paragraph.map { $0.dropFirst(dropped).withNumberedMarker }.joined(separator: "\n")
        output += DocInline.markdown(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        paragraph = []
    }

    /// Ends a paragraph that announces a literal block, and appends that.
    private mutating func endParagraphBeforeLiteral() {
        let indent = paragraph.first?.indentation ?? 0
        guard let last = paragraph.popLast() else { return }
        let announcement = last.dropLast(2)
        let isSeparate = announcement.last == " "
        if !announcement.isBlank { paragraph.append(isSeparate ? announcement.dropLast() : last.dropLast()) }
        endParagraph()
        let content = takeLines { $0.isBlank || $0.indentation > indent }
        guard content.contains(where: { !$0.isBlank }) else { return appendBlank() }
        append(block: fenced(Array(content), language: ""), indent: listIndent == nil ? 0 : indent + 2)
    }

    // MARK: - Directives

    private mutating func append(_ directive: DocDirective) {
        var content = Array(takeLines { $0.isBlank || $0.indentation > directive.indent })
        let options = DocDirective.takeOptions(from: &content)
        var block: [String]
        switch directive.kind {
        case .comment:
            return
        case .code(let language):
            block = fenced(content, language: language)
        case .example:
            let isAnnotated = options.contains { $0.name == "annotated" }
            block = isAnnotated ? converted(content) : fenced(content, language: "")
            block.insert(contentsOf: ["Example" + title(of: options) + ":", ""], at: 0)
        case .admonition(let label):
            let body = (label.isCustom ? [] : [Substring(directive.argument)]) + unindented(content)
            let title = label.isCustom ? directive.argument : label.text
            block = ["**\(DocInline.markdown(title))**", ""] + converted(body)
            block = trimmed(block).map { $0.isEmpty ? ">" : "> " + $0 }
        case .other:
            block = converted(content)
        }
        append(block: block, indent: listIndent == nil ? 0 : directive.indent)
    }

    private func title(of options: [(name: Substring, value: Substring)]) -> String {
        options.first { $0.name == "title" }.map { " (\(DocInline.markdown($0.value)))" } ?? ""
    }

    /// Content of a directive, which has its own indentation, as Markdown.
    private func converted(_ content: [Substring]) -> [String] {
        Self.lines(of: unindented(content).joined(separator: "\n"), depth: depth + 1)
    }

    // MARK: - Blocks

    private mutating func append(block: [String], indent: Int) {
        endParagraph()
        appendBlank()
        let margin = String(repeating: " ", count: indent)
        output += block.map { $0.isEmpty ? "" : margin + $0 }
        appendBlank()
    }

    private mutating func appendBlank() {
        if output.last?.isEmpty == false { output.append("") }
    }

    private mutating func takeLines(while condition: (Substring) -> Bool) -> ArraySlice<Substring> {
        let start = position
        while position < lines.count, condition(lines[position]) { position += 1 }
        return lines[start..<position]
    }

    private func fenced(_ content: [Substring], language: String) -> [String] {
        let text = trimmed(unindented(content).map(String.init))
        let fence = text.contains { $0.contains("```") } ? "~~~~~~" : "```"
        return [fence + language] + text + [fence]
    }

    private func unindented(_ content: [Substring]) -> [Substring] {
        let margin = content.filter { !$0.isBlank }.map(\.indentation).min() ?? 0
        return content.map { $0.dropFirst(min(margin, $0.indentation)) }
    }

    private func trimmed(_ lines: [String]) -> [String] {
        let start = lines.firstIndex { !$0.isEmpty } ?? lines.endIndex
        let end = lines.lastIndex { !$0.isEmpty } ?? start
        return start < lines.endIndex ? Array(lines[start...end]) : []
    }
}

extension Substring {
    fileprivate var withNumberedMarker: String {
        let text = drop { $0 == " " }
        guard text.hasPrefix("#. ") else { return String(self) }
        return self[..<text.startIndex] + "1. " + text.dropFirst(3)
    }
}
