/// A mistake in a command of `holdfast io`, or its failure.
struct IOFailure: Error, CustomStringConvertible {
    let message: String

    init(_ message: String) { self.message = message }

    var description: String { message }
}

/// The words behind a command's name: flags, flags with a value, and operands, in any order as far as flags go.
struct IOCommandLine {
    /// What is neither a flag nor its value.
    let operands: [String]
    private var values: [Character: String] = [:]

    /// Splits words; `flags` has one letter a flag, with a colon behind those that take a value.
    ///
    /// Flags may stand together, and a value next to its flag: `-qP 0xab`, `-P0xab`. `--` ends them.
    init(_ words: [String], flags: String) throws(IOFailure) {
        var operands: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.count > 1, word.first == "-" else {
                operands.append(word)
                continue
            }
            var letters = word.dropFirst()
            while let letter = letters.popFirst() {
                guard letter != ":", let place = flags.firstIndex(of: letter) else {
                    throw IOFailure("unknown flag '-\(letter)'")
                }
                guard flags[flags.index(after: place)...].first == ":" else {
                    values[letter] = ""
                    continue
                }
                guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
                    throw IOFailure("flag '-\(letter)' needs a value")
                }
                values[letter] = value
                break
            }
        }
        self.operands = operands
    }

    /// Whether a flag was given.
    func has(_ flag: Character) -> Bool { values[flag] != nil }

    /// The value of a flag.
    func value(_ flag: Character) -> String? { values[flag] }

    /// The pattern byte of `-P`.
    func pattern() throws(IOFailure) -> UInt8? {
        guard let text = values["P"] else { return nil }
        return try IOCommandLine.pattern(text)
    }

    /// A byte in decimal, hexadecimal (`0x`) or octal (`0`).
    static func pattern(_ text: String) throws(IOFailure) -> UInt8 {
        let lower = text.lowercased()
        let value =
            lower.hasPrefix("0x")
            ? UInt8(lower.dropFirst(2), radix: 16)
            : lower.hasPrefix("0") && lower.count > 1 ? UInt8(lower.dropFirst(), radix: 8) : UInt8(lower)
        guard let value else { throw IOFailure("'\(text)' is no pattern byte: a number from 0 to 255 is") }
        return value
    }

    /// A number of bytes, such as `64k`.
    static func size(_ text: String) throws(IOFailure) -> UInt64 {
        guard let size = Figures.size(text), size <= UInt64(Int64.max) else {
            throw IOFailure("'\(text)' is no number of bytes, such as 512, 64k or 0x1000")
        }
        return size
    }
}
