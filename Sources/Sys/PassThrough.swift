internal import CLinuxShims

/// A SCSI command for a device, as SG_IO takes it.
///
/// The pointers belong to the caller and must stay valid until the command's completion.
public struct PassThroughCommand {
    /// Which way the data goes.
    public enum Direction: UInt8, Sendable {
        /// There is none.
        case none = 0
        /// From the caller's memory to the device.
        case toDevice = 1
        /// From the device to the caller's memory.
        case fromDevice = 2
    }

    /// The command descriptor block.
    public var cdb: UnsafeRawBufferPointer
    /// Which way the data goes.
    public var direction: Direction
    /// The data to send, or room for those to receive.
    public var data: UnsafeMutableRawBufferPointer
    /// Room for sense data; may be empty.
    public var sense: UnsafeMutableRawBufferPointer
    /// How long the command may take, in milliseconds; 0 leaves it to whoever carries it out.
    public var timeoutMilliseconds: UInt32

    /// Describes a command.
    public init(
        cdb: UnsafeRawBufferPointer, direction: Direction, data: UnsafeMutableRawBufferPointer,
        sense: UnsafeMutableRawBufferPointer, timeoutMilliseconds: UInt32 = 0
    ) {
        self.cdb = cdb
        self.direction = direction
        self.data = data
        self.sense = sense
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}

/// What came back from a pass-through command that the kernel carried out.
package struct PassThroughResult: Hashable, Sendable {
    /// The SCSI status byte.
    package var status: UInt8
    /// Bytes of sense data that were written.
    package var senseLength: UInt8
    /// The host adapter's status; 0 is fine.
    package var hostStatus: UInt16
    /// The driver's status; 0 is fine.
    package var driverStatus: UInt16
    /// Bytes that were asked for and not transferred.
    package var residual: Int32

    package init(
        status: UInt8 = 0, senseLength: UInt8 = 0, hostStatus: UInt16 = 0, driverStatus: UInt16 = 0, residual: Int32 = 0
    ) {
        self.status = status
        self.senseLength = senseLength
        self.hostStatus = hostStatus
        self.driverStatus = driverStatus
        self.residual = residual
    }
}

extension System {
    /// Sends a SCSI command and waits for it; throws only when the kernel refused to carry it out.
    ///
    /// An injected answer gets a pointer to the ``PassThroughResult`` to fill.
    package static func passThrough(
        _ descriptor: Int32, _ command: PassThroughCommand
    ) throws(Errno) -> PassThroughResult {
        var result = PassThroughResult()
        guard command.cdb.count <= 255, let length = UInt32(exactly: command.data.count) else {
            throw .invalidArgument
        }
        try withUnsafeMutablePointer(to: &result) { result throws(Errno) in
            _ = try call(.passThrough, .descriptor(descriptor), argument: UnsafeMutableRawPointer(result)) { _ in
                var raw = hf_sg_command()
                raw.cdb = command.cdb.baseAddress?.assumingMemoryBound(to: UInt8.self)
                raw.cdb_length = UInt8(command.cdb.count)
                raw.direction = command.direction.rawValue
                raw.sense_capacity = UInt8(min(command.sense.count, 255))
                raw.timeout_ms = command.timeoutMilliseconds
                raw.data = command.data.baseAddress
                raw.data_length = length
                raw.sense = command.sense.baseAddress?.assumingMemoryBound(to: UInt8.self)
                let code = Int(hf_sg_io_command(descriptor, &raw))
                result.pointee = PassThroughResult(
                    status: raw.status, senseLength: raw.sense_length, hostStatus: raw.host_status,
                    driverStatus: raw.driver_status, residual: raw.residual)
                return code
            }
        }
        return result
    }
}
