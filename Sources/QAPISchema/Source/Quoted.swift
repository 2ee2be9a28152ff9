/// Renders text from a schema for a message: in single quotes, cut when long, with anything unprintable escaped.
func quoted(_ text: some StringProtocol) -> String {
    let limit = 60
    // Names are nearly always short and plain, and every check names its subject in case it fails.
    if text.utf8.count <= limit, text.utf8.allSatisfy({ 0x20...0x7e ~= $0 }) { return "'\(text)'" }
    var result = "'"
    for (count, scalar) in text.unicodeScalars.enumerated() {
        if count == limit {
            return result + "…'"
        }
        result += printable(scalar)
    }
    return result + "'"
}

/// Renders names for a message, sorted, quoted and separated by commas, only the first few of very many.
func quotedList(_ names: some Sequence<String>) -> String {
    let limit = 16
    let sorted = names.sorted()
    let shown = sorted.prefix(limit).map { quoted($0) }.joined(separator: ", ")
    return sorted.count > limit ? "\(shown) and \(sorted.count - limit) more" : shown
}

/// One character of schema text as it may be printed: control characters become `\u{..}`.
func printable(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        "\\u{\(String(scalar.value, radix: 16))}"
    default: String(Character(scalar))
    }
}
