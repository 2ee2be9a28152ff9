import Block
import BlockTestSupport
import ReservationTestSupport
import SCSI
import Sys
import Testing

@testable import Reservations

/// What a program is told of others' commands, next to commands of its own.
struct NewsTests {
    private let lab: SoftwareLab
    private let own: SoftwareLab.Machine
    private let other: SoftwareLab.Machine
    /// Speaks for an attachment of its own, on the thread of the test.
    private let registrar: Registrar
    private let told = Locked<[ReservationReport]>([])

    init() throws {
        lab = try SoftwareLab()
        own = try lab.machine("own")
        other = try lab.machine("other")
        let attachment = try own.attachment
        let settings = SoftwareSettings(initiator: try #require(InitiatorName("own")))
        let store = MemoryStore(lab.disk, location: lab.place.path, folder: "/tmp")
        registrar = Registrar(
            attachment.disk, store, slot: attachment.slot, nexus: attachment.nexus, settings: { settings }
        ) { [told] report in told.withLock { $0.append(report) } }
        _ = attachment.takeAttention()
        try #require(try other.insist(register(0xb)) == .good)
        registrar.look()
        told.withLock { $0 = [] }
    }

    private func register(_ key: UInt64) -> PersistentReserveOut {
        PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: key)
    }

    private func run(_ command: PersistentReserveOut) -> ReservationAnswer {
        registrar.answer(
            ReservationCommand(block: command.block, list: command.parameterList, room: 0, timeoutMilliseconds: 0))
    }

    /// Who did what, and who lost a permission, in the order in which it was told.
    private var lines: [String] {
        told.withLock { reports in
            reports.map { report in
                switch report {
                case .changed(let action, let by, let state):
                    "\(by ?? "nobody"): \(action?.description ?? "nothing"), \(state.registrations.count)"
                case .fenced(let fence): "\(fence.initiator) fenced by \(fence.by ?? "nobody")"
                case .stuck: "stuck"
                case .lost: "lost"
                }
            }
        }
    }

    @Test func `what others did just before a command of one's own is told, and first`() throws {
        #expect(try other.run(register(0xb2)) == .good)
        #expect("\(run(register(0xa)))" == "\(ReservationAnswer(.good))")
        registrar.look()
        #expect(
            lines == [
                "other: REGISTER AND IGNORE EXISTING KEY, 1", "own: REGISTER AND IGNORE EXISTING KEY, 2",
            ])
    }

    @Test func `what others do just after a command of one's own is told`() throws {
        #expect("\(run(register(0xa)))" == "\(ReservationAnswer(.good))")
        #expect(try other.insist(register(0xb2)) == .good)
        registrar.look()
        registrar.look()
        #expect(
            lines == [
                "own: REGISTER AND IGNORE EXISTING KEY, 2", "other: REGISTER AND IGNORE EXISTING KEY, 2",
            ])
    }

    @Test func `a permission that was lost is told before the command that gets it back`() throws {
        #expect("\(run(register(0xa)))" == "\(ReservationAnswer(.good))")
        let reserve = PersistentReserveOut(.reserve, type: .writeExclusiveRegistrantsOnly, key: 0xb)
        #expect(try other.insist(reserve) == .good)
        let preempt = PersistentReserveOut(
            .preempt, type: .writeExclusiveRegistrantsOnly, key: 0xb, actionKey: 0xa)
        #expect(try other.insist(preempt) == .good)
        _ = try own.attentions()
        #expect("\(run(register(0xa)))" == "\(ReservationAnswer(.good))")
        registrar.look()
        #expect(
            lines == [
                "own: REGISTER AND IGNORE EXISTING KEY, 2", "other: PREEMPT, 1", "own fenced by other",
                "own: REGISTER AND IGNORE EXISTING KEY, 2",
            ])
    }

    @Test func `a command that finds the state damaged is told of the loss alone`() throws {
        lab.disk.state.withLock { $0.stored = .damaged("torn") }
        #expect("\(run(register(0xa)))" != "\(ReservationAnswer(.good))")
        registrar.look()
        #expect(lines == ["lost"])
    }
}
