public import JSON

extension Keyval {
    /// Writes a tree as a text that ``parse(_:impliedKey:)`` reads back.
    ///
    /// Strings come back as they are; numbers and booleans come back as the strings that a ``KeyvalInputVisitor``
    /// reads the same values from. The grammar has no way to write an empty object or list below the root, a null, and
    /// names that are none: these are errors.
    public static func print(_ tree: JSONObject) throws(QAPIError) -> String {
        var items: [String] = []
        try print(.object(tree), key: "", depth: 0, into: &items)
        return items.joined(separator: ",")
    }

    private static func print(
        _ value: JSONValue, key: String, depth: Int, into items: inout [String]
    ) throws(QAPIError) {
        guard depth <= OptionTree.deepest else { throw .tooDeep(String(key.prefix(64)), limit: OptionTree.deepest) }
        switch value {
        case .object(let object):
            if object.members.isEmpty, depth > 0 { throw unwritable(key, "an empty object") }
            for member in object.members {
                let name = Array(member.name.utf8)
                guard QAPIName.prefixLength(name[...]) == name.count, !name.isEmpty, name.count <= longestFragment
                else { throw unwritable(key.isEmpty ? member.name : "\(key).\(member.name)", "this name") }
                try print(
                    member.value, key: key.isEmpty ? member.name : "\(key).\(member.name)", depth: depth + 1,
                    into: &items)
            }
        case .array(let elements):
            if elements.isEmpty { throw unwritable(key, "an empty list") }
            for (index, element) in elements.enumerated() {
                try print(element, key: "\(key).\(index)", depth: depth + 1, into: &items)
            }
        case .string(let text): items.append("\(key)=\(escaped(text))")
        case .bool(let value): items.append("\(key)=\(value ? "on" : "off")")
        case .int(let value): items.append("\(key)=\(value)")
        case .uint(let value): items.append("\(key)=\(value)")
        case .double(let value): items.append("\(key)=\(value)")
        case .null: throw unwritable(key, "a null")
        }
    }

    /// A value with its commas doubled.
    static func escaped(_ value: String) -> String {
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            if byte == UInt8(ascii: ",") { bytes.append(byte) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unwritable(_ key: String, _ what: String) -> QAPIError {
        QAPIError(
            "\(QAPIError.subject(key)) can't be written as an option string, which has no way to say \(what)",
            hint: "Write the whole argument as JSON.", parameter: key)
    }
}
