public import JSON

/// What a monitor of a schema tells a client about its interface: the answer to `query-qmp-schema`.
///
/// An array of `SchemaInfo` objects: every command and event, module by module, then the types in the order in which
/// they are first used. Types that no command or event reaches are left out. All integer types are `int`.
///
/// Clients look for commands and follow the types; they must not know types by name. So a type other than a built-in
/// one is called by a number, counted from 0 in the order of first use, and an array of it by that number in brackets.
public struct SchemaIntrospection: Sendable {
    /// The `SchemaInfo` objects, in order.
    public let entries: [JSONValue]
    /// The names of types by the numbers that stand for them; empty when names are not masked.
    public let maskedNames: [String: String]

    /// The whole answer.
    public var value: JSONValue { .array(entries) }

    /// Describes `schema` as it is in a build that defines `symbols` and no others.
    ///
    /// A type's number does not depend on the build: what conditions leave out is counted all the same.
    ///
    /// - Parameters:
    ///   - schema: The schema to describe.
    ///   - symbols: The symbols for which `if` conditions ask.
    ///   - unmasked: Whether types keep their names.
    public init(_ schema: Schema, defining symbols: Set<String> = [], unmasked: Bool = false) {
        var writer = IntrospectionWriter(schema: schema, symbols: symbols, isUnmasked: unmasked)
        writer.write()
        entries = writer.entries
        maskedNames = Dictionary(uniqueKeysWithValues: writer.masks.map { ($1, schema[$0].name) })
    }
}

/// Collects the description entry by entry and the types that it still owes.
struct IntrospectionWriter {
    let schema: Schema
    let symbols: Set<String>
    let isUnmasked: Bool
    private(set) var entries: [JSONValue] = []
    /// The numbers of types by first use.
    private(set) var masks: [Schema.TypeID: String] = [:]
    /// The types in order of first use, and whether a type is among them.
    private var used: [Schema.TypeID] = []
    private var isUsed: Set<Schema.TypeID> = []

    init(schema: Schema, symbols: Set<String>, isUnmasked: Bool) {
        self.schema = schema
        self.symbols = symbols
        self.isUnmasked = isUnmasked
    }

    mutating func write() {
        for module in schema.modules {
            for entity in module.definitions {
                switch entity {
                case .type: break
                case .command(let index): write(schema.commands[index])
                case .event(let index): write(schema.events[index])
                }
            }
        }
        var next = 0
        while next < used.count {
            write(used[next])
            next += 1
        }
    }

    // MARK: - Names

    /// The name of a type, which is owed from now on.
    private mutating func use(_ id: Schema.TypeID) -> JSONValue { .string(name(using: id)) }

    private mutating func name(using id: Schema.TypeID) -> String {
        let id = canonical(id)
        if isUsed.insert(id).inserted { used.append(id) }
        switch schema[id] {
        case .builtin(let type): return type.name
        case .array(let type): return "[\(name(using: type.element))]"
        case .enumeration, .object, .alternate: return name(of: id)
        }
    }

    /// The type itself, or `int` for every integer type and an array of `int` for arrays of those.
    private func canonical(_ id: Schema.TypeID) -> Schema.TypeID {
        let type = schema[id]
        if type.jsonType == .int { return schema.typeID(named: "int") ?? id }
        if case .array(let array) = type, schema[array.element].jsonType == .int {
            return schema.typeID(named: "intList") ?? id
        }
        return id
    }

    private mutating func name(of id: Schema.TypeID) -> String {
        if isUnmasked { return schema[id].name }
        if let mask = masks[id] { return mask }
        let mask = String(masks.count)
        masks[id] = mask
        return mask
    }

    // MARK: - Entries

    private func entry(_ name: String, _ metaType: String, _ features: [Definition.Feature]) -> JSONObject {
        var entry: JSONObject = ["name": .string(name), "meta-type": .string(metaType)]
        entry["features"] = self.features(features)
        return entry
    }

    private mutating func append(_ entry: JSONObject, under condition: Condition?) {
        if condition.holds(defining: symbols) { entries.append(.object(entry)) }
    }

    private mutating func write(_ command: Schema.Command) {
        var entry = entry(command.name, "command", command.features)
        entry["arg-type"] = use(command.arguments ?? schema.emptyObject)
        entry["ret-type"] = use(command.returns ?? schema.emptyObject)
        if command.allowOOB { entry["allow-oob"] = .bool(true) }
        append(entry, under: command.condition)
    }

    private mutating func write(_ event: Schema.Event) {
        var entry = entry(event.name, "event", event.features)
        entry["arg-type"] = use(event.data ?? schema.emptyObject)
        append(entry, under: event.condition)
    }

    private mutating func write(_ id: Schema.TypeID) {
        let type = schema[id]
        var entry: JSONObject
        switch type {
        case .builtin(let type):
            entry = self.entry(type.name, "builtin", [])
            entry["json-type"] = .string(type.jsonType.rawValue)
        case .array(let type):
            let element = name(using: type.element)
            entry = self.entry("[\(element)]", "array", [])
            entry["element-type"] = .string(element)
        case .enumeration(let type):
            entry = self.entry(name(of: id), "enum", type.features)
            entry["members"] = present(type.values.map { ($0.condition, member(for: $0)) })
            entry["values"] = present(type.values.map { ($0.condition, .string($0.name)) })
        case .object(let type):
            entry = self.entry(name(of: id), "object", type.features)
            entry["members"] = members(of: type)
            if let union = type.union {
                entry["tag"] = .string(union.tag.name)
                entry["variants"] = variants(of: union)
            }
        case .alternate(let type):
            entry = self.entry(name(of: id), "alternate", type.features)
            entry["members"] = branches(of: type)
        }
        append(entry, under: type.condition)
    }

    // MARK: - Parts

    private func present(_ values: [(Condition?, JSONValue)]) -> JSONValue {
        .array(values.filter { $0.0.holds(defining: symbols) }.map(\.1))
    }

    /// The names of features; `nil` when there are none in any build, empty when there are none in this one.
    private func features(_ features: [Definition.Feature]) -> JSONValue? {
        guard !features.isEmpty else { return nil }
        return present(features.map { ($0.condition, .string($0.name)) })
    }

    private func member(for value: Schema.EnumValue) -> JSONValue {
        var member: JSONObject = ["name": .string(value.name)]
        member["features"] = features(value.features)
        return .object(member)
    }

    private mutating func members(of type: Schema.ObjectType) -> JSONValue {
        var members: [(Condition?, JSONValue)] = []
        for member in type.members {
            var entry: JSONObject = ["name": .string(member.name), "type": use(member.type)]
            // The value is always null: presence alone says that the member may be left out.
            if member.isOptional { entry["default"] = JSONValue.null }
            entry["features"] = features(member.features)
            members.append((member.condition, .object(entry)))
        }
        return present(members)
    }

    private mutating func variants(of union: Schema.Union) -> JSONValue {
        var variants: [(Condition?, JSONValue)] = []
        for branch in union.branches {
            variants.append((branch.condition, ["case": .string(branch.name), "type": use(branch.type)]))
        }
        return present(variants)
    }

    private mutating func branches(of type: Schema.AlternateType) -> JSONValue {
        var branches: [(Condition?, JSONValue)] = []
        for branch in type.branches { branches.append((branch.condition, ["type": use(branch.type)])) }
        return present(branches)
    }
}
