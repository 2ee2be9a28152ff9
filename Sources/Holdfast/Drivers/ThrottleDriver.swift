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
            options.throttleGroup, ofType: ThrottleGroupObject.typeName, parameter,
            hint: "Create it first: --object throttle-group,id=\(options.throttleGroup),limits.iops-total=1000")
        guard let group = (object as? ThrottleGroupObject)?.group else {
            throw QAPIError("'\(options.throttleGroup)' is not a throttle group", parameter: parameter)
        }
        let child = try opening.child(options.file, "file")
        guard let below = child.block else {
            throw QAPIError("The node '\(child.name)' has been removed", parameter: opening.parameter("file"))
        }
        return OpenedNode(
            block: ThrottleNode(name: opening.name, child: below, group: group), engine: child.engine,
            alignment: child.alignment, filename: child.filename)
    }
    /// What a node over another child is to be.
    static func reopen(
        _ options: BlockdevOptionsThrottle, _ settings: inout NodeSettings, path: String
    ) throws(QAPIError) {
        if case .throttle(let old) = settings.options.branch, old.throttleGroup != options.throttleGroup {
            throw .notYet(
                "throttle-group", "a node stays in its group; change the limits of the group instead",
                parameter: NodeOpening.parameter("throttle-group", path))
        }
        guard let node = settings.block as? ThrottleNode, let below = settings.children.first?.node.block else {
            return
        }
        settings.block = node.moved(to: below)
    }
}
