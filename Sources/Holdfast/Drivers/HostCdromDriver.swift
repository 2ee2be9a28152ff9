internal import Block
internal import BlockSchema
internal import QAPI
internal import Sys

/// The `host_cdrom` driver: a CD or DVD drive of the host, with or without a medium.
enum HostCdromDriver {
    static func open(_ options: BlockdevOptionsFile, _ opening: inout NodeOpening) throws(QAPIError) -> OpenedNode {
        var settings = try opening.fileOptions(options)
        settings.isRemovable = true
        return try HostDeviceDriver.open(settings, options, &opening)
    }
}
