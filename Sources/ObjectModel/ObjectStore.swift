public import JSON

/// The objects that users have created: what is below `/objects`.
///
/// Belongs to the control thread.
public final class ObjectStore {
    /// The types that objects can have.
    public private(set) var registry: ObjectRegistry

    /// The objects by ID, each with its place in the order of creation.
    private var entries: [String: Entry] = [:]
    private var nextSerial: UInt64 = 0

    private struct Entry {
        var serial: UInt64
        var object: ManagedObject
    }

    /// Creates an empty store.
    public init(registry: ObjectRegistry = ObjectRegistry()) {
        self.registry = registry
    }

    /// Adds a type; at any time.
    ///
    /// - Throws: What ``ObjectRegistry/register(_:)`` throws.
    public func register(_ type: TypeDescriptor) throws(ObjectError) { try registry.register(type) }

    /// The objects, in order of creation.
    public var objects: [ManagedObject] {
        entries.values.sorted { $0.serial < $1.serial }.map(\.object)
    }

    /// The object with this ID.
    public subscript(id: String) -> ManagedObject? {
        guard Identifier.isWellFormed(id) else { return nil }
        return entries[id]?.object
    }

    /// The object with this ID, which must be of the type named `type` or derived from it.
    ///
    /// - Throws: ``ObjectError/Code/noSuchObject`` or ``ObjectError/Code/invalidType``, naming what there is.
    public func object(_ id: String, ofType type: String) throws(ObjectError) -> ManagedObject {
        guard let object = self[id] else { throw .noSuchObject(id) }
        guard object.objectClass.isKind(of: type) else {
            throw ObjectError(
                .invalidType, "the object '\(id)' is of type '\(object.objectClass.name)', not of type '\(type)'")
        }
        return object
    }

    /// Creates an object; `object-add`.
    ///
    /// Checked in this order: ID, type, whether users can create it, properties, whether the ID is free. If the factory
    /// or ``ManagedObject/complete()`` fails, everything is as before.
    ///
    /// - Throws: ``ObjectError``, or what the factory or the hook throws.
    @discardableResult
    public func add(_ type: String, id: String, properties: JSONObject = JSONObject()) throws(ObjectError)
        -> ManagedObject
    {
        guard Identifier.isWellFormed(id) else {
            throw ObjectError(
                .malformedID, "the object ID '\(id)' is malformed",
                hint: "An ID is a letter followed by letters, digits, '-', '.' and '_'.")
        }
        let (objectClass, factory) = try creatableType(type)
        let creation = try ObjectCreation(id: id, objectClass: objectClass, properties: properties)
        try checkFree(id)
        let object = try factory(creation)
        do {
            // The factory may have created others, even one of this name.
            try checkFree(id)
        } catch {
            object.abandon()
            throw error
        }
        entries[id] = Entry(serial: nextSerial, object: object)
        nextSerial += 1
        do {
            try object.complete()
        } catch {
            remove(object)
            throw error
        }
        return object
    }

    /// Deletes an object; `object-del`.
    ///
    /// - Throws: ``ObjectError/Code/noSuchObject``; ``ObjectError/Code/objectInUse``, naming the users; or what
    ///   ``ManagedObject/checkDeletable()`` throws.
    public func delete(_ id: String) throws(ObjectError) {
        guard let object = self[id] else { throw .noSuchObject(id) }
        if object.users.isEmpty { try object.checkDeletable() }
        try object.refuseUsers()
        remove(object)
    }

    /// Deletes all objects that can be deleted, the newest first, and returns why the others stay.
    public func deleteAll() -> [ObjectError] {
        objects.reversed().compactMap { object in
            do throws(ObjectError) {
                try delete(object.id)
                return nil
            } catch {
                return error
            }
        }
    }

    private func checkFree(_ id: String) throws(ObjectError) {
        guard self[id] == nil else {
            throw ObjectError(.duplicateID, "there is an object '\(id)' already")
        }
        // The container's own property stands among its children in listings, as in QEMU.
        guard id != PropertyDescriptor.type.name else {
            throw ObjectError(.duplicateID, "the object ID '\(id)' is taken by a property of '/\(Self.containerName)'")
        }
    }

    private func creatableType(_ name: String) throws(ObjectError) -> (ObjectClass, TypeDescriptor.Factory) {
        guard let objectClass = registry[name] else {
            let known = registry.list(implementing: ObjectRegistry.creatableInterface).map(\.name)
            throw ObjectError(
                .noSuchType, "there is no object type '\(name)'",
                hint: known.isEmpty ? nil : "There are: \(known.joined(separator: ", ")).")
        }
        if let factory = objectClass.type.factory { return (objectClass, factory) }
        if objectClass.type.isAbstract, objectClass.lineage.last == ObjectRegistry.rootType {
            let derived = registry.list(implementing: name).map(\.name)
            throw ObjectError(
                .abstractType, "the object type '\(name)' is abstract",
                hint: derived.isEmpty ? nil : "Use one of: \(derived.joined(separator: ", ")).")
        }
        throw ObjectError(.typeNotCreatable, "objects of type '\(name)' can't be created by users")
    }

    private func remove(_ object: ManagedObject) {
        // A hook may have deleted it, or replaced it by another of its name.
        guard let entry = entries[object.id], entry.object === object else { return }
        entries.removeValue(forKey: object.id)
        object.abandon()
    }
}

extension ObjectError {
    static func noSuchObject(_ id: String) -> ObjectError {
        ObjectError(.noSuchObject, "there is no object '\(id)'")
    }
}
