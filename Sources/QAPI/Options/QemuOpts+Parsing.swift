extension QemuOpts {
    /// Reads a text and checks it against its group.
    ///
    /// A name without a value means `on`, and `off` when it begins with `no`, with a warning that this will go away; if
    /// only the whole name is known, such as `node`, it is not taken apart. `,,` stands for one comma in any value.
    /// `id` counts where it is given first. After `help` or `?` nothing more is read.
    public static func parse(_ text: String, group: QemuOptsGroup) throws(QAPIError) -> QemuOpts {
        var opts = QemuOpts(group: group)
        opts.id = try firstID(text)
        var scanner = Scanner(text: text)
        var implied = group.impliedOption
        while let found = scanner.next() {
            defer { implied = nil }
            let item: Item
            switch found {
            case .pair(let name, let value): item = Item(name: name, value: value)
            case .bare(let word, let unescaped):
                if let implied {
                    item = Item(name: implied, value: unescaped)
                } else if isHelp(word) {
                    opts.helpRequested = true
                    return opts
                } else {
                    item = flag(word, in: group)
                    if item.name == "id" { throw QAPIError("Parameter 'id' needs '=' and a value", parameter: "id") }
                    opts.warnings.append(
                        "Option '\(QAPIError.shown(word))' without a value is deprecated; write "
                            + "'\(QAPIError.shown(item.name))=\(item.value)'")
                }
            }
            if item.name == "id" { continue }
            try opts.validate(item)
            opts.append(item)
        }
        return opts
    }

    /// Whether a text asks for help: a word `help` or `?` stands where an option may stand, also as the first one.
    public static func asksForHelp(_ text: String) -> Bool {
        var scanner = Scanner(text: text)
        while let found = scanner.next() {
            if case .bare(let word, _) = found, isHelp(word) { return true }
        }
        return false
    }

    private static func firstID(_ text: String) throws(QAPIError) -> String? {
        var scanner = Scanner(text: text)
        while let found = scanner.next() {
            guard case .pair("id", let value) = found else { continue }
            guard QAPIName.isWellFormedID(value) else {
                throw .invalidValue(
                    "id", value: value, expected: "an identifier",
                    hint: "An identifier is a letter, then letters, digits, '-', '.' and '_'.")
            }
            return value
        }
        return nil
    }

    private static func flag(_ word: String, in group: QemuOptsGroup) -> Item {
        guard word.utf8.starts(with: "no".utf8) else { return Item(name: word, value: "on") }
        let negated = String(decoding: word.utf8.dropFirst(2), as: UTF8.self)
        if group.option(negated) == nil, group.option(word) != nil { return Item(name: word, value: "on") }
        return Item(name: negated, value: "off")
    }

    private static func isHelp(_ word: String) -> Bool { word == "help" || word == "?" }

    /// Splits a text into names and values.
    private struct Scanner {
        enum Found {
            /// A name, `=` and a value.
            case pair(String, String)
            /// A word up to the next comma; and the same read as a value, in which two commas are one.
            case bare(String, String)
        }

        private var rest: ArraySlice<UInt8>
        private var isFirst = true

        init(text: String) {
            rest = Array(text.utf8)[...]
        }

        mutating func next() -> Found? {
            guard !rest.isEmpty else { return nil }
            defer { isFirst = false }
            let word = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ",") }
            let name = String(decoding: word, as: UTF8.self)
            if rest[word.endIndex...].first == UInt8(ascii: "=") {
                rest = rest[word.endIndex...].dropFirst()
                return .pair(name, value())
            }
            guard isFirst else {
                rest = rest[word.endIndex...].dropFirst()
                return .bare(name, name)
            }
            return .bare(name, value())
        }

        private mutating func value() -> String {
            var bytes: [UInt8] = []
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: ",") {
                    guard rest.first == UInt8(ascii: ",") else { break }
                    rest.removeFirst()
                }
                bytes.append(byte)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
