/// The errors that visitors and grammars have in common.
extension QAPIError {
    /// Refuses the lack of a mandatory parameter.
    public static func missing(_ path: String) -> QAPIError {
        QAPIError("\(subject(path)) is required", parameter: path)
    }

    /// Refuses a value that is of another kind than `expected`, which carries its article: `an integer`.
    public static func wrongKind(_ path: String, expected: String, found: AlternateKind) -> QAPIError {
        QAPIError("\(subject(path)) must be \(expected), not \(found.noun)", parameter: path)
    }

    /// Refuses a value that is no `expected`, which carries its article: `an integer from 0 to 255`.
    public static func invalidValue(
        _ path: String, value: String? = nil, expected: String, hint: String? = nil
    ) -> QAPIError {
        let found = value.map { ", not '\(shown($0))'" } ?? ""
        return QAPIError("\(subject(path)) must be \(expected)\(found)", hint: hint, parameter: path)
    }

    /// Refuses the parameter `name`, whose full path is `path`, where only `accepted` are known.
    public static func unknownParameter(_ path: String, name: String, accepted: [String]) -> QAPIError {
        QAPIError(
            "\(subject(path)) is not known here",
            hint: Suggestion.hint(for: name, among: accepted, heading: "Accepted here"), parameter: path)
    }

    /// Refuses `value` where only the values `accepted` are known; an `explanation` comes before them.
    public static func unknownValue(
        _ path: String, value: String, accepted: [String], explanation: String? = nil
    ) -> QAPIError {
        let lines = [explanation, Suggestion.hint(for: value, among: accepted, heading: "Accepted values")]
        return QAPIError(
            "\(subject(path)) does not accept the value '\(shown(value))'",
            hint: lines.contains { $0 != nil } ? lines.compactMap(\.self).joined(separator: "\n") : nil,
            parameter: path)
    }

    /// Refuses a list that is longer than what was read of it.
    public static func tooManyElements(_ path: String, expected: Int) -> QAPIError {
        QAPIError("\(subject(path)) has more than the \(expected) elements expected", parameter: path)
    }

    /// Refuses a list that is shorter than what was read of it.
    public static func tooFewElements(_ path: String) -> QAPIError {
        QAPIError("\(subject(path)) has fewer elements than expected", parameter: path)
    }

    /// Refuses a value that nests deeper than `limit`.
    static func tooDeep(_ path: String, limit: Int) -> QAPIError {
        QAPIError("\(subject(path)) nests deeper than \(limit) levels", parameter: path)
    }

    /// Names a parameter; the nameless root is "The value".
    static func subject(_ path: String) -> String {
        path.isEmpty ? "The value" : "Parameter '\(shown(path))'"
    }

    /// A user's text as it is safe to show: control characters are escaped, and a very long text is cut.
    package static func shown(_ text: String) -> String {
        let longest = 512
        var result = ""
        var kept = 0
        for scalar in text.unicodeScalars {
            guard kept < longest else { return result + "..." }
            kept += 1
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0: result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
