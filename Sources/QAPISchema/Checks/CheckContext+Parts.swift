/// The parts that several kinds of definitions have in common.
extension CheckContext {
    /// The condition under the key `if` of an object.
    func condition(
        of object: SyntaxObject?, _ subject: @autoclosure () -> String
    ) throws(SchemaError) -> Condition? {
        guard let value = object?["if"] else { return nil }
        return try condition(value, subject())
    }

    private func condition(_ value: SyntaxValue, _ subject: String) throws(SchemaError) -> Condition {
        switch value {
        case .string(let symbol):
            guard Self.isSymbol(symbol) else {
                throw error(
                    "the condition \(quoted(symbol)) of \(subject) is no symbol: an upper-case letter, then upper-case"
                        + " letters, digits and '_'")
            }
            return .symbol(symbol)
        case .object(let object):
            try checkKeys(of: object, .condition, "the condition of \(subject)")
            guard let only = object.members.first, object.members.count == 1 else {
                throw error("the condition of \(subject) must have exactly one of the keys 'all', 'any' and 'not'")
            }
            switch only.name {
            case "not": return .not(try condition(only.value, subject))
            case "all": return .all(try conditions(only, subject))
            default: return .any(try conditions(only, subject))
            }
        default:
            throw error("the condition of \(subject) must be a string or an object, not \(value.description)")
        }
    }

    private func conditions(_ member: SyntaxObject.Member, _ subject: String) throws(SchemaError) -> [Condition] {
        guard case .array(let elements) = member.value else {
            throw error(
                "'\(member.name)' in the condition of \(subject) takes an array, not \(member.value.description)")
        }
        guard !elements.isEmpty else {
            throw error("'\(member.name)' in the condition of \(subject) takes at least one condition")
        }
        var conditions: [Condition] = []
        for element in elements {
            conditions.append(try condition(element, subject))
        }
        return conditions
    }

    private static func isSymbol(_ text: String) -> Bool {
        text.utf8.first?.isUpperASCII == true
            && text.utf8.allSatisfy { $0.isUpperASCII || $0.isDigitASCII || $0 == UInt8(ascii: "_") }
    }

    /// The features under the key `features` of an object.
    func features(of object: SyntaxObject?) throws(SchemaError) -> [Definition.Feature] {
        guard let value = object?["features"] else { return [] }
        guard case .array(let elements) = value else {
            throw error("'features' takes an array, not \(value.description)")
        }
        var features: [Definition.Feature] = []
        for element in elements {
            let object = Self.object(element)
            if let object { try checkKeys(of: object, .feature, "a feature") }
            let name = try name(object?["name"] ?? element, "a feature")
            func subject() -> String { "the feature \(quoted(name))" }
            try checkName(name, .lower(allowingUpper: false, allowingUnderscore: false), subject())
            features.append(.init(name: name, condition: try condition(of: object, subject())))
        }
        return features
    }

    /// The long form of a value that may also be written as its main part alone; `nil` for such a one.
    static func object(_ value: SyntaxValue) -> SyntaxObject? {
        if case .object(let object) = value { object } else { nil }
    }

    /// A value that must name a type.
    func typeName(_ value: SyntaxValue, _ subject: @autoclosure () -> String) throws(SchemaError) -> String {
        guard case .string(let name) = value else {
            throw error("\(subject()) takes a type's name, not \(value.description)")
        }
        return name
    }

    /// A value that must name a type, or the type of an array's elements.
    func typeReference(
        _ value: SyntaxValue, _ subject: @autoclosure () -> String
    ) throws(SchemaError) -> TypeReference {
        switch value {
        case .string(let name): return TypeReference(name: name, isArray: false)
        case .array(let elements):
            guard elements.count == 1, case .string(let name) = elements[0] else {
                throw error("\(subject()): an array type is written as an array of exactly one type's name")
            }
            return TypeReference(name: name, isArray: true)
        default:
            throw error("\(subject()) takes a type's name or an array of one, not \(value.description)")
        }
    }

    /// A value that must be an object of members.
    ///
    /// - Parameter permissive: whether names may hold upper case and `_`.
    func members(_ value: SyntaxValue, of part: String, permissive: Bool) throws(SchemaError) -> [Definition.Member] {
        guard case .object(let object) = value else {
            throw error("'\(part)' takes an object or a type's name, not \(value.description)")
        }
        var members: [Definition.Member] = []
        members.reserveCapacity(object.members.count)
        for entry in object.members {
            func subject() -> String { "member \(quoted(entry.name)) of '\(part)'" }
            let isOptional = entry.name.utf8.first == UInt8(ascii: "*")
            let name = isOptional ? String(entry.name.dropFirst()) : entry.name
            try checkName(name, .lower(allowingUpper: permissive, allowingUnderscore: permissive), subject())
            guard name != "u", !name.startsMangled(with: "has_") else {
                throw error("\(subject()) has a reserved name: 'u', and 'has-' or 'has_' at the start, are kept")
            }
            let body = Self.object(entry.value)
            if let body { try checkKeys(of: body, .member, subject()) }
            let condition = try condition(of: body, subject())
            let features = try features(of: body)
            members.append(
                .init(
                    name: name, isOptional: isOptional,
                    type: try typeReference(body?["type"] ?? entry.value, subject()),
                    condition: condition, features: features))
        }
        return members
    }

    /// A value that must name a type or be an object of members.
    func payload(
        _ value: SyntaxValue?, of part: String, permissive: Bool = false
    ) throws(SchemaError) -> Definition.Payload {
        guard let value else { return .none }
        if case .string(let name) = value {
            return .named(name)
        }
        let members = try members(value, of: part, permissive: permissive)
        return members.isEmpty ? .none : .members(members)
    }
}
