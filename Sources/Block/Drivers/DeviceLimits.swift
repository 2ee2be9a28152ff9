internal import Sys

/// What a block device says about itself.
package struct DeviceLimits: Hashable, Sendable {
    /// The unit of addressing, in bytes.
    package var logicalBlockSize: UInt32 = 512
    /// The unit that is written without reading, in bytes.
    package var physicalBlockSize: UInt32 = 512
    /// The largest pass-through transfer in bytes; 0 when unknown.
    package var largestCommand: UInt64 = 0
    /// The most segments of a pass-through transfer; 0 when unknown.
    package var mostSegments: UInt64 = 0
    /// The unit of discards in bytes; 0 when the device has none.
    package var discardGranularity: UInt64 = 0
    /// The largest discard in bytes; 0 when the device has none.
    package var largestDiscard: UInt64 = 0
    /// The device must be written zone by zone, from each zone's beginning on.
    package var isZoned = false
    /// The device has moving heads.
    package var isRotational = false

    package init() {}

    /// Asks an open device; what can't be found out keeps its default.
    init(_ descriptor: Int32, _ status: FileStatus, sysfs: Sysfs) {
        if status.kind == .characterDevice {
            // Of the character devices only SCSI generic ones answer.
            if let bytes = try? System.ioctl(descriptor, .largestRequest, as: Int32.self), bytes > 0 {
                largestCommand = DeviceLimits.commandLimit(UInt64(bytes))
            }
            if let count = try? System.ioctl(descriptor, .sgTableSize, as: Int32.self), count > 0 {
                mostSegments = UInt64(count)
            }
            return
        }
        if let size = try? System.ioctl(descriptor, .logicalBlockSize, as: Int32.self), size >= 512 {
            logicalBlockSize = UInt32(size)
        }
        if let size = try? System.ioctl(descriptor, .physicalBlockSize, as: UInt32.self), size >= 512 {
            physicalBlockSize = size
        }
        if let sectors = try? System.ioctl(descriptor, .largestRequest, as: UInt16.self), sectors > 0 {
            largestCommand = DeviceLimits.commandLimit(UInt64(sectors) * 512)
        }
        let folder = DeviceLimits.queueFolder(status.special, sysfs)
        mostSegments = sysfs.number("\(folder)/max_segments") ?? 0
        discardGranularity = sysfs.number("\(folder)/discard_granularity") ?? 0
        largestDiscard = sysfs.number("\(folder)/discard_max_bytes") ?? 0
        // What is merely `host-aware` takes any write.
        isZoned = (try? sysfs.text("\(folder)/zoned")) == "host-managed"
        isRotational = sysfs.number("\(folder)/rotational") == 1
    }

    /// Transfers are counted in 31 bits and whole sectors.
    private static func commandLimit(_ bytes: UInt64) -> UInt64 { bytes <= 0x7fff_fe00 ? bytes : 0 }

    /// A partition has its disk's queue, one folder up.
    private static func queueFolder(_ device: FileStatus.DeviceNumber, _ sysfs: Sysfs) -> String {
        let folder = Sysfs.folder(of: device)
        return sysfs.number("\(folder)/partition") == nil ? "\(folder)/queue" : "\(folder)/../queue"
    }
}
