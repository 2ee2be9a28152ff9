package import PRWire
internal import SCSI
internal import Sys

/// A SCSI disk that is asked by SG_IO.
package struct PassThroughDevice: ReservationDevice {
    private let descriptor: Int32
    private let timeoutMilliseconds: UInt32

    /// Asks a device that the caller keeps open; the kernel allows a block device 7 seconds at least.
    package init(_ descriptor: Int32, timeoutMilliseconds: UInt32 = 30_000) {
        self.descriptor = descriptor
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    package func execute(_ command: PRCommand) -> PRReply {
        do throws(Errno) {
            if command.isOut {
                let flags = try System.openFlags(of: descriptor)
                // As QEMU's helper: who can't write to the disk doesn't fence others from it.
                guard flags.access != .readOnly else { return PRReply(.checkCondition(.invalidOperationCode)) }
            }
            return try send(command)
        } catch {
            return PRReply(CommandResult(errno: error.rawValue))
        }
    }

    /// Sends the command from memory of its own, which is zero before: a short answer tells nothing of what was there.
    private func send(_ command: PRCommand) throws(Errno) -> PRReply {
        var block = command.block
        var data = command.isOut ? command.list : [UInt8](repeating: 0, count: command.allocationLength)
        var sense = [UInt8](repeating: 0, count: PRWire.senseLength)
        let count = data.count
        let direction: PassThroughCommand.Direction = count == 0 ? .none : command.isOut ? .toDevice : .fromDevice
        let result = try block.withUnsafeMutableBufferPointer { block throws(Errno) in
            try data.withUnsafeMutableBufferPointer { data throws(Errno) in
                try sense.withUnsafeMutableBufferPointer { sense throws(Errno) in
                    try System.passThrough(
                        descriptor,
                        PassThroughCommand(
                            cdb: UnsafeRawBufferPointer(block), direction: direction,
                            data: UnsafeMutableRawBufferPointer(data), sense: UnsafeMutableRawBufferPointer(sense),
                            timeoutMilliseconds: timeoutMilliseconds))
                }
            }
        }
        if let failure = CommandResult(hostStatus: result.hostStatus, driverStatus: result.driverStatus) {
            return PRReply(failure)
        }
        let received = command.isOut ? 0 : count - min(max(Int(result.residual), 0), count)
        return PRReply(
            status: SCSIStatus(rawValue: result.status), senseBytes: Array(sense.prefix(Int(result.senseLength))),
            data: result.status == SCSIStatus.good.rawValue ? Array(data.prefix(received)) : [])
    }
}
