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
        let bytes = name.utf8.span
        guard let start = isNumbered(name, rule) ? 0 : startOfStem(in: bytes) else {
            return "has an invalid name: after an optional '__RFQDN_' and 'x-' it must start with a letter and hold"
                + " only letters, digits, '-' and '_'"
        }
        guard !name.startsMangled(with: "q_") else {
            return "has a reserved name: 'q_' or 'q-' at its start is kept for generated names"
        }
        let stem = bytes.extracting(start...)
        switch rule {
        case .upper where !stem.allSatisfy { !$0.isLowerASCII && $0 != UInt8(ascii: "-") }:
            return "must be named without lower-case letters and '-'" + suggestion(name, start, upper)
        case .lower(let allowingUpper, let allowingUnderscore), .value(let allowingUpper, let allowingUnderscore):
            let isGood = stem.allSatisfy {
                (allowingUpper || !$0.isUpperASCII) && (allowingUnderscore || $0 != UInt8(ascii: "_"))
            }
            guard !isGood else { return nil }
            return "must be named without upper-case letters and '_'" + suggestion(name, start, lower)
        case .camel where !isCamel(stem):
            return "must be named in CamelCase: an upper-case letter first, then letters and digits, one of them in"
                + " lower case"
        default:
            return nil
        }
    }

    /// Where the name starts behind its prefixes; `nil` if it is none.
    static func startOfStem(in name: Span<UInt8>) -> Int? {
        var start = 0
        if name.count > 1, name[0] == UInt8(ascii: "_"), name[1] == UInt8(ascii: "_") {
            guard let end = name.firstIndex(of: UInt8(ascii: "_"), from: 2), end > 2,
                name.extracting(2..<end).allSatisfy({
                    $0.isAlphanumericASCII || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
                })
            else { return nil }
            start = end + 1
        }
        // A name such as `x-1` has no prefix: what follows would not be a name.
        if start + 2 < name.count, name[start] | 0x20 == UInt8(ascii: "x"), name[start + 1] == UInt8(ascii: "-"),
            name[start + 2].isLetterASCII
        {
            start += 2
        }
        let isLegal = name.extracting(start...).allSatisfy {
            $0.isAlphanumericASCII || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        return start < name.count && name[start].isLetterASCII && isLegal ? start : nil
    }

    /// Whether the name is a value's that starts with a digit; such a one has no prefixes.
    private static func isNumbered(_ name: String, _ rule: Rule) -> Bool {
        guard case .value = rule, name.utf8.first?.isDigitASCII == true else { return false }
        let lettered = "d" + name
        return startOfStem(in: lettered.utf8.span) != nil
    }

    private static func isCamel(_ stem: Span<UInt8>) -> Bool {
        !stem.isEmpty && stem[0].isUpperASCII && stem.allSatisfy(\.isAlphanumericASCII)
            && !stem.allSatisfy { !$0.isLowerASCII }
    }

    // MARK: - Suggestions

    private static func suggestion(_ name: String, _ start: Int, _ correct: (UInt8) -> UInt8) -> String {
        let suggested = name.utf8.prefix(start) + name.utf8.dropFirst(start).map(correct)
        return ", such as \(quoted(String(decoding: suggested, as: UTF8.self)))"
    }

    private static func upper(_ byte: UInt8) -> UInt8 {
        byte.isLowerASCII ? byte - 0x20 : byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : byte
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte.isUpperASCII ? byte + 0x20 : byte == UInt8(ascii: "_") ? UInt8(ascii: "-") : byte
    }
}
