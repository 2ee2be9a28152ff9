public import JSON

/// An object that users create by type and ID, and that others refer to by ID.
///
/// Subclasses take their properties from the ``ObjectCreation`` and override what they need of ``complete()``,
/// ``checkDeletable()``, ``close()``, ``value(of:)`` and ``apply(_:to:)``. Objects belong to the control thread; only
/// a ``Use`` may end elsewhere.
open class ManagedObject {
    /// The object's ID.
    public let id: String
    /// The object's class.
    public let objectClass: ObjectClass

    /// The properties that were given or changed.
    private var values: JSONObject
    private let claims = Claims()

    /// Creates an object whose properties have been checked.
    public init(_ creation: ObjectCreation) {
        id = creation.id
        objectClass = creation.objectClass
        values = creation.given
    }

    // MARK: - For subclasses

    /// Does the last step of creation, once the object can be found by its ID; does nothing here.
    ///
    /// - Throws: Why the object can't be used; it is then closed and removed.
    open func complete() throws(ObjectError) {}

    /// Throws if something other than a ``Use`` stands against the object's deletion; does nothing here.
    open func checkDeletable() throws(ObjectError) {}

    /// Ends what the object does; called once, when it is deleted or its creation failed; does nothing here.
    open func close() {}

    /// The value of a property, or `nil` if it is not set; here the value that was given or set last, or the default.
    ///
    /// Only called for properties that the class has.
    open func value(of property: PropertyDescriptor) -> JSONValue? {
        values[property.name] ?? property.defaultValue
    }

    /// Puts a changed property into effect, before ``value(of:)`` returns it; does nothing here.
    ///
    /// Only called for run-time properties, with a value of the property's type.
    ///
    /// - Throws: Why the value is not allowed; the property keeps its old one.
    open func apply(_ value: JSONValue, to property: PropertyDescriptor) throws(ObjectError) {}

    // MARK: - Users

    /// Claims the object for `user`, which errors name as it is written, for instance `node 'disk0'`.
    ///
    /// - Throws: ``ObjectError/Code/objectClosed`` after the object was deleted.
    public final func use(by user: String) throws(ObjectError) -> Use {
        guard let use = Use(of: claims, by: user) else {
            throw ObjectError(.objectClosed, "the object '\(id)' has been deleted")
        }
        return use
    }

    /// The users, in the order of their claims.
    public final var users: [String] { claims.users }

    // MARK: - Properties

    /// Reads a property; `.null` if it is not set.
    ///
    /// - Throws: ``ObjectError/Code/noSuchProperty``.
    public final func get(_ name: String) throws(ObjectError) -> JSONValue {
        guard let property = objectClass.property(named: name) else {
            throw .noSuchProperty(name, of: objectClass)
        }
        if property.name == PropertyDescriptor.type.name { return .string(objectClass.name) }
        return value(of: property) ?? .null
    }

    /// Changes a property.
    ///
    /// - Throws: ``ObjectError/Code/noSuchProperty``, ``ObjectError/Code/propertyNotWritable``,
    ///   ``ObjectError/Code/invalidValue``, or what ``apply(_:to:)`` throws.
    public final func set(_ name: String, to value: JSONValue) throws(ObjectError) {
        guard let property = objectClass.property(named: name) else {
            throw .noSuchProperty(name, of: objectClass)
        }
        switch property.access {
        case .runTime:
            break
        case .readOnly:
            throw ObjectError(.propertyNotWritable, "the property '\(name)' of object '\(id)' can't be set")
        case .constructOnly:
            throw ObjectError(
                .propertyNotWritable, "the property '\(name)' of object '\(id)' can't be changed any more",
                hint: "Delete the object and create it again with another value.")
        }
        try property.check(value, of: objectClass)
        try apply(value, to: property)
        values[name] = value
    }

    // MARK: - For the store

    /// Accepts no further users, if there are none.
    ///
    /// - Throws: ``ObjectError/Code/objectInUse``, naming the users.
    func refuseUsers() throws(ObjectError) {
        let users = claims.closeIfUnused()
        if users.isEmpty { return }
        throw ObjectError(
            .objectInUse, "the object '\(id)' is in use by \(Self.enumeration(of: users))",
            hint: "Delete its users first.")
    }

    /// Ends the object, whoever uses it.
    func abandon() {
        claims.close()
        close()
    }

    /// The first few users, and how many more there are.
    private static func enumeration(of users: [String]) -> String {
        let shown = users.prefix(8).joined(separator: ", ")
        return users.count > 8 ? "\(shown) and \(users.count - 8) more" : shown
    }
}
