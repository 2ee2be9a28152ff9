public import BlockSchema
internal import JSON
internal import ObjectModel
public import QAPI

extension Backend {
    /// An object that was added.
    public struct ObjectInfo: Sendable, Hashable {
        /// The ID.
        public let id: String
        /// The type, such as `throttle-group`.
        public let type: String
        /// Who uses it, as errors name them.
        public let users: [String]
    }

    /// Adds an object by the argument of `-object`: an option string or JSON.
    ///
    /// - Throws: `QAPIError` naming the option; nothing has been added then.
    public func addObject(_ option: String) throws(QAPIError) {
        guard case .object(let options) = try CheckedOption.object(option, policy: policy).value else {
            throw QAPIError("'\(option)' does not describe an object")
        }
        try addObject(options)
    }

    /// Adds an object.
    ///
    /// - Throws: `QAPIError` naming the property; nothing has been added then.
    public func addObject(_ options: ObjectOptions) throws(QAPIError) {
        var visitor = JSONOutputVisitor()
        try options.visit(&visitor, name: nil)
        var properties = visitor.finish().objectValue ?? JSONObject()
        properties.removeValue(forName: "qom-type")
        properties.removeValue(forName: "id")
        let given = properties
        try withGraph { (graph) throws(QAPIError) in
            // The schema knows the type: what the registry misses is still to come.
            guard graph.objects.registry[options.qomType.rawValue] != nil else {
                throw .notYet("qom-type=\(options.qomType.rawValue)", parameter: "qom-type")
            }
            do throws(ObjectError) {
                try graph.objects.add(options.qomType.rawValue, id: options.id, properties: given)
            } catch {
                throw QAPIError(error)
            }
        }
    }

    /// Removes an object.
    ///
    /// - Throws: `QAPIError`, naming the users when there are any.
    public func removeObject(_ id: String) throws(QAPIError) {
        try withGraph { (graph) throws(QAPIError) in
            do throws(ObjectError) {
                try graph.objects.delete(id)
            } catch {
                throw QAPIError(error)
            }
        }
    }

    /// The thread of an `iothread` object.
    ///
    /// - Throws: `QAPIError` when there is no such object, or it is of another type.
    public func ioThread(_ id: String) throws(QAPIError) -> IOThread {
        try withGraph { (graph) throws(QAPIError) in
            do throws(ObjectError) {
                let object = try graph.objects.object(id, ofType: IOThreadObject.typeName)
                guard let thread = (object as? IOThreadObject)?.thread else {
                    throw ObjectError(.invalidType, "the object '\(id)' has no thread")
                }
                return thread
            } catch {
                throw QAPIError(error)
            }
        }
    }

    /// The objects, in the order in which they came.
    public var objects: [ObjectInfo] {
        control.run {
            let objects = (try? withGraph { $0.objects.objects }) ?? []
            return objects.map { ObjectInfo(id: $0.id, type: $0.objectClass.name, users: $0.users) }
        }
    }
}
