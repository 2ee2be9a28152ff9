public import JSON

/// A property as listings show it.
public struct PropertyInfo: Sendable, Hashable {
    /// The property's name.
    public var name: String
    /// The name of its type; `child<TYPE>` for a child of a container.
    public var type: String
    /// What it is for; `nil` if nothing is known about it.
    public var summary: String?
    /// Its default value; `nil` if it has none, and in a listing of an object.
    public var defaultValue: JSONValue?

    /// Creates an entry of a listing.
    public init(name: String, type: String, summary: String? = nil, defaultValue: JSONValue? = nil) {
        self.name = name
        self.type = type
        self.summary = summary
        self.defaultValue = defaultValue
    }

    /// Creates the entry of a type's listing.
    public init(_ property: PropertyDescriptor) {
        self.init(
            name: property.name, type: property.type.name, summary: property.summary,
            defaultValue: property.defaultValue)
    }

    static let type = PropertyInfo(
        name: PropertyDescriptor.type.name, type: PropertyDescriptor.type.type.name,
        summary: PropertyDescriptor.type.summary)
}
