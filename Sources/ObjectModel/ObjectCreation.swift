public import JSON

/// What an object is made from: its identity, its class and its checked properties.
public struct ObjectCreation: Sendable {
    /// The object's ID.
    public let id: String
    /// The object's class.
    public let objectClass: ObjectClass
    /// The properties that were given, in order; every one exists, may be given and has a value of its type.
    public let given: JSONObject

    /// Checks what an object is to be made from.
    ///
    /// - Throws: ``ObjectError`` naming the first property that is unknown, can't be given, has a wrong value or is
    ///   missing.
    public init(id: String, objectClass: ObjectClass, properties: JSONObject) throws(ObjectError) {
        for member in properties {
            guard let property = objectClass.property(named: member.name) else {
                throw .noSuchProperty(member.name, of: objectClass)
            }
            guard property.access != .readOnly else {
                throw ObjectError(
                    .propertyNotWritable, "the property '\(property.name)' of type '\(objectClass.name)' can't be set")
            }
            try property.check(member.value, of: objectClass)
        }
        for property in objectClass.properties where property.isRequired {
            guard properties[property.name] != nil else {
                throw ObjectError(
                    .missingProperty,
                    "the property '\(property.name)' is missing; every object of type '\(objectClass.name)' needs it",
                    hint: "\(property.name): \(property.summary)")
            }
        }
        self.id = id
        self.objectClass = objectClass
        given = properties
    }

    /// The value of a property: the one that was given, else the default one.
    public subscript(name: String) -> JSONValue? {
        given[name] ?? objectClass.property(named: name)?.defaultValue
    }
}

extension PropertyDescriptor {
    /// Throws unless the property may have the value.
    func check(_ value: JSONValue, of objectClass: ObjectClass) throws(ObjectError) {
        guard type.accepts(value) else {
            throw ObjectError(
                .invalidValue,
                "the property '\(name)' of type '\(objectClass.name)' must be \(type.requirement)")
        }
    }
}

extension ObjectError {
    static func noSuchProperty(_ name: String, of objectClass: ObjectClass) -> ObjectError {
        let known = objectClass.properties.map(\.name).joined(separator: ", ")
        return ObjectError(
            .noSuchProperty, "objects of type '\(objectClass.name)' have no property '\(name)'",
            hint: "They have: \(known).")
    }
}
