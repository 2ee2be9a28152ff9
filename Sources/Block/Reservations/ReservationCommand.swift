package import SCSI

/// A command about reservations on its way to a manager: a copy, so that it outlives its request.
///
/// The queue has checked it: the CDB is of PERSISTENT RESERVE IN or OUT, the direction is right, and the caller has at
/// least as much data, or room for data, as the CDB says.
package struct ReservationCommand: Sendable {
    /// The command descriptor block, 10 bytes at least.
    package var block: [UInt8]
    /// The parameter list of PERSISTENT RESERVE OUT, as long as the CDB says; empty otherwise.
    package var list: [UInt8]
    /// How much data the caller takes, in bytes; never less than the CDB's allocation length.
    package var room: Int
    /// How long the caller will wait, in milliseconds; 0 leaves it to the manager.
    package var timeoutMilliseconds: UInt32

    package init(block: [UInt8], list: [UInt8], room: Int, timeoutMilliseconds: UInt32) {
        self.block = block
        self.list = list
        self.room = room
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    /// Whether the command changes something.
    package var isOut: Bool { block[0] == Opcode.persistentReserveOut }
}

/// What a manager answers.
package enum ReservationAnswer: Sendable {
    /// The command ended with a status; sense bytes belong to CHECK CONDITION, data to GOOD.
    case status(SCSIStatus, sense: [UInt8], data: [UInt8])
    /// The command was not carried out; EINVAL for what this manager can't be asked.
    case failure(Int32)

    /// The answer that a result makes.
    package init(_ result: CommandResult, data: [UInt8] = []) {
        self = .status(result.status, sense: result.sense?.fixed ?? [], data: data)
    }

    /// The unit can't be reached; guests try again.
    package static let communicationFailure = ReservationAnswer(.checkCondition(.communicationFailure))
}
