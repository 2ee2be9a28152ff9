public import JSON

/// The type of a property, as far as it can be checked without knowing a schema.
///
/// A program that reads option strings, where all values are text, converts them by this type before it hands them over.
public enum PropertyType: Sendable, Hashable {
    /// `true` or `false`.
    case bool
    /// A signed integer within bounds.
    case signed(name: String, bounds: ClosedRange<Int64>)
    /// An unsigned integer within bounds; one named `size` may be written with a unit in an option string.
    case unsigned(name: String, bounds: ClosedRange<UInt64>)
    /// Any number.
    case number
    /// Any string.
    case string
    /// One of several strings.
    case enumeration(name: String, values: [String])
    /// Anything; the object itself checks the value.
    case value(name: String)

    /// A signed integer of 64 bits.
    public static let int = signed(name: "int", bounds: .min ... .max)
    /// An unsigned integer of 8 bits.
    public static let uint8 = unsigned(name: "uint8", bounds: 0...UInt64(UInt8.max))
    /// An unsigned integer of 16 bits.
    public static let uint16 = unsigned(name: "uint16", bounds: 0...UInt64(UInt16.max))
    /// An unsigned integer of 32 bits.
    public static let uint32 = unsigned(name: "uint32", bounds: 0...UInt64(UInt32.max))
    /// An unsigned integer of 64 bits.
    public static let uint64 = unsigned(name: "uint64", bounds: 0 ... .max)
    /// A number of bytes.
    public static let size = unsigned(name: "size", bounds: 0 ... .max)

    /// The type's name, as `qom-list` shows it.
    public var name: String {
        switch self {
        case .bool: "bool"
        case .signed(let name, _), .unsigned(let name, _): name
        case .number: "number"
        case .string: "string"
        case .enumeration(let name, _), .value(let name): name
        }
    }

    /// What is accepted, as the end of the sentence "the property must be ...".
    public var requirement: String {
        switch self {
        case .bool: "true or false"
        case .signed(_, let bounds): Self.requirement(bounds, unbounded: bounds == .min ... .max)
        case .unsigned(_, let bounds): Self.requirement(bounds, unbounded: bounds == 0 ... .max)
        case .number: "a number"
        case .string: "a string"
        case .enumeration(_, let values): "one of " + values.map { "'\($0)'" }.joined(separator: ", ")
        case .value(let name): "a value of type \(name)"
        }
    }

    /// Says whether a property of this type may have the value.
    public func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .bool: value.boolValue != nil
        case .signed(_, let bounds): value.int64Value.map(bounds.contains) ?? false
        case .unsigned(_, let bounds): value.uint64Value.map(bounds.contains) ?? false
        case .number: value.doubleValue != nil
        case .string: value.stringValue != nil
        case .enumeration(_, let values):
            // By bytes: canonical equivalence of strings is none of option values.
            value.stringValue.map { text in values.contains { $0.utf8.elementsEqual(text.utf8) } } ?? false
        case .value: true
        }
    }

    private static func requirement(_ bounds: ClosedRange<some BinaryInteger>, unbounded: Bool) -> String {
        unbounded ? "an integer" : "an integer from \(bounds.lowerBound) to \(bounds.upperBound)"
    }
}
