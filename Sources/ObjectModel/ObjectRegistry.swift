/// The types of objects that a program knows, in order of registration.
public struct ObjectRegistry: Sendable {
    /// The name of the type that all others are derived from.
    public static let rootType = "object"
    /// The name of the type of `/` and `/objects`.
    public static let containerType = "container"
    /// The name of the interface that types have whose objects users can create.
    public static let creatableInterface = "user-creatable"

    private static let interfaceType = "interface"
    /// More generations than that are a mistake, and would make listings long.
    private static let maximumDepth = 64

    /// The types, in order of registration.
    public private(set) var classes: [ObjectClass] = []
    private var positions: [String: Int] = [:]

    /// Creates a registry that knows only the built-in types.
    public init() {
        for (name, parent, isAbstract, summary) in [
            (Self.rootType, nil, true, "what all objects have in common"),
            (Self.containerType, Self.rootType, false, "a folder of objects"),
            (Self.interfaceType, nil, true, "what all interfaces have in common"),
            (Self.creatableInterface, Self.interfaceType, true, "what users can create"),
        ] as [(String, String?, Bool, String)] {
            let type = TypeDescriptor(
                name: name, parent: parent, summary: summary, properties: [], factory: nil, isAbstract: isAbstract)
            append(ObjectClass(type, parent: parent.flatMap { self[$0] }))
        }
    }

    /// The type named `name`.
    public subscript(name: String) -> ObjectClass? {
        guard Identifier.isWellFormed(name) else { return nil }
        return positions[name].map { classes[$0] }
    }

    /// Adds a type.
    ///
    /// - Throws: ``ObjectError/Code/invalidType`` if the name is malformed or taken, the parent unknown, a property's
    ///   name not unique among the type and its ancestors, or a default value not allowed.
    public mutating func register(_ type: TypeDescriptor) throws(ObjectError) {
        guard Identifier.isWellFormed(type.name) else {
            throw ObjectError(
                .invalidType, "the type name '\(type.name)' is not a letter followed by letters, digits, '-', '.', '_'")
        }
        guard self[type.name] == nil else {
            throw ObjectError(.invalidType, "the type '\(type.name)' is registered already")
        }
        guard let parentName = type.parent, let parent = self[parentName],
            parent.lineage.last == Self.rootType, parentName != Self.containerType
        else {
            throw ObjectError(
                .invalidType, "the type '\(type.name)' can't be derived from '\(type.parent ?? "")'",
                hint: "Register the parent first.")
        }
        guard parent.lineage.count < Self.maximumDepth else {
            throw ObjectError(
                .invalidType, "the type '\(type.name)' has more than \(Self.maximumDepth) ancestors")
        }
        var names = Set(parent.properties.map(\.name))
        for property in type.properties {
            try check(property, of: type)
            guard names.insert(property.name).inserted else {
                throw ObjectError(.invalidType, "the type '\(type.name)' has the property '\(property.name)' twice")
            }
        }
        append(ObjectClass(type, parent: parent))
    }

    /// The types that are named `ancestor` or derived from it, or all types; abstract ones only if asked for.
    ///
    /// Unknown ancestors have no descendants, as `qom-list-types` has it.
    public func list(implementing ancestor: String? = nil, includingAbstract: Bool = false) -> [ObjectClass] {
        classes.filter { candidate in
            (includingAbstract || !candidate.type.isAbstract) && (ancestor.map(candidate.isKind(of:)) ?? true)
        }
    }

    /// The properties that objects of a type have, `type` among them.
    ///
    /// - Throws: ``ObjectError/Code/typeNotFound``.
    public func properties(ofType name: String) throws(ObjectError) -> [PropertyDescriptor] {
        guard let found = self[name] else {
            throw ObjectError(.typeNotFound, "there is no type '\(name)'")
        }
        return found.properties
    }

    private func check(_ property: PropertyDescriptor, of type: TypeDescriptor) throws(ObjectError) {
        let name = "property '\(property.name)' of type '\(type.name)'"
        guard Identifier.isWellFormed(property.name) else {
            throw ObjectError(.invalidType, "the \(name) has a malformed name")
        }
        guard !property.isRequired || property.access != .readOnly else {
            throw ObjectError(.invalidType, "the \(name) is required but can't be set")
        }
        guard let value = property.defaultValue else { return }
        guard !property.isRequired, property.access != .readOnly else {
            throw ObjectError(.invalidType, "the \(name) has a default value that would never be used")
        }
        guard property.type.accepts(value) else {
            throw ObjectError(
                .invalidType, "the default value of the \(name) is not allowed",
                hint: "It must be \(property.type.requirement).")
        }
    }

    private mutating func append(_ added: ObjectClass) {
        positions[added.name] = classes.count
        classes.append(added)
    }
}
