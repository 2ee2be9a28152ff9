/// A member's description, with the markers that it holds taken apart.
///
/// The markers are parenthesised notes such as `(default: VALUE; QEMU: VALUE2)`; which ones there are is described at
/// the top of the root schema that uses them.
struct MemberMarkers {
    /// The description without markers.
    private(set) var text: String
    /// The markers' values by name; a marker without a value has an empty one.
    private(set) var values: [String: String] = [:]

    private static let withValue: Set<String> = ["default", "absent if", "unit", "range", "needs"]
    private static let withoutValue: Set<String> = ["run time", "reopen"]

    init(_ description: String) {
        text = ""
        var rest = description[...]
        while let open = rest.firstIndex(of: "(") {
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(of: ")") else { break }
            let note = inside[..<close].split { $0 == "\n" || $0 == " " }.joined(separator: " ")
            if let (name, value) = Self.marker(note), values[name] == nil {
                values[name] = value
                var before = rest[..<open]
                while let last = before.last, last == " " || last == "\n" { before.removeLast() }
                text += before
            } else {
                text += rest[...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        text += rest
        while let first = text.first, first == " " || first == "\n" { text.removeFirst() }
    }

    /// The value when nothing is given, if the description names one.
    var defaultValue: String? {
        values["default"].map { String($0.prefix { $0 != ";" }) }
    }

    /// QEMU's value when nothing is given, where it is another.
    var foreignDefault: String? {
        guard let value = values["default"], let separator = value.firstIndex(of: ";") else { return nil }
        let words = value[separator...].dropFirst().drop { $0 == " " }
        guard words.hasPrefix("QEMU: ") else { return nil }
        return String(words.dropFirst("QEMU: ".count))
    }

    private static func marker(_ note: String) -> (name: String, value: String)? {
        if withoutValue.contains(note) { return (note, "") }
        for name in withValue {
            let separator = name.hasSuffix(" if") ? " " : ": "
            if note.hasPrefix(name + separator) { return (name, String(note.dropFirst(name.count + separator.count))) }
        }
        return nil
    }
}
