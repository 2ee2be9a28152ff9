/// The rules for names, which depend on what is named.
enum NameRules {
    /// A rule for the stem of a name: what follows the prefixes `__RFQDN_` and `x-`.
    enum Rule {
        /// Events: no lower case, no `-`.
        case upper
        /// Commands, members, features: no upper case and no `_`, unless allowed.
        case lower(allowingUpper: Bool, allowingUnderscore: Bool)
        /// Values of enumerations: as members, but a digit may come first.
        case value(allowingUpper: Bool, allowingUnderscore: Bool)
        /// Types: upper camel case.
        case camel
    }

    /// Checks a name; returns what is wrong with it, as the end of a sentence that starts with what is named.
    static func fault(of name: String, _ rule: Rule) -> String? {
        guard let stem = isNumbered(name, rule) ? Array(name.utf8)[...] : stem(of: name) else {
            return "has an invalid name: after an optional '__RFQDN_' and 'x-' it must start with a letter and hold"
                + " only letters, digits, '-' and '_'"
        }
        guard !name.mangled.hasPrefix("q_") else {
            return "has a reserved name: 'q_' or 'q-' at its start is kept for generated names"
        }
        switch rule {
        case .upper where stem.contains(where: { $0.isLowerASCII || $0 == UInt8(ascii: "-") }):
            return "must be named without lower-case letters and '-'" + suggestion(stem, of: name, upper)
        case .lower(let allowingUpper, let allowingUnderscore), .value(let allowingUpper, let allowingUnderscore):
            guard
                !allowingUpper && stem.contains(where: \.isUpperASCII)
                    || !allowingUnderscore && stem.contains(UInt8(ascii: "_"))
            else { return nil }
            return "must be named without upper-case letters and '_'" + suggestion(stem, of: name, lower)
        case .camel where !isCamel(stem):
            return "must be named in CamelCase: an upper-case letter first, then letters and digits, one of them in"
                + " lower case"
        default:
            return nil
        }
    }

    /// The name without its prefixes; `nil` if it is none.
    static func stem(of name: String) -> ArraySlice<UInt8>? {
        var rest = Array(name.utf8)[...]
        if rest.starts(with: "__".utf8) {
            guard let end = rest.dropFirst(2).firstIndex(of: UInt8(ascii: "_")), end > rest.startIndex + 2,
                rest[2..<end].allSatisfy({
                    $0.isAlphanumericASCII || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
                })
            else { return nil }
            rest = rest[(end + 1)...]
        }
        // A name such as `x-1` has no prefix: what follows would not be a name.
        let withoutX = rest.dropFirst(2)
        if rest.starts(with: "x-".utf8) || rest.starts(with: "X-".utf8), withoutX.first?.isLetterASCII == true {
            rest = withoutX
        }
        let isLegal = rest.allSatisfy { $0.isAlphanumericASCII || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        return rest.first?.isLetterASCII == true && isLegal ? rest : nil
    }

    /// Whether the name is a value's that starts with a digit; such a one has no prefixes.
    private static func isNumbered(_ name: String, _ rule: Rule) -> Bool {
        guard case .value = rule, name.utf8.first?.isDigitASCII == true else { return false }
        return stem(of: "d" + name) != nil
    }

    private static func isCamel(_ stem: ArraySlice<UInt8>) -> Bool {
        stem.first?.isUpperASCII == true && stem.allSatisfy(\.isAlphanumericASCII)
            && stem.contains(where: \.isLowerASCII)
    }

    // MARK: - Suggestions

    private static func suggestion(
        _ stem: ArraySlice<UInt8>, of name: String, _ correct: (UInt8) -> UInt8
    ) -> String {
        let prefix = name.utf8.dropLast(stem.count)
        return ", such as \(quoted(String(decoding: prefix + stem.map(correct), as: UTF8.self)))"
    }

    private static func upper(_ byte: UInt8) -> UInt8 {
        byte.isLowerASCII ? byte - 0x20 : byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : byte
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte.isUpperASCII ? byte + 0x20 : byte == UInt8(ascii: "_") ? UInt8(ascii: "-") : byte
    }
}
