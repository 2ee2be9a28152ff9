import Holdfast

/// Lays help out in two columns, the text broken at the width of a terminal.
struct HelpLayout {
    private static let width = 100
    private static let column = 28

    let text: String

    init(_ help: OptionHelp) {
        var result = help.title + ":\n"
        for entry in help.entries {
            let text = entry.defaultValue.map { "\(entry.text) (default: \($0))" } ?? entry.text
            let name = "  " + entry.name
            let lines = Self.wrapped(text, to: Self.width - Self.column)
            let indent = String(repeating: " ", count: Self.column)
            // A name that is too long for its column has a line of its own.
            if name.count + 2 > Self.column {
                result += name + "\n" + lines.map { indent + $0 + "\n" }.joined()
            } else {
                result += name.padded(to: Self.column) + lines.joined(separator: "\n" + indent) + "\n"
            }
        }
        self.text = result
    }

    private static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        return lines + [line]
    }
}
