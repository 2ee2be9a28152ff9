internal import Block
internal import BlockSchema
internal import ObjectModel
internal import QAPI

/// The `throttle` driver: a child whose requests keep to the limits of a `throttle-group` object.
enum ThrottleDriver {
    static func open(
        _ options: BlockdevOptionsThrottle, _ opening: inout NodeOpening
    ) throws(QAPIError) -> OpenedNode {
        let parameter = opening.parameter("throttle-group")
        let object = try opening.object(
            options.throttleGroup, ofType: ThrottleGroupObject.typeName, parameter, hint: hint(options))
        let group = try group(object, options, parameter)
        let child = try opening.child(options.file, "file")
        guard let below = child.block else {
            throw QAPIError.removed(child.name, parameter: opening.parameter("file"))
        }
        return OpenedNode(
            block: ThrottleNode(name: opening.name, child: below, group: group), engine: child.engine,
            alignment: child.alignment, filename: child.filename)
    }

    /// What a node over another child, or in another group, is to be.
    static func reopen(
        _ options: BlockdevOptionsThrottle, _ settings: inout NodeSettings, name: String, objects: ObjectStore,
        path: String
    ) throws(QAPIError) {
        guard let node = settings.block as? ThrottleNode, let below = settings.children.first?.node.block else {
            return
        }
        var next = node.group
        if case .throttle(let old) = settings.options.branch, old.throttleGroup != options.throttleGroup {
            let parameter = NodeOpening.parameter("throttle-group", path)
            let claimed = try objects.claim(
                options.throttleGroup, ofType: ThrottleGroupObject.typeName, for: name, parameter, hint: hint(options))
            next = try group(claimed.object, options, parameter)
            // A throttle node uses nothing else.
            settings.uses = [claimed.use]
        }
        settings.block = node.moved(to: below, group: next)
    }

    private static func group(
        _ object: ManagedObject, _ options: BlockdevOptionsThrottle, _ parameter: String
    ) throws(QAPIError) -> ThrottleGroup {
        guard let group = (object as? ThrottleGroupObject)?.group else {
            throw QAPIError("'\(options.throttleGroup)' is not a throttle group", parameter: parameter)
        }
        return group
    }

    private static func hint(_ options: BlockdevOptionsThrottle) -> String {
        "Create it first: --object throttle-group,id=\(options.throttleGroup),limits.iops-total=1000"
    }
}
