public import JSON

/// The argument of an option such as `-blockdev`: JSON when it begins with `{`, else a keyval text.
public enum OptionArgument: Sendable, Hashable {
    /// Typed values.
    case json(JSONObject)
    /// Strings, and whether help was asked for.
    case keyval(JSONObject, helpRequested: Bool)

    /// Reads an argument; see ``Keyval/parse(_:impliedKey:)`` for `impliedKey`.
    public init(_ text: String, impliedKey: String? = nil) throws(QAPIError) {
        if text.utf8.first == UInt8(ascii: "{") {
            self = .json(try OptionJSON.object(text))
        } else {
            let result = try Keyval.parse(text, impliedKey: impliedKey)
            self = .keyval(result.tree, helpRequested: result.helpRequested)
        }
    }

    /// The tree, typed or not.
    public var object: JSONObject {
        switch self {
        case .json(let object), .keyval(let object, _): object
        }
    }

    /// Whether help was asked for.
    public var helpRequested: Bool {
        if case .keyval(_, helpRequested: true) = self { return true }
        return false
    }

    /// The typed value of the argument.
    public func value<Value: QAPIObject>(
        as type: Value.Type = Value.self, policy: CompatPolicy = CompatPolicy()
    ) throws(QAPIError) -> Value {
        switch self {
        case .json(let object): try Value(json: .object(object), policy: policy)
        case .keyval(let tree, _): try Value(keyval: tree, policy: policy)
        }
    }
}
