internal import BlockSchema
internal import ObjectModel
internal import QAPI

/// The drivers: one line each.
enum DriverTable {
    /// Opens a node by what its options chose.
    static func open(_ branch: BlockdevOptions.Branch, _ opening: inout NodeOpening) throws(QAPIError) -> OpenedNode {
        switch branch {
        case .file(let options): try FileDriver.open(options, &opening)
        case .hostDevice(let options): try HostDeviceDriver.open(options, &opening)
        case .raw(let options): try RawDriver.open(options, &opening)
        case .nullCo(let options), .nullAio(let options): try NullDriver.open(options, &opening)
        case .hostCdrom(let options): try HostCdromDriver.open(options, &opening)
        case .throttle(let options): try ThrottleDriver.open(options, &opening)
        case .blkdebug(let options): try BlkdebugDriver.open(options, &opening)
        }
    }

    /// Writes what new options of a driver make of a node; the common ones have been taken over already.
    static func reopen(
        _ branch: BlockdevOptions.Branch, _ settings: inout NodeSettings, name: String, objects: ObjectStore,
        path: String
    ) throws(QAPIError) {
        switch branch {
        case .file(let options), .hostDevice(let options), .hostCdrom(let options):
            try FileDriver.reopen(options, &settings, path: path)
        case .raw(let options): try RawDriver.reopen(options, &settings, name: name, path: path)
        case .throttle(let options):
            try ThrottleDriver.reopen(options, &settings, name: name, objects: objects, path: path)
        case .blkdebug: BlkdebugDriver.reopen(&settings)
        case .nullCo, .nullAio: return
        }
    }
}
