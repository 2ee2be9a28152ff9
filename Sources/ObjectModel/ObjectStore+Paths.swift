public import JSON

/// What a path leads to.
enum ObjectPath {
    /// `/`.
    case root
    /// `/objects`.
    case objects
    /// `/objects/ID`.
    case object(ManagedObject)
}

extension ObjectStore {
    /// The name of the one container.
    static let containerName = "objects"

    /// The path of the object with this ID, whether there is one or not.
    public static func path(ofID id: String) -> String { "/\(containerName)/\(id)" }

    /// The object at a path, absolute or partial.
    ///
    /// - Throws: ``ObjectError/Code/noSuchPath``, also for a container, or ``ObjectError/Code/ambiguousPath``.
    public func object(at path: String) throws(ObjectError) -> ManagedObject {
        guard case .object(let object) = try resolve(path) else {
            throw ObjectError(.noSuchPath, "'\(path)' is a container, not an object")
        }
        return object
    }

    /// Lists the properties of an object, or the children of a container; `qom-list`.
    ///
    /// - Throws: ``ObjectError/Code/noSuchPath`` or ``ObjectError/Code/ambiguousPath``.
    public func list(_ path: String) throws(ObjectError) -> [PropertyInfo] {
        switch try resolve(path) {
        case .root:
            return [.type, PropertyInfo(name: Self.containerName, type: "child<\(ObjectRegistry.containerType)>")]
        case .objects:
            return [.type] + objects.map { PropertyInfo(name: $0.id, type: "child<\($0.objectClass.name)>") }
        case .object(let object):
            return object.objectClass.properties.map {
                PropertyInfo(name: $0.name, type: $0.type.name, summary: $0.summary)
            }
        }
    }

    /// Reads a property (`qom-get`).
    ///
    /// A child of a container reads as the child's path, an unset property as `null`.
    ///
    /// - Throws: What ``list(_:)`` throws, or ``ObjectError/Code/noSuchProperty``.
    public func get(_ path: String, property name: String) throws(ObjectError) -> JSONValue {
        let target = try resolve(path)
        switch (target, name) {
        case (.object(let object), _): return try object.get(name)
        case (.objects, _) where self[name] != nil: return .string(Self.path(ofID: name))
        case (.root, PropertyDescriptor.type.name), (.objects, PropertyDescriptor.type.name):
            return .string(ObjectRegistry.containerType)
        case (.root, Self.containerName): return .string("/\(Self.containerName)")
        default: throw ObjectError(.noSuchProperty, "the container '\(path)' has no property '\(name)'")
        }
    }

    /// Changes a property; `qom-set`.
    ///
    /// - Throws: What ``get(_:property:)`` throws, or what ``ManagedObject/set(_:to:)`` throws.
    public func set(_ path: String, property name: String, to value: JSONValue) throws(ObjectError) {
        switch try resolve(path) {
        case .object(let object):
            try object.set(name, to: value)
        case .root, .objects:
            _ = try get(path, property: name)
            throw ObjectError(.propertyNotWritable, "the property '\(name)' of the container '\(path)' can't be set")
        }
    }

    /// Finds what an absolute path leads to, or the one thing whose path ends with a partial one.
    ///
    /// As in QEMU, empty components count for nothing, and a partial path without any ends every path.
    func resolve(_ path: String) throws(ObjectError) -> ObjectPath {
        // No path has more than two components: three are as good as a million.
        let components = path.split(separator: "/", maxSplits: 3).map(String.init)
        var found: [ObjectPath] = []
        if path.utf8.first == UInt8(ascii: "/") {
            switch (components.first, components.count) {
            case (nil, _): found = [.root]
            case (Self.containerName?, 1): found = [.objects]
            case (Self.containerName?, 2): found = self[components[1]].map { [.object($0)] } ?? []
            default: break
            }
        } else {
            switch components.count {
            case 0:
                found = [.root, .objects]
            case 1:
                found = components[0] == Self.containerName ? [.objects] : []
                found += self[components[0]].map { [.object($0)] } ?? []
            case 2 where components[0] == Self.containerName:
                found = self[components[1]].map { [.object($0)] } ?? []
            default: break
            }
        }
        guard let first = found.first else {
            throw ObjectError(.noSuchPath, "there is nothing at '\(path)'")
        }
        guard found.count == 1 else {
            throw ObjectError(
                .ambiguousPath, "several paths end with '\(path)'", hint: "Write the whole path, beginning with '/'.")
        }
        return first
    }
}
