import JSON

/// Reads the items of a keyval text one after the other into a tree.
struct KeyvalParser {
    private var rest: ArraySlice<UInt8>
    var tree = OptionTree()
    var helpRequested = false

    init(text: String) {
        rest = Array(text.utf8)[...]
    }

    mutating func parse(impliedKey: String?) throws(QAPIError) {
        var impliedKey = impliedKey
        while !rest.isEmpty {
            try parseItem(impliedKey)
            impliedKey = nil
        }
    }

    private mutating func parseItem(_ impliedKey: String?) throws(QAPIError) {
        let word = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ",") }
        let behind = rest[word.endIndex...].first
        if !word.isEmpty, behind != UInt8(ascii: "=") {
            if Self.isHelp(word) {
                helpRequested = true
                rest = rest[word.endIndex...].dropFirst()
                return
            }
            if let impliedKey {
                try tree.insert(.string(Self.string(word)), at: try Self.path(of: Array(impliedKey.utf8)[...]))
                rest = rest[word.endIndex...].dropFirst()
                return
            }
        }
        let path = try Self.path(of: word)
        guard behind == UInt8(ascii: "=") else {
            let key = Self.string(word)
            throw QAPIError("\(QAPIError.subject(key)) needs '=' and a value", parameter: key)
        }
        rest = rest[word.endIndex...].dropFirst()
        try tree.insert(.string(parseValue()), at: path)
    }

    /// Reads up to a single comma, which is consumed; two commas are one that belongs to the value.
    private mutating func parseValue() -> String {
        var value = parsePart()
        while rest.first == UInt8(ascii: ",") {
            rest.removeFirst()
            value += ","
            value += parsePart()
        }
        return value
    }

    /// Reads up to a comma, which is consumed.
    private mutating func parsePart() -> String {
        let part = rest.prefix { $0 != UInt8(ascii: ",") }
        rest = rest[part.endIndex...].dropFirst()
        return Self.string(part)
    }

    /// Splits a key into its fragments.
    private static func path(of key: ArraySlice<UInt8>) throws(QAPIError) -> [OptionTree.Step] {
        var path: [OptionTree.Step] = []
        path.reserveCapacity(4)
        var rest = key
        while true {
            let digits = path.isEmpty ? rest.prefix(0) : rest.prefix(while: QAPIName.isDigit)
            let fragment = digits.isEmpty ? rest.prefix(QAPIName.prefixLength(rest)) : digits
            guard !fragment.isEmpty,
                fragment.endIndex == key.endIndex || rest[fragment.endIndex] == UInt8(ascii: ".")
            else { throw invalid(key) }
            guard fragment.count <= Keyval.longestFragment else {
                let name = string(fragment.prefix(32)) + "..."
                throw QAPIError(
                    "\(QAPIError.subject(name)) is longer than \(Keyval.longestFragment) bytes", parameter: string(key))
            }
            path.append(digits.isEmpty ? .name(string(fragment)) : .index(index(digits)))
            guard fragment.endIndex < key.endIndex else { return path }
            rest = rest[fragment.endIndex...].dropFirst()
        }
    }

    /// The index that digits stand for; too large a one saturates and is then missed as a gap.
    private static func index(_ digits: ArraySlice<UInt8>) -> Int {
        let magnitude = IntegerText.scan(digits, base: .decimal)?.magnitude ?? .max
        return Int(min(magnitude, UInt64(Int32.max)))
    }

    private static func invalid(_ key: ArraySlice<UInt8>) -> QAPIError {
        let name = string(key)
        let what = key.isEmpty ? "A parameter's name is empty" : "'\(QAPIError.shown(name))' is no parameter's name"
        return QAPIError(
            what, hint: "A name is 'key' or 'key.key' or 'key.0'; a comma within a value is written twice.",
            parameter: name)
    }

    private static func isHelp(_ word: ArraySlice<UInt8>) -> Bool {
        word.elementsEqual("help".utf8) || word.elementsEqual("?".utf8)
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
