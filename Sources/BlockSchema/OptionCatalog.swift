import JSON

/// What users are told of the schema's types: members, defaults, values, and their documentation.
///
/// Read once from the data that the generator wrote; for help texts and for marking defaults, never for checking.
public struct OptionCatalog: Sendable {
    /// Everything that is known of one type.
    public struct TypeDescription: Sendable {
        /// The keyword that introduces such a type: `enum`, `struct`, `union`, `alternate`, `command`, `event`.
        public let kind: String
        /// The description; Markdown.
        public let documentation: String
        /// The members, in order; of a union, those that every branch has.
        public let members: [MemberDescription]
        /// The values of an enumeration, or the branches of an alternate, in order.
        public let values: [ValueDescription]
        /// The name of the member that chooses a union's branch.
        public let tag: String?
        /// The names of the branches' types by value of the tag; an empty name stands for no members.
        public let branches: [(value: String, type: String)]

        /// The type of the branch that `value` of the tag chooses; `nil` when there is none with members.
        public func branch(_ value: String) -> String? {
            branches.first { $0.value == value && !$0.type.isEmpty }?.type
        }
    }

    /// One member of a struct or union.
    public struct MemberDescription: Sendable, Hashable {
        /// The name in option strings.
        public let name: String
        /// The type's name in the schema; a list's is in brackets.
        public let type: String
        /// The description; Markdown.
        public let documentation: String
        /// Whether the member may be left out.
        public let isOptional: Bool
        /// The value when nothing is given; with a space in it, words about a value that depends on something.
        public let defaultValue: String?
        /// QEMU's value when nothing is given, where it is another.
        public let foreignDefault: String?
        /// What a number counts.
        public let unit: String?
        /// What is accepted, if less than the type.
        public let range: String?
        /// What the host or another option must provide.
        public let needs: String?
        /// Whether `qom-set` may change it.
        public let isRunTime: Bool
        /// Whether `blockdev-reopen` may change it.
        public let isReopenable: Bool
        /// The features, such as `deprecated` and `unstable`.
        public let features: [String]

        /// The default as it would be written in an option string; `nil` when it is not a constant.
        public var constantDefault: String? {
            guard let defaultValue, !defaultValue.contains(" ") else { return nil }
            return defaultValue
        }
    }

    /// One value of an enumeration or branch of an alternate.
    public struct ValueDescription: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The type's name in the schema, of an alternate's branch.
        public let type: String?
        /// The description; Markdown.
        public let documentation: String
    }

    /// The catalog of Holdfast's own schema.
    public static let holdfast = OptionCatalog(json: BlockCatalog.json)

    private let types: [String: TypeDescription]

    /// Reads a catalog from the generator's data; what does not have its shape is left out.
    init(json: String) {
        guard let value = try? JSONParser.parse(json), let object = value.objectValue else {
            types = [:]
            return
        }
        types = Dictionary(uniqueKeysWithValues: object.members.map { ($0.name, TypeDescription($0.value)) })
    }

    /// What is known of the type `name`.
    public subscript(name: String) -> TypeDescription? { types[name] }

    /// The names of all types, sorted.
    public var names: [String] { types.keys.sorted() }
}

extension OptionCatalog.TypeDescription {
    fileprivate init(_ value: JSONValue) {
        let object = value.objectValue ?? JSONObject()
        kind = object["kind"]?.stringValue ?? ""
        documentation = object["doc"]?.stringValue ?? ""
        members = (object["members"]?.arrayValue ?? []).map { OptionCatalog.MemberDescription($0) }
        tag = object["tag"]?.stringValue
        if let list = object["branches"]?.objectValue {
            branches = list.members.map { (value: $0.name, type: $0.value.stringValue ?? "") }
            values = []
        } else {
            branches = []
            values = (object["values"]?.arrayValue ?? object["branches"]?.arrayValue ?? []).map {
                OptionCatalog.ValueDescription($0)
            }
        }
    }
}

extension OptionCatalog.MemberDescription {
    fileprivate init(_ value: JSONValue) {
        let object = value.objectValue ?? JSONObject()
        func text(_ key: String) -> String? { object[key]?.stringValue }
        name = text("name") ?? ""
        type = text("type") ?? ""
        documentation = text("doc") ?? ""
        isOptional = object["optional"] != nil
        defaultValue = text("default")
        foreignDefault = text("qemu-default")
        unit = text("unit")
        range = text("range")
        needs = text("needs")
        isRunTime = object["run-time"] != nil
        isReopenable = object["reopen"] != nil
        features = (object["features"]?.arrayValue ?? []).compactMap(\.stringValue)
    }
}

extension OptionCatalog.ValueDescription {
    fileprivate init(_ value: JSONValue) {
        let object = value.objectValue ?? JSONObject()
        name = object["name"]?.stringValue ?? ""
        type = object["type"]?.stringValue
        documentation = object["doc"]?.stringValue ?? ""
    }
}
