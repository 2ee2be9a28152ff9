/// Turns names of a schema into names of Swift.
enum SwiftName {
    /// A member's, argument's or case's name: `pr-manager` becomes `prManager`, `io_uring` becomes `ioUring`.
    ///
    /// A name that begins with a digit gets a leading underscore; a keyword is put in backticks.
    static func member(_ name: String) -> String {
        let words = words(of: name)
        guard let first = words.first else { return "_" }
        let joined = lowercasedStart(first) + words.dropFirst().map(capitalized).joined()
        return escaped(joined)
    }

    /// A type's name made of other names: command `blockdev-add` gives `BlockdevAdd`, event `BLOCK_IO_ERROR` gives
    /// `BlockIoError`.
    static func type(_ name: String) -> String {
        words(of: name).map { isUpper($0) ? capitalized($0.lowercased()) : capitalized($0) }.joined()
    }

    private static func words(of name: String) -> [String] {
        name.split { $0 == "-" || $0 == "_" || $0 == "." || $0 == "/" }.map(String.init)
    }

    private static func isUpper(_ word: String) -> Bool {
        word.contains { $0.isLetter } && !word.contains { $0.isLowercase }
    }

    private static func capitalized(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    /// `Foo` gives `foo`, `UUID` and `FD2` give `uuid` and `fd2`, `iSCSI` stays.
    private static func lowercasedStart(_ word: String) -> String {
        if isUpper(word) { return word.lowercased() }
        return word.prefix(1).lowercased() + word.dropFirst()
    }

    private static func escaped(_ name: String) -> String {
        if let first = name.first, first.isNumber { return "_" + name }
        return keywords.contains(name) ? "`\(name)`" : name
    }

    private static let keywords: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else",
        "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import", "in",
        "init",
        "inout", "internal", "is", "let", "nil", "operator", "private", "protocol", "public", "repeat", "rethrows",
        "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
        "typealias", "var", "where", "while",
    ]
}
