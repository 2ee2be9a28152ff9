import BlockSchema
import QAPI
import SCSI
import Sys
import Testing

@testable import Holdfast

struct DeviceErrorsTests {
    private let backend: Backend
    private let node: Node
    private let events = Locked([BlockIoErrorEvent]())
    private let observation: EventObservation

    init() throws {
        backend = try Backend()
        node = try backend.addNode("driver=null-co,node-name=disk")
        observation = backend.observeEvents { [events] event in
            guard let data = event.data as? BlockIoErrorEvent else { return }
            events.withLock { $0.append(data) }
        }
    }

    private func errors(_ policy: ErrorPolicy) -> DeviceErrors {
        DeviceErrors(of: node, device: "vda", qomPath: "/machine/vda", policy: policy)
    }

    @Test func `an error that stops is remembered until the machine goes on`() {
        let errors = errors(ErrorPolicy(reads: .stop, writes: .enospc))
        #expect(errors.status == .ok)
        #expect(errors.failed(.noSpace, .write).action == .stop)
        #expect(errors.status == .nospace)
        // The first is why the machine stopped.
        #expect(errors.failed(.ioError, .read).action == .stop)
        #expect(errors.status == .nospace)
        errors.resume()
        #expect(errors.status == .ok)
        errors.failed(.ioError, .read)
        #expect(errors.status == .failed)
        #expect(events.withLock { $0.map(\.nospace) } == [true, false, false])
        #expect(events.withLock { $0.first?.device == "vda" && $0.first?.qomPath == "/machine/vda" })
        withExtendedLifetime(observation) {}
    }

    @Test func `other errors are told once a second and leave the status alone`() {
        let errors = errors(ErrorPolicy(reads: .report, writes: .ignore))
        let second = DeviceErrors.eventInterval
        let reaction = errors.policy.reaction(to: .ioError, of: .read)
        for time in [5, 6, second + 4, second + 5, second + 6, 2 * second + 5] {
            _ = errors.note(reaction, .read, now: time)
        }
        #expect(events.withLock { $0.count } == 3)
        #expect(events.withLock { $0.allSatisfy { $0.action == .report && $0.nodeName == "disk" } })
        _ = errors.note(errors.policy.reaction(to: .ioError, of: .write), .write, now: 9 * second)
        #expect(events.withLock { $0.last?.action } == .ignore)
        #expect(errors.status == .ok)
    }

    @Test func `an error that stops is told at once, however soon`() {
        let errors = errors(ErrorPolicy(reads: .report, writes: .stop))
        _ = errors.note(errors.policy.reaction(to: .ioError, of: .read), .read, now: 5)
        for time: UInt64 in 6..<9 {
            _ = errors.note(errors.policy.reaction(to: .ioError, of: .write), .write, now: time)
        }
        #expect(events.withLock { $0.map(\.action) } == [.report, .stop, .stop, .stop])
    }

    @Test func `a reservation conflict is told by no event and stops nothing`() {
        let errors = errors(ErrorPolicy(reads: .stop, writes: .stop))
        #expect(errors.failed(.reservationConflict, .write).action == .report)
        #expect(errors.ended(.reservationConflict, .read)?.action == .report)
        #expect(errors.ended(.good, .read) == nil)
        #expect(errors.status == .ok)
        #expect(events.withLock { $0.isEmpty })
    }
}
