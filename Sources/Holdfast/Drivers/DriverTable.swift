internal import BlockSchema
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
        case .hostCdrom: throw .notYet("driver=host_cdrom", parameter: opening.parameter("driver"))
        case .throttle: throw .notYet("driver=throttle", parameter: opening.parameter("driver"))
        case .blkdebug: throw .notYet("driver=blkdebug", parameter: opening.parameter("driver"))
        }
    }
}
