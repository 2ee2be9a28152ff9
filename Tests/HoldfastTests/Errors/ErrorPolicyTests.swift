import BlockSchema
import Holdfast
import SCSI
import Sys
import Testing

struct ErrorPolicyTests {
    /// What each policy does about an error of storage, and about storage that ran out.
    private static let table: [(policy: BlockdevOnError, read: Pair, write: Pair)] = [
        (.report, Pair(.report, .report), Pair(.report, .report)),
        (.ignore, Pair(.ignore, .ignore), Pair(.ignore, .ignore)),
        (.stop, Pair(.stop, .stop), Pair(.stop, .stop)),
        (.enospc, Pair(.report, .stop), Pair(.report, .stop)),
        (.auto, Pair(.report, .report), Pair(.report, .stop)),
    ]

    private struct Pair {
        let other: BlockErrorAction
        let noSpace: BlockErrorAction

        init(_ other: BlockErrorAction, _ noSpace: BlockErrorAction) {
            self.other = other
            self.noSpace = noSpace
        }
    }

    private static let others: [Errno] = [.ioError, .noMedium, .timedOut, .noMemory, .notPermitted, .again]

    /// Every pair of policies.
    private static let policies = BlockdevOnError.allCases.flatMap { reads in
        BlockdevOnError.allCases.map { ErrorPolicy(reads: reads, writes: $0) }
    }

    @Test func `the table names every policy`() {
        #expect(Set(Self.table.map(\.policy)) == Set(BlockdevOnError.allCases))
    }

    @Test(arguments: policies)
    func `each direction follows its own policy`(policy: ErrorPolicy) throws {
        for operation in IoOperationType.allCases {
            let row = try #require(
                Self.table.first { $0.policy == (operation == .read ? policy.reads : policy.writes) })
            let expected = operation == .read ? row.read : row.write
            for error in Self.others {
                let reaction = policy.reaction(to: error, of: operation)
                #expect(reaction.action == expected.other && reaction.isFailure && !reaction.isNoSpace)
                #expect(reaction.error == error)
            }
            let full = policy.reaction(to: .noSpace, of: operation)
            #expect(full.action == expected.noSpace && full.isFailure && full.isNoSpace)
        }
    }

    @Test(arguments: policies)
    func `a reservation conflict is always reported and is no failure`(policy: ErrorPolicy) {
        for operation in IoOperationType.allCases {
            for reaction in [
                policy.reaction(to: .reservationConflict, of: operation),
                policy.reaction(to: .reservationConflict as CommandResult, of: operation),
                policy.reaction(to: CommandResult(errno: 52), of: operation),
                policy.reaction(to: CommandResult(hostStatus: 0x11), of: operation),
                policy.reaction(to: CommandResult(SCSIStatus(rawValue: 0x18)), of: operation),
            ] {
                #expect(reaction?.action == .report && reaction?.isFailure == false)
                #expect(reaction?.error == .reservationConflict)
                #expect(reaction?.event(node: "disk", operation: operation) == nil)
            }
        }
    }

    @Test(arguments: policies)
    func `a request that was cancelled stops nothing`(policy: ErrorPolicy) {
        for operation in IoOperationType.allCases {
            let reaction = policy.reaction(to: .canceled, of: operation)
            #expect(reaction.action == .report && !reaction.isFailure)
        }
    }

    @Test(arguments: policies)
    func `what a guest deals with is reported, whatever the policy`(policy: ErrorPolicy) {
        for result in [
            CommandResult(.busy), CommandResult(.taskSetFull), CommandResult(.acaActive), CommandResult(.taskAborted),
            .checkCondition(Sense(.unitAttention, .powerOnOrReset)),
            .checkCondition(Sense(.illegalRequest, .invalidFieldInCDB)),
            .checkCondition(Sense(.abortedCommand, .nexusLoss)),
        ] {
            let reaction = policy.reaction(to: result, of: .write)
            #expect(reaction?.action == .report && reaction?.isFailure == false, "\(result)")
        }
    }

    @Test func `device commands follow the policy by what their sense data mean`() {
        let policy = ErrorPolicy(reads: .stop, writes: .enospc)
        let full = CommandResult.checkCondition(Sense(.dataProtect, .spaceAllocationFailed))
        let broken = CommandResult.checkCondition(Sense(.mediumError, .unrecoveredReadError))
        #expect(policy.reaction(to: .good, of: .read) == nil)
        #expect(policy.reaction(to: CommandResult(.conditionMet), of: .read) == nil)
        #expect(policy.reaction(to: full, of: .write)?.action == .stop)
        #expect(policy.reaction(to: full, of: .write)?.isNoSpace == true)
        #expect(policy.reaction(to: broken, of: .write)?.action == .report)
        #expect(policy.reaction(to: broken, of: .read)?.action == .stop)
        #expect(policy.reaction(to: broken, of: .read)?.isNoSpace == false)
        // Sense data that got lost are an error of the device.
        #expect(policy.reaction(to: CommandResult(.checkCondition), of: .read)?.error == .ioError)
        #expect(policy.reaction(to: CommandResult(.checkCondition), of: .read)?.isFailure == true)
    }

    @Test func `the event says what was done, and about space only when the machine stops`() {
        let policy = ErrorPolicy(reads: .report, writes: .stop)
        let stop = policy.reaction(to: .noSpace, of: .write)
        #expect(
            stop.event(node: "disk", device: "vda", qomPath: "/machine/vda", operation: .write)
                == BlockIoErrorEvent(
                    qomPath: "/machine/vda", device: "vda", nodeName: "disk", operation: .write, action: .stop,
                    nospace: true, reason: "\(Errno.noSpace)"))
        #expect(policy.reaction(to: .ioError, of: .write).event(node: nil, operation: .write)?.nospace == false)
        let told = policy.reaction(to: .noSpace, of: .read).event(node: nil, operation: .read)
        #expect(told?.action == .report && told?.nospace == nil && told?.nodeName == nil && told?.device == "")
    }
}
