import Spelling

/// Checks definitions one by one, as far as that needs no other definition.
///
/// The checks run in QEMU's order, so that the first error is the same one.
struct ExpressionChecker {
    private static let keywords = ["enum", "struct", "union", "alternate", "command", "event"]

    private let documentationRequired: Bool
    private let commandNameExceptions: Set<String>
    private let memberNameExceptions: Set<String>

    /// Creates a checker for a schema with these pragmas.
    init(_ pragmas: SchemaSource.Pragmas) {
        documentationRequired = pragmas.docRequired
        commandNameExceptions = Set(pragmas.commandNameExceptions)
        memberNameExceptions = Set(pragmas.memberNameExceptions)
    }

    /// Checks one definition.
    func check(_ raw: RawDefinition) throws(SchemaError) -> Definition {
        var context = CheckContext(location: raw.location)
        let keyword = try keyword(of: raw.object, context)
        let name = try context.name(raw.object[keyword] ?? .boolean(false), "'\(keyword)'")
        context.subject = (keyword, name)
        try checkName(name, keyword, context)
        try checkDocumentation(raw, name: name, keyword: keyword, context)
        let kind = try kind(keyword, name, raw.object, context)
        let condition = try context.condition(of: raw.object, "the \(keyword)")
        let features = try context.features(of: raw.object)
        if keyword == "command" || keyword == "event" { try checkFlags(raw.object, context) }
        return Definition(
            location: raw.location, module: raw.module, name: name, kind: kind, condition: condition,
            features: features, documentation: raw.documentation)
    }

    private func keyword(of object: SyntaxObject, _ context: CheckContext) throws(SchemaError) -> String {
        let found = Self.keywords.filter { object.has($0) }
        guard let keyword = found.first else {
            let hints = object.members.prefix(16).map { NearestName.hint($0.name, among: Self.keywords) }
            throw context.error(
                "a definition needs one of the keys 'enum', 'struct', 'union', 'alternate', 'command' and 'event'"
                    + (hints.first { !$0.isEmpty } ?? ""))
        }
        guard found.count == 1 else {
            throw context.error("a definition defines one thing; here it has the keys \(quotedList(found))")
        }
        return keyword
    }

    private func checkName(_ name: String, _ keyword: String, _ context: CheckContext) throws(SchemaError) {
        func subject() -> String { "\(keyword) \(quoted(name))" }
        switch keyword {
        case "event": try context.checkName(name, .upper, subject())
        case "command":
            let rule = NameRules.Rule.lower(
                allowingUpper: false, allowingUnderscore: commandNameExceptions.contains(name))
            try context.checkName(name, rule, subject())
        default:
            try context.checkName(name, .camel, subject())
            guard !name.hasSuffix("List") else {
                throw context.error("\(subject()) must not be named with 'List' at the end, as array types are")
            }
        }
    }

    private func checkDocumentation(
        _ raw: RawDefinition, name: String, keyword: String, _ context: CheckContext
    ) throws(SchemaError) {
        guard let documentation = raw.documentation, let symbol = documentation.symbol else {
            guard !documentationRequired else {
                throw context.error(
                    "the \(keyword) \(quoted(name)) must be documented, because the pragma 'doc-required' is on")
            }
            return
        }
        guard symbol == name else {
            throw context.error(
                "the documentation comment in front is for \(quoted(symbol)), not for \(quoted(name))")
        }
        let returns = documentation.sections.first { $0.kind == .returns }
        let errors = documentation.sections.first { $0.kind == .errors }
        if keyword != "command" {
            if let section = returns ?? errors {
                throw SchemaError(
                    "only commands have a '\(section.kind.rawValue)' section, not the \(keyword) \(quoted(name))",
                    at: section.location)
            }
        } else if let returns, raw.object["returns"] == nil {
            throw SchemaError(
                "a 'Returns' section stands here, but the command \(quoted(name)) returns nothing",
                at: returns.location)
        }
    }

    private func checkFlags(_ object: SyntaxObject, _ context: CheckContext) throws(SchemaError) {
        for (flags, value) in [
            (["gen", "success-response"], false), (["boxed", "allow-oob", "allow-preconfig", "coroutine"], true),
        ] {
            for flag in flags {
                guard let given = object[flag] else { continue }
                guard case .boolean(value) = given else {
                    throw context.error("'\(flag)' may only be written as \(value), not as \(given.description)")
                }
            }
        }
        if object["allow-oob"] != nil, object["coroutine"] != nil {
            throw context.error("'allow-oob' and 'coroutine' exclude each other")
        }
    }

    // MARK: - Kinds

    private func kind(
        _ keyword: String, _ name: String, _ object: SyntaxObject, _ context: CheckContext
    ) throws(SchemaError) -> Definition.Kind {
        try context.checkKeys(of: object, .definition(keyword), "the \(keyword)")
        let permissive = memberNameExceptions.contains(name)
        switch keyword {
        case "enum": return .enumeration(try context.enumeration(object, permissive: permissive))
        case "struct": return try context.structure(object, permissive: permissive)
        case "union": return .union(try context.union(object, permissive: permissive))
        case "alternate": return .alternate(branches: try context.alternateBranches(object))
        case "command": return .command(try context.command(object))
        default: return .event(data: try context.data(object), boxed: object["boxed"] != nil)
        }
    }
}
