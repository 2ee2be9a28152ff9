import Holdfast
import JSON
import SCSI

/// A command that a device answered with anything but success.
struct ReservationFailure: CustomStringConvertible {
    let result: CommandResult

    init(_ result: CommandResult) { self.result = result }

    /// The exit status that `sg_persist` would have.
    var exitStatus: Int32 { ReservationExitStatus.of(result) }

    /// The status, and with sense data what they mean.
    var description: String {
        guard let sense = result.sense else { return "\(result.status)" }
        let meaning = Self.meanings[sense.reason].map { ": \($0)" } ?? ""
        return "\(result.status), sense \(sense)\(meaning)\(Self.place(sense.field))"
    }

    /// For programs.
    var json: JSONObject {
        var object: JSONObject = ["status": .string(result.status.description), "exit-status": .int(Int64(exitStatus))]
        if let sense = result.sense {
            object["sense-key"] = .int(Int64(sense.key.rawValue))
            object["asc"] = .int(Int64(sense.reason.code))
            object["ascq"] = .int(Int64(sense.reason.qualifier))
            object["meaning"] = Self.meanings[sense.reason].map { .string($0) }
        }
        return object
    }

    private static func place(_ field: Sense.FieldPointer?) -> String {
        guard let field else { return "" }
        return " (byte \(field.byte) of the \(field.place == .command ? "CDB" : "parameter list"))"
    }

    private static let meanings: [AdditionalSense: String] = [
        .processTerminated: "I/O process terminated", .communicationFailure: "logical unit communication failure",
        .parameterListLengthError: "parameter list length error", .invalidOperationCode: "invalid operation code",
        .invalidFieldInCDB: "invalid field in CDB", .invalidFieldInParameterList: "invalid field in parameter list",
        .invalidRelease: "invalid release of persistent reservation",
        .insufficientRegistrationResources: "insufficient registration resources",
        .powerOnOrReset: "power on or reset", .deviceReset: "logical unit reset", .nexusLoss: "I_T nexus loss",
        .reservationsPreempted: "reservations preempted", .reservationsReleased: "reservations released",
        .registrationsPreempted: "registrations preempted",
        .internalTargetFailure:
            "internal target failure: a victim that can't be waited for, or a state that can't be stored",
        .reservationInformationLost: "persistent reservation information lost",
    ]
}

/// The exit statuses of sg3_utils.
enum ReservationExitStatus {
    /// The answer makes no sense.
    static let malformedAnswer: Int32 = 97

    /// The status for an answer of a device.
    static func of(_ result: CommandResult) -> Int32 {
        switch result.status {
        case .good: 0
        case .checkCondition: result.sense.map(of) ?? 98
        case .conditionMet: 25
        case .busy: 26
        case .reservationConflict: 24
        case .taskSetFull: 27
        case .acaActive: 28
        case .taskAborted: 29
        default: 99
        }
    }

    /// The status for an error number: 50 and the number, as far as it fits.
    static func of(_ error: Errno) -> Int32 { error.rawValue < 47 ? 50 + error.rawValue : 50 }

    private static func of(_ sense: Sense) -> Int32 {
        switch sense.key {
        case .noSense: 20
        case .recoveredError: 21
        case .notReady: 2
        case .mediumError, .hardwareError, .blankCheck: 3
        case .illegalRequest: sense.reason == .invalidOperationCode ? 9 : sense.reason == .addressOutOfRange ? 22 : 5
        case .unitAttention: 6
        case .dataProtect: 7
        case .copyAborted: 10
        case .abortedCommand: sense.reason.code == 0x10 ? 40 : 11
        case .miscompare: 14
        default: 98
        }
    }
}
