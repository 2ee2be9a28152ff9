public import JSON

/// Writes one value as a text: a scalar, or a list of integers as sorted ranges such as `1,5-7`.
///
/// With `forHumans`, integers carry their hexadecimal form, sizes a unit, and strings quotes. An object is only a
/// placeholder. Unsigned integers above `Int64.max` print as what they are.
public struct StringOutputVisitor: OutputVisitor {
    /// What stands for an object, whose members have no place in a text.
    public static let omitted = "<omitted>"

    /// What happens to deprecated and unstable members.
    public let policy: CompatPolicy
    private let forHumans: Bool
    private var text = ""
    private var structDepth = 0
    private var list: List?

    private struct List {
        var items: [String] = []
        var integers: [Int128] = []
    }

    /// Begins without a value.
    public init(forHumans: Bool = false, policy: CompatPolicy = CompatPolicy()) {
        self.forHumans = forHumans
        self.policy = policy
    }

    /// What was written.
    public func finish() -> String { text }

    /// Begins an object.
    public mutating func startStruct(_ name: String?) throws(QAPIError) {
        if structDepth == 0 { put(Self.omitted) }
        structDepth += 1
    }

    /// Ends the current object.
    public mutating func endStruct() { structDepth -= 1 }

    /// Begins a list.
    public mutating func startList(_ name: String?) throws(QAPIError) {
        if structDepth > 0 { return }
        guard list == nil else { throw QAPIError("A list within a list can't be written as a text") }
        list = List()
    }

    /// Ends the current list.
    public mutating func endList() {
        guard structDepth == 0, let list else { return }
        self.list = nil
        text = list.integers.isEmpty ? list.items.joined(separator: ", ") : integers(list.integers)
    }

    /// Writes an integer.
    public mutating func int64(_ value: Int64, _ name: String?) throws(QAPIError) { put(Int128(value)) }

    /// Writes an unsigned integer.
    public mutating func uint64(_ value: UInt64, _ name: String?) throws(QAPIError) { put(Int128(value)) }

    /// Writes a size in bytes.
    public mutating func size(_ value: UInt64, _ name: String?) throws(QAPIError) {
        put(forHumans ? "\(value) (\(SizeText.human(value)))" : "\(value)")
    }

    /// Writes a boolean.
    public mutating func bool(_ value: Bool, _ name: String?) throws(QAPIError) { put(value ? "true" : "false") }

    /// Writes a string.
    public mutating func string(_ value: String, _ name: String?) throws(QAPIError) {
        put(forHumans ? "\"\(value)\"" : value)
    }

    /// Writes a number; it must be finite.
    public mutating func number(_ value: Double, _ name: String?) throws(QAPIError) {
        guard value.isFinite else { throw .invalidValue(name ?? "", expected: "a finite number") }
        let text = "\(value)"
        put(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// Writes any value.
    public mutating func any(_ value: JSONValue, _ name: String?) throws(QAPIError) {
        switch value {
        case .null: try null(name)
        case .bool(let value): try bool(value, name)
        case .int(let value): try int64(value, name)
        case .uint(let value): try uint64(value, name)
        case .double(let value): try number(value, name)
        case .string(let value): try string(value, name)
        case .array, .object: put(Self.omitted)
        }
    }

    /// Writes a null.
    public mutating func null(_ name: String?) throws(QAPIError) { put(forHumans ? "<null>" : "") }

    private mutating func put(_ value: Int128) {
        if structDepth > 0 { return }
        guard list != nil else {
            text = integers([value])
            return
        }
        list?.integers.append(value)
    }

    private mutating func put(_ item: String) {
        if structDepth > 0 { return }
        guard list != nil else {
            text = item
            return
        }
        list?.items.append(item)
    }

    /// Integers as ranges, sorted, each once.
    private func integers(_ values: [Int128]) -> String {
        var ranges: [ClosedRange<Int128>] = []
        for value in values.sorted() {
            if let last = ranges.last, value <= last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, value)
            } else {
                ranges.append(value...value)
            }
        }
        let decimal = ranges.map {
            $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }
        .joined(separator: ",")
        guard forHumans else { return decimal }
        let hexadecimal = ranges.map { range in
            range.lowerBound == range.upperBound
                ? Self.hexadecimal(range.lowerBound)
                : "\(Self.hexadecimal(range.lowerBound))-\(Self.hexadecimal(range.upperBound))"
        }
        return "\(decimal) (\(hexadecimal.joined(separator: ",")))"
    }

    /// The 64 bits of an integer, as which a negative one shows its complement.
    private static func hexadecimal(_ value: Int128) -> String {
        "0x" + String(UInt64(truncatingIfNeeded: value), radix: 16)
    }
}

extension QAPIValue {
    /// The value as a text.
    public func text(forHumans: Bool = false, policy: CompatPolicy = CompatPolicy()) throws(QAPIError) -> String {
        var visitor = StringOutputVisitor(forHumans: forHumans, policy: policy)
        try visit(&visitor, name: nil)
        return visitor.finish()
    }
}
