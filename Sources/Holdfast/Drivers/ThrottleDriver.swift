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
}
