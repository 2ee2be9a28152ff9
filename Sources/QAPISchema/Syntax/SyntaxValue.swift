/// A value as it stands in a schema file.
enum SyntaxValue {
    case object(SyntaxObject)
    case array([SyntaxValue])
    case string(String)
    case boolean(Bool)

    /// What a message calls the value.
    var description: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string(let text): "the string \(quoted(text))"
        case .boolean(let value): "\(value)"
        }
    }

    /// Whether the value holds nothing, or is false.
    var isEmpty: Bool {
        switch self {
        case .object(let object): object.members.isEmpty
        case .array(let elements): elements.isEmpty
        case .string(let text): text.isEmpty
        case .boolean(let value): !value
        }
    }
}

/// An object as it stands in a schema file; no two members have the same name.
struct SyntaxObject {
    /// One named value.
    struct Member {
        var name: String
        var value: SyntaxValue
    }

    /// The members, in the order of the text.
    private(set) var members: [Member] = []
    /// The names of the members, once they are many; a few are compared faster than one is hashed.
    private var names: Set<String> = []
    private static let few = 12

    /// The value of the member `name`; takes time linear in the number of members.
    subscript(name: String) -> SyntaxValue? {
        for member in members where member.name == name { return member.value }
        return nil
    }

    /// Whether there is a member `name`.
    func has(_ name: String) -> Bool {
        members.count > Self.few ? names.contains(name) : members.contains { $0.name == name }
    }

    /// Adds a member whose name is new.
    mutating func append(_ member: Member) {
        members.append(member)
        if members.count > Self.few {
            names.formUnion(members.suffix(names.isEmpty ? members.count : 1).lazy.map(\.name))
        }
    }
}
