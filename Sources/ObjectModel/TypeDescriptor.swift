/// What there is to know about a type of objects.
///
/// Anybody can make one and register it: the object model knows no schema and no list of types.
public struct TypeDescriptor: Sendable {
    /// Makes an object; the last step may fail, and then nothing is left.
    public typealias Factory = @Sendable (ObjectCreation) throws(ObjectError) -> ManagedObject

    /// The type's name.
    public var name: String
    /// The name of the type that it is derived from; only the built-in roots have none.
    public var parent: String?
    /// What objects of the type are for; one paragraph.
    public var summary: String
    /// The properties that the type adds to its parent's.
    public var properties: [PropertyDescriptor]
    /// Makes an object; `nil` for an abstract type, and for one that only the program itself creates.
    public var factory: Factory?
    /// Whether the type exists only to be derived from.
    public var isAbstract: Bool

    /// Describes a type whose objects users can create.
    public init(
        _ name: String, parent: String = ObjectRegistry.rootType, summary: String,
        properties: [PropertyDescriptor] = [], factory: @escaping Factory
    ) {
        self.init(
            name: name, parent: parent, summary: summary, properties: properties, factory: factory, isAbstract: false)
    }

    /// Describes a type that exists only to be derived from.
    public init(
        abstract name: String, parent: String = ObjectRegistry.rootType, summary: String,
        properties: [PropertyDescriptor] = []
    ) {
        self.init(
            name: name, parent: parent, summary: summary, properties: properties, factory: nil, isAbstract: true)
    }

    init(
        name: String, parent: String?, summary: String, properties: [PropertyDescriptor], factory: Factory?,
        isAbstract: Bool
    ) {
        self.name = name
        self.parent = parent
        self.summary = summary
        self.properties = properties
        self.factory = factory
        self.isAbstract = isAbstract
    }
}
