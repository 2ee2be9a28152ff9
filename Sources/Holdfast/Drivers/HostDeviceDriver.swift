internal import Block
internal import BlockSchema
internal import QAPI

/// The `host_device` driver: a block device or a SCSI generic device of the host.
enum HostDeviceDriver {
    static func open(_ options: BlockdevOptionsFile, _ opening: inout NodeOpening) throws(QAPIError) -> OpenedNode {
        try open(try opening.fileOptions(options), options, &opening)
    }

    /// Opens what `host_device` and its relatives have in common.
    static func open(
        _ settings: FileOptions, _ options: BlockdevOptionsFile, _ opening: inout NodeOpening
    ) throws(QAPIError) -> OpenedNode {
        let manager = try opening.reservationManager(options.prManager)
        let device: HostDeviceNode
        do throws(BlockError) {
            device = try HostDeviceNode(
                settings, environment: opening.builder.runtime.environment, reservations: manager)
        } catch {
            throw QAPIError(error, parameter: opening.parameter("filename"))
        }
        return opening.opened(device, options)
    }
}
