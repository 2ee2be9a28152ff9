/// The shape of names in schemas and of identifiers on the command line.
enum QAPIName {
    /// The length of the name that `bytes` begin with, 0 when they begin with none.
    ///
    /// A name is a letter and then letters, digits, `-` and `_`; a vendor's prefix `__a.b_` may come before it, which is
    /// the only place for a point.
    static func prefixLength(_ bytes: ArraySlice<UInt8>) -> Int {
        var rest = bytes
        if rest.first == UInt8(ascii: "_") {
            rest.removeFirst()
            guard rest.popFirst() == UInt8(ascii: "_") else { return 0 }
            rest = rest.drop { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
            guard rest.popFirst() == UInt8(ascii: "_") else { return 0 }
        }
        guard let first = rest.first, isLetter(first) else { return 0 }
        rest = rest.drop { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        return rest.startIndex - bytes.startIndex
    }

    /// Whether a text may be an `id`: a letter and then letters, digits, `-`, `.` and `_`.
    static func isWellFormedID(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { byte in
            isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
        }
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}
