public import JSON

/// Options of the block layer as one flat object with dotted keys, and the ways between it and a tree.
///
/// A key such as `file.cache.direct` names a member of a member; `server.0.host` a member of a list's element.
public enum BlockOptions {
    /// The most text that the keys of a flattened tree may have, in bytes: nested keys repeat those above them.
    public static let mostKeyText = 16 << 20

    /// Flattens a tree: the leaves, among which empty objects and lists are counted, keep their order.
    ///
    /// Points in names stay as they are, so that a key may be written dotted in JSON, unless `escapingDots`, which writes
    /// them `..` as ``crumple(_:)`` reads them; a name that begins with a point has no such form and is refused then.
    public static func flatten(_ tree: JSONObject, escapingDots: Bool = false) throws(QAPIError) -> JSONObject {
        var flattener = Flattener(escapingDots: escapingDots)
        try flattener.visit(.object(tree), key: "", depth: 0)
        return flattener.flat
    }

    private struct Flattener {
        let escapingDots: Bool
        var flat = JSONObject()
        var keyText = 0

        mutating func visit(_ value: JSONValue, key: String, depth: Int) throws(QAPIError) {
            guard depth <= TreeCursor.deepest else { throw .tooDeep(key, limit: TreeCursor.deepest) }
            switch value {
            case .object(let object) where !object.members.isEmpty:
                for member in object.members {
                    if escapingDots, member.name.utf8.first == UInt8(ascii: ".") {
                        throw QAPIError(
                            "The name '\(QAPIError.shown(member.name))' begins with a point", parameter: key)
                    }
                    let name = escapingDots ? escaped(member.name) : member.name
                    try visit(member.value, key: depth == 0 ? name : "\(key).\(name)", depth: depth + 1)
                }
            case .array(let elements) where !elements.isEmpty:
                for (index, element) in elements.enumerated() {
                    try visit(element, key: "\(key).\(index)", depth: depth + 1)
                }
            default:
                if depth == 0 { return }
                keyText += key.utf8.count
                guard keyText <= BlockOptions.mostKeyText else {
                    throw QAPIError("The options are too long to be flattened, at '\(QAPIError.shown(key))'")
                }
                flat[key] = value
            }
        }
    }

    /// Builds the tree that flat options stand for; `..` in a key is a point in a name.
    ///
    /// A level all of whose keys are numbers becomes a list, whose indexes must begin at 0 and have no gaps.
    public static func crumple(_ flat: JSONObject) throws(QAPIError) -> JSONValue {
        var tree = OptionTree()
        for member in flat.members {
            switch member.value {
            case .object(let object) where !object.members.isEmpty: throw notFlat(member.name)
            case .array(let elements) where !elements.isEmpty: throw notFlat(member.name)
            default: try tree.insert(member.value, at: try steps(of: member.name))
            }
        }
        return try tree.build()
    }

    /// Builds the tree as ``crumple(_:)`` does and turns its scalars into the strings that keyval knows.
    ///
    /// Options from several sources hold one value as `true`, as `"on"` or as `on`: this brings them together, for a
    /// ``KeyvalInputVisitor``.
    public static func crumpleForKeyval(_ flat: JSONObject) throws(QAPIError) -> JSONValue {
        var strings = JSONObject()
        strings.reserveCapacity(flat.members.count)
        for member in flat.members {
            switch member.value {
            case .bool(let value): strings[member.name] = .string(value ? "on" : "off")
            case .int(let value): strings[member.name] = .string("\(value)")
            case .uint(let value): strings[member.name] = .string("\(value)")
            case .double(let value): strings[member.name] = .string("\(value)")
            default: strings[member.name] = member.value
            }
        }
        return try crumple(strings)
    }

    private static func notFlat(_ key: String) -> QAPIError {
        QAPIError("\(QAPIError.subject(key)) is not flat", parameter: key)
    }

    private static func escaped(_ name: String) -> String {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            if byte == UInt8(ascii: ".") { bytes.append(byte) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Splits a key at its single points.
    private static func steps(of key: String) throws(QAPIError) -> [OptionTree.Step] {
        var steps: [OptionTree.Step] = []
        var fragment: [UInt8] = []
        var rest = Array(key.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: ".") {
                guard rest.first == byte else {
                    steps.append(try step(fragment, key))
                    fragment = []
                    continue
                }
                rest.removeFirst()
            }
            fragment.append(byte)
        }
        steps.append(try step(fragment, key))
        return steps
    }

    private static func step(_ fragment: [UInt8], _ key: String) throws(QAPIError) -> OptionTree.Step {
        let text = String(decoding: fragment, as: UTF8.self)
        guard !fragment.isEmpty, fragment.allSatisfy(QAPIName.isDigit) else { return .name(text) }
        guard fragment.count == 1 || fragment[0] != UInt8(ascii: "0") else {
            throw QAPIError("\(QAPIError.subject(key)) has a list index with a leading zero", parameter: key)
        }
        // An index that is too large saturates and is then missed as a gap.
        return .index(Int(min(IntegerText.scan(fragment[...], base: .decimal)?.magnitude ?? .max, UInt64(Int32.max))))
    }
}
