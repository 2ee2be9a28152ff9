/// A line of reStructuredText that starts an explicit block: `.. name:: argument`, a label or a comment.
struct DocDirective {
    let indent: Int
    let kind: Kind
    let argument: String

    enum Kind {
        /// Text that is not shown: a comment or the target of a link.
        case comment
        /// Code in a language.
        case code(language: String)
        /// A conversation with the monitor.
        case example
        /// A remark that stands out.
        case admonition(Label)
        /// A directive without a meaning here.
        case other
    }

    /// What stands above an admonition.
    struct Label {
        let text: String
        /// Whether the directive's argument takes the label's place.
        var isCustom = false
    }

    private static let admonitions: Set<Substring> = [
        "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "warning",
    ]

    /// Recognises a line; `nil` when it is ordinary text.
    init?(_ line: Substring) {
        indent = line.indentation
        let text = line.dropFirst(indent)
        guard text.hasPrefix("..") else { return nil }
        let rest = text.dropFirst(2)
        guard rest.isEmpty || rest.first == " " else { return nil }
        let words = rest.drop { $0 == " " }
        let name = words.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        guard !name.isEmpty, words.dropFirst(name.count).hasPrefix("::") else {
            kind = .comment
            argument = ""
            return
        }
        argument = String(words.dropFirst(name.count + 2).drop { $0 == " " })
        switch name {
        case "qmp-example": kind = .example
        case "code-block", "code", "sourcecode": kind = .code(language: String(argument.prefix { $0 != " " }))
        case "admonition": kind = .admonition(Label(text: "", isCustom: true))
        case _ where Self.admonitions.contains(name):
            kind = .admonition(
                Label(text: name == "seealso" ? "See also" : name.prefix(1).uppercased() + name.dropFirst()))
        default: kind = .other
        }
    }

    /// Removes the options (`:name: value`) that start a directive's content.
    static func takeOptions(from content: inout [Substring]) -> [(name: Substring, value: Substring)] {
        var options: [(name: Substring, value: Substring)] = []
        for line in content {
            let text = line.drop { $0 == " " }
            guard text.first == ":", let end = text.dropFirst().firstIndex(of: ":") else { break }
            let name = text[text.index(after: text.startIndex)..<end]
            let value = text[text.index(after: end)...]
            // A role (:name:`text`) starts a paragraph, not an option.
            guard !name.isEmpty, !name.contains(" "), value.first != "`" else { break }
            options.append((name, value.drop { $0 == " " }))
        }
        content.removeFirst(options.count)
        return options
    }
}

extension Substring {
    /// Whether the line has nothing but blanks.
    var isBlank: Bool { utf8.allSatisfy { $0 == UInt8(ascii: " ") } }

    /// The number of blanks at the start.
    var indentation: Int { utf8.prefix { $0 == UInt8(ascii: " ") }.count }

    /// Whether the line starts an item of a list.
    var isListItem: Bool {
        let text = drop { $0 == " " }
        if text.hasPrefix("- ") || text.hasPrefix("* ") || text.hasPrefix("+ ") || text.hasPrefix("#. ") { return true }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        return !digits.isEmpty && digits.count < 4 && text.dropFirst(digits.count).hasPrefix(". ")
    }

    /// Whether the line is the upper edge of a table.
    var isTableRule: Bool {
        let text = drop { $0 == " " }
        if text.hasPrefix("+-") { return text.utf8.allSatisfy { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } }
        return text.hasPrefix("==") && text.contains(" ")
            && text.utf8.allSatisfy { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: " ") }
    }
}
