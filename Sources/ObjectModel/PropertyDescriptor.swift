public import JSON

/// What there is to know about a property before any object has it.
public struct PropertyDescriptor: Sendable, Hashable {
    /// The property's name.
    public var name: String
    /// The property's type.
    public var type: PropertyType
    /// What the property is for; one paragraph.
    public var summary: String
    /// The value of an object that was created without the property; `nil` if that has a meaning of its own.
    public var defaultValue: JSONValue?
    /// When the property can be set.
    public var access: Access
    /// Whether no object can be created without the property.
    public var isRequired: Bool

    /// When a property can be set.
    public enum Access: Sendable, Hashable {
        /// It may be given when the object is created, and never changes.
        case constructOnly
        /// It may be given when the object is created and changed later.
        case runTime
        /// Never: the object computes it.
        case readOnly
    }

    /// Creates a description.
    public init(
        _ name: String, _ type: PropertyType, access: Access = .constructOnly, isRequired: Bool = false,
        default defaultValue: JSONValue? = nil,
        summary: String
    ) {
        self.name = name
        self.type = type
        self.summary = summary
        self.defaultValue = defaultValue
        self.access = access
        self.isRequired = isRequired
    }

    /// The property that every object has: the name of its type.
    public static let type = PropertyDescriptor(
        "type", .string, access: .readOnly, summary: "the name of the object's type")
}
