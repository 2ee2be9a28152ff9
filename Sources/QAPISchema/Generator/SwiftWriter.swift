/// Collects lines of Swift with their indentation.
struct SwiftWriter {
    private(set) var text = ""
    private var depth = 0

    private static let lineLength = 120

    /// Adds one line; an empty one has no indentation.
    mutating func line(_ content: String = "") {
        if !content.isEmpty { text += indentation + content }
        text += "\n"
    }

    /// Adds `opening {`, what `body` adds, indented, and `}`.
    mutating func block(_ opening: String, _ body: (inout SwiftWriter) -> Void) {
        line(opening + " {")
        indented(body)
        line("}")
    }

    /// Adds `switch subject {`, the cases that `body` adds, at the same depth, and `}`.
    mutating func choice(_ subject: String, _ body: (inout SwiftWriter) -> Void) {
        line("switch \(subject) {")
        body(&self)
        line("}")
    }

    /// Adds what `body` adds, indented once more.
    mutating func indented(_ body: (inout SwiftWriter) -> Void) {
        depth += 1
        body(&self)
        depth -= 1
    }

    /// Adds `opening(items) closing` on one line if it fits, else with the items on lines of their own.
    mutating func list(_ opening: String, _ items: [String], _ closing: String) {
        let single = "\(opening)(\(items.joined(separator: ", ")))\(closing)"
        guard indentation.count + single.count > Self.lineLength else { return line(single) }
        line(opening + "(")
        indented { writer in
            for (index, item) in items.enumerated() { writer.line(index + 1 < items.count ? item + "," : item) }
        }
        line(")" + closing)
    }

    /// Adds a documentation comment; nothing for an empty text.
    mutating func documentation(_ text: String) {
        guard !text.isEmpty else { return }
        for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
            line(part.isEmpty ? "///" : "/// " + part)
        }
    }

    private var indentation: String { String(repeating: " ", count: 4 * depth) }
}
