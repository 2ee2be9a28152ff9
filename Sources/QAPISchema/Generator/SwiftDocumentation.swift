/// Turns documentation of a schema into documentation of Swift.
enum SwiftDocumentation {
    /// A definition's text: the description, then notes for features and the version that brought it.
    static func definition(_ comment: DocComment?, fallback: String) -> String {
        guard let comment else { return fallback }
        var paragraphs = [comment.body.isEmpty ? fallback : markup(comment.body)]
        for feature in comment.features where !feature.text.isEmpty {
            paragraphs.append("- Note: `\(feature.name)`: \(joined(markup(feature.text)))")
        }
        for section in comment.sections where !section.text.isEmpty {
            switch section.kind {
            case .plain: paragraphs.append(markup(section.text))
            case .returns: paragraphs.append("- Returns: \(joined(markup(section.text)))")
            case .errors: paragraphs.append("- Throws: \(joined(listed(section.text)))")
            case .since: paragraphs.append("- Since: \(joined(section.text))")
            case .todo: break
            }
        }
        return paragraphs.joined(separator: "\n\n")
    }

    /// The text of a member, value or branch.
    static func item(_ text: String?, fallback: String) -> String {
        guard let text, !text.isEmpty else { return fallback }
        return sentence(text)
    }

    /// The text with markup, a capital at the start and a full stop at the end.
    static func sentence(_ text: String) -> String {
        var result = markup(text)
        while let last = result.last, last == " " || last == "\n" { result.removeLast() }
        if let first = result.first, first.isLowercase {
            result = first.uppercased() + result.dropFirst()
        }
        if let last = result.last, !".!?:".contains(last) { result += "." }
        return result
    }

    /// Replaces `@name` and ``` ``literal`` ``` by code voice.
    static func markup(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        var previous: Character = " "
        while let character = rest.first {
            rest.removeFirst()
            if character == "@", !isWord(previous), let name = leadingName(rest) {
                result += "`\(name)`"
                rest.removeFirst(name.count)
                previous = "`"
                continue
            }
            // Two blanks after a full stop are a typewriter's habit.
            if character == " ", previous == " ", result.dropLast().last == "." { continue }
            if character == "`", rest.first == "`" {
                rest.removeFirst()
                result += "`"
            } else {
                result.append(character)
            }
            previous = character
        }
        return result
    }

    /// A list of errors on one line: the items' dashes become semicolons.
    private static func listed(_ text: String) -> String {
        let items = markup(text).split(separator: "\n").map { trimmed($0) }
        var result = ""
        for item in items {
            let isItem = item.hasPrefix("- ")
            let words = isItem ? String(item.dropFirst(2)) : item
            result += result.isEmpty ? words : (isItem ? ";\n" : "\n") + words
        }
        return result
    }

    private static func joined(_ text: String) -> String {
        text.split(separator: "\n").map { trimmed($0) }.joined(separator: "\n  ")
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " })
    }

    private static func leadingName(_ text: Substring) -> String? {
        var name = text.prefix { isWord($0) || $0 == "-" || $0 == "." }
        while let last = name.last, last == "." || last == "-" { name.removeLast() }
        return name.isEmpty ? nil : String(name)
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
