/// The integers from one to another, as lists of integers are written: `3-7`.
struct IntegerRange {
    /// The most integers in one range.
    static let mostElements = 65536
    /// The most integers in all ranges of a list: a short text must not become a huge list.
    static let mostListElements = 1 << 20

    /// What a list of integers is made of.
    enum Signedness {
        case signed
        /// Whether a negative number wraps or is refused.
        case unsigned(wrapping: Bool)
    }

    private var next: Int128
    private let last: Int128

    /// Whether all of its integers were taken.
    var isEmpty: Bool { next > last }

    /// How many integers are not taken yet.
    var count: Int { Int(truncatingIfNeeded: last - next + 1) }

    /// Takes the next integer.
    mutating func pop() -> Int128 {
        defer { next += 1 }
        return next
    }

    /// Reads an integer or a range at the start of `bytes` and removes it; `nil` when there is none.
    static func take(from bytes: inout ArraySlice<UInt8>, _ signedness: Signedness) -> IntegerRange? {
        guard let first = integer(&bytes, signedness) else { return nil }
        guard bytes.first == UInt8(ascii: "-") else { return IntegerRange(next: first, last: first) }
        bytes.removeFirst()
        guard let last = integer(&bytes, signedness), first <= last, last - first < mostElements else { return nil }
        return IntegerRange(next: first, last: last)
    }

    private static func integer(_ bytes: inout ArraySlice<UInt8>, _ signedness: Signedness) -> Int128? {
        guard let scanned = IntegerText.scan(bytes) else { return nil }
        bytes = bytes[scanned.end...]
        switch signedness {
        case .signed: return scanned.int64.map { Int128($0) }
        case .unsigned(wrapping: true): return scanned.wrappedUInt64.map { Int128($0) }
        case .unsigned(wrapping: false): return scanned.isNegative ? nil : scanned.magnitude.map { Int128($0) }
        }
    }

    /// The error for an item of a list that is neither an integer nor a range.
    static func refused(_ path: String, value: String? = nil) -> QAPIError {
        .invalidValue(
            path, value: value, expected: "an integer or a range such as 3-7",
            hint: "A range holds at most \(mostElements) integers, the smallest first; all of a list at most "
                + "\(mostListElements).")
    }
}
