/// A registered type together with what it has from its ancestors.
public struct ObjectClass: Sendable {
    /// The type as it was registered.
    public let type: TypeDescriptor
    /// The type's name, its parent's, and so on to the root's.
    public let lineage: [String]
    /// All properties: `type` first, then the ancestors', then the type's own.
    public let properties: [PropertyDescriptor]

    private let positions: [String: Int]

    /// Creates the class of a type whose property names are unique among its ancestors'.
    init(_ type: TypeDescriptor, parent: ObjectClass?) {
        self.type = type
        lineage = [type.name] + (parent?.lineage ?? [])
        properties = (parent?.properties ?? [.type]) + type.properties
        positions = Dictionary(zip(properties.map(\.name), properties.indices)) { first, _ in first }
    }

    /// The type's name.
    public var name: String { type.name }

    /// The property named `name`.
    public func property(named name: String) -> PropertyDescriptor? {
        // Otherwise a canonically equivalent string, such as one with the Kelvin sign for a K, would be found too.
        guard Identifier.isWellFormed(name) else { return nil }
        return positions[name].map { properties[$0] }
    }

    /// Says whether the type is the one named `name` or derived from it.
    public func isKind(of name: String) -> Bool {
        lineage.contains(name) || (name == ObjectRegistry.creatableInterface && type.factory != nil)
    }
}
