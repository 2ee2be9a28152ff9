public import JSON

/// What one `-drive` says: a device's settings, and the options of the block node under it.
public struct DriveOptions: Sendable, Hashable {
    /// The kind of device.
    public enum Interface: String, Sendable, Hashable, CaseIterable {
        /// A drive that a device names by its id.
        case none
        /// An IDE disk; two units a bus.
        case ide
        /// A SCSI disk; seven units a bus.
        case scsi
        /// A floppy disk.
        case floppy
        /// Parallel flash.
        case pflash
        /// Raw flash.
        case mtd
        /// An SD card.
        case sd
        /// A virtio disk.
        case virtio
        /// A Xen disk.
        case xen

        /// How many units a bus has, by which an index becomes a bus and a unit; `nil` when there is but one bus.
        public var unitsPerBus: UInt64? {
            switch self {
            case .ide: 2
            case .scsi: 7
            default: nil
            }
        }

        /// Whether the device has error actions.
        public var hasErrorActions: Bool { [.none, .ide, .scsi, .virtio].contains(self) }
    }

    /// What lies in the drive.
    public enum Media: String, Sendable, Hashable, CaseIterable {
        /// A disk.
        case disk
        /// A compact disc, always read-only.
        case cdrom
    }

    /// What happens when a request fails.
    public enum ErrorAction: String, Sendable, Hashable, CaseIterable {
        /// The guest sees success.
        case ignore
        /// The machine stops when space runs out; the guest sees any other error. Writes only.
        case enospc
        /// The machine stops.
        case stop
        /// The guest sees the error.
        case report
    }

    /// What happens to writes of zeroes.
    public enum DetectZeroes: String, Sendable, Hashable, CaseIterable {
        /// They are data like any other.
        case off
        /// They become requests to write zeroes.
        case on
        /// They become requests to write zeroes that may unmap.
        case unmap
    }

    /// The drive's id, given or made of interface, media and unit.
    public var id: String
    /// The kind of device.
    public var interface: Interface
    /// What lies in the drive.
    public var media: Media
    /// The bus of the device.
    public var bus: UInt64
    /// The unit on the bus.
    public var unit: UInt64
    /// Whether nothing is written.
    public var readOnly: Bool
    /// Whether what is read from a backing file is kept in the image.
    public var copyOnRead: Bool
    /// Whether writes go to a temporary image.
    public var snapshot: Bool
    /// The asynchronous engine: `threads`, `native` or `io_uring`.
    public var aio: String?
    /// What happens when a read fails.
    public var readErrorAction: ErrorAction
    /// What happens when a write fails.
    public var writeErrorAction: ErrorAction
    /// Whether the device tells its guest of a volatile write cache.
    public var writeCache: Bool
    /// What happens to writes of zeroes.
    public var detectZeroes: DetectZeroes
    /// Whether invalid requests count in the statistics; `nil` leaves it to the device.
    public var accountsInvalid: Bool?
    /// Whether failed requests count in the statistics; `nil` leaves it to the device.
    public var accountsFailed: Bool?
    /// The lengths of the intervals over which statistics are kept, in seconds.
    public var statisticsIntervals: [UInt32]
    /// The limits that were given, under the names of the schema's `ThrottleLimits`.
    public var throttling: JSONObject
    /// The throttle group that the limits belong to; the drive's own when `nil`.
    public var throttlingGroup: String?
    /// The file name, which may have a protocol or be a `json:` object.
    public var file: String?
    /// What is left for the block node: flat, with strings.
    public var options: JSONObject
    /// What a user should change although it works, one sentence each.
    public var warnings: [String]

    /// Whether the drive exists but holds no medium.
    public var isEmpty: Bool {
        (file ?? "").isEmpty && options.members.allSatisfy { ["cache.direct", "cache.no-flush"].contains($0.name) }
    }
}
