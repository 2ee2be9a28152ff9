import BlockTestSupport
import SCSI
import Synchronization
import Sys
import Testing

@testable import Block

/// Device commands and plain requests in front of a manager's gate.
@Suite struct CommandGateTests {
    /// A gate whose word and verdicts a test sets.
    private final class TestGate: Gate {
        private struct State {
            var verdicts: [GateVerdict] = []
            var asked: [GateAccess] = []
            var lines = 0
            var control: NodeControl?
        }

        // Safety: an atomic.
        nonisolated(unsafe) let word: UnsafeMutablePointer<Atomic<UInt64>>
        let line = CounterLine.allocate()
        private let state = Locked(State())

        init() {
            let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
            memory.initialize(to: GateWord.live)
            word = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Atomic<UInt64>.self)
        }

        deinit {
            line.deallocate()
            word.deallocate()
        }

        func set(_ value: UInt64, _ verdicts: GateVerdict...) {
            word.pointee.store(value, ordering: .sequentiallyConsistent)
            state.withLock { $0.verdicts = verdicts }
        }

        var asked: [GateAccess] { state.withLock { $0.asked } }
        var lines: Int { state.withLock { $0.lines } }
        func wake() { state.withLock { $0.control }?.wake() }

        var needsFence: Bool { false }

        func openLine() throws(BlockError) -> GateLine {
            state.withLock { $0.lines += 1 }
            return GateLine(word: word, line: line)
        }

        func closeLine(_ line: GateLine) { state.withLock { $0.lines -= 1 } }

        func explain(_ word: UInt64, _ access: GateAccess) -> GateVerdict {
            let verdict = state.withLock { state in
                state.asked.append(access)
                return state.verdicts.isEmpty ? .failed(LinuxErrno.ioError) : state.verdicts.removeFirst()
            }
            // As if the word had changed meanwhile.
            if verdict == .again { self.word.pointee.store(GateWord.live, ordering: .sequentiallyConsistent) }
            return verdict
        }

        func wakeWhenReleased(_ control: NodeControl) { state.withLock { $0.control = control } }
    }

    /// A device under a manager with a gate; commands that get through fail with ENOTTY.
    private struct Subject {
        let test: TestQueue
        let gate = TestGate()
        let manager: TestManager
        let handle: NodeHandle

        init() throws {
            test = try TestQueue()
            manager = TestManager(gate: gate)
            let device = try HostDeviceNode(
                FileOptions(path: "/dev/null"), environment: test.environment, reservations: manager)
            handle = try test.queue.attach(device)
            manager.attachments[0].answerAll(with: ReservationAnswer(.good))
        }

        func run(_ command: TestCommand) throws -> Completion {
            test.queue.passThrough(handle, command.pointer, userData: 0)
            return try #require(try test.poll().first)
        }
    }

    private static let (inquiry, read, write): ([UInt8], [UInt8], [UInt8]) = (
        [0x12, 0, 0, 0, 32, 0], [0x08, 0, 0, 0, 1, 0], [0x0a, 0, 0, 0, 1, 0]
    )
    private static let passed = Errno.notTypewriter.result

    /// A word, the commands that it lets pass, and those that it stops.
    struct Classes: Sendable {
        let word: UInt64
        let passing: [[UInt8]]
        let stopped: [[UInt8]]
    }

    static let classes: [Classes] = [
        Classes(word: GateWord.live, passing: [inquiry, read, write], stopped: []),
        Classes(
            word: GateWord.live | GateWord.noWrite, passing: [inquiry, read],
            stopped: [write, [0xc0, 0, 0, 0, 0, 0], [0x35]]),
        Classes(
            word: GateWord.live | GateWord.noRead | GateWord.noWrite, passing: [inquiry, [0]],
            stopped: [read, write, [0x1a, 0, 8, 0, 32, 0]]),
        Classes(word: GateWord.live | GateWord.hold, passing: [inquiry], stopped: [read, write]),
        Classes(
            word: GateWord.live | GateWord.unitAttention, passing: [inquiry, [0x03, 0, 0, 0, 18, 0]],
            stopped: [read, write, [0]]),
        Classes(
            word: GateWord.live | GateWord.noRead, passing: [inquiry, write], stopped: [read, [0x16, 0, 0, 0, 0, 0]]),
        Classes(word: GateWord.live | GateWord.detached, passing: [], stopped: [inquiry, read, write]),
        Classes(word: 0, passing: [], stopped: [inquiry, read, write]),
    ]

    @Test("Every command is classified before it may pass", arguments: classes)
    func classified(one: Classes) throws {
        let (word, passing, stopped) = (one.word, one.passing, one.stopped)
        let subject = try Subject()
        for block in passing {
            subject.gate.set(word)
            #expect(try subject.run(TestCommand(block)).result == Self.passed, "\(block)")
        }
        #expect(subject.gate.asked.isEmpty)
        for block in stopped {
            subject.gate.set(word, .refused(.reservationConflict))
            let completion = try subject.run(TestCommand(block))
            #expect(completion.result == 0 && completion.status == 0x18, "\(block)")
        }
        #expect(subject.gate.asked == stopped.map(GateAccess.command))
        #expect(subject.gate.line.inFlight == 0)
    }

    @Test("A verdict may be sense data, an error number, or to look again")
    func verdicts() throws {
        let subject = try Subject()
        let word = GateWord.live | GateWord.unitAttention
        let attention = Sense(.unitAttention, .registrationsPreempted)
        subject.gate.set(word, .refused(.checkCondition(attention)))
        let command = TestCommand(Self.read)
        #expect(
            try subject.run(command) == Completion(userData: 0, result: 0, residual: 64, status: 2, senseLength: 18))
        #expect(Array(command.sense.prefix(18)) == attention.fixed)
        subject.gate.set(word, .failed(LinuxErrno.ioError))
        #expect(try subject.run(TestCommand(Self.read)).result == Errno.ioError.result)
        subject.gate.set(word, .again)
        #expect(try subject.run(TestCommand(Self.read)).result == Self.passed)
    }

    @Test("A held command waits for its release; a plain request gets the error number of a refusal")
    func held() throws {
        let subject = try Subject()
        subject.gate.set(GateWord.live | GateWord.hold, .wait)
        let command = TestCommand(Self.write)
        subject.test.queue.passThrough(subject.handle, command.pointer, userData: 5)
        #expect(try subject.test.poll(timeout: 1_000_000).isEmpty)
        #expect(subject.gate.line.inFlight == 0)
        subject.gate.set(GateWord.live)
        subject.gate.wake()
        #expect(try subject.test.poll() == [Completion(userData: 5, result: Self.passed)])
        subject.gate.set(GateWord.live | GateWord.noRead, .refused(.reservationConflict))
        #expect(throws: Errno.ioError) { try subject.test.read(subject.handle, at: 0, count: 512) }
    }

    @Test("Commands about reservations pass a gate that holds, and are not counted in while the manager has them")
    func reservations() throws {
        let image = try TemporaryImage(size: 4096)
        let (test, gate) = (try TestQueue(), TestGate())
        let manager = TestManager(gate: gate)
        let file = try FileNode(FileOptions(path: image.path), environment: test.environment, reservations: manager)
        let handle = try test.queue.attach(file)
        #expect(gate.lines == 1)
        gate.set(GateWord.live | GateWord.hold | GateWord.noRead | GateWord.noWrite)
        let command = TestCommand([0x5e, 0, 0, 0, 0, 0, 0, 0, 32, 0])
        test.queue.passThrough(handle, command.pointer, userData: 1)
        #expect(gate.line.inFlight == 0)
        manager.attachments[0].commands[0].reply.answer(ReservationAnswer(.good))
        #expect(try test.poll() == [Completion(userData: 1, result: 0, residual: 64)])
        #expect(gate.line.inFlight == 0)
        gate.set(GateWord.live | GateWord.noWrite, .refused(.reservationConflict))
        #expect(throws: Errno.reservationConflict) { try test.write(handle, [1], at: 0) }
        #expect(gate.asked == [.write])
        try test.queue.detach(handle)
        #expect(gate.lines == 0)
    }

    @Test("Without anybody behind the word, commands get the answer that belongs to it")
    func nobody() {
        typealias Case = (word: UInt64, isCommand: Bool, verdict: GateVerdict)
        let cases: [Case] = [
            (0, true, .refused(.checkCondition(.reservationInformationLost))), (0, false, .failed(LinuxErrno.ioError)),
            (GateWord.detached | GateWord.live, true, .failed(LinuxErrno.ioError)),
            (GateWord.live | GateWord.noWrite | GateWord.hold, true, .refused(.reservationConflict)),
            (GateWord.live | GateWord.hold, false, .wait), (GateWord.live, true, .again),
        ]
        for one in cases {
            let verdict = GateWord.explain(one.word, mask: GateWord.writeMask, isCommand: one.isCommand)
            #expect(verdict == one.verdict, "\(one.word)")
        }
    }
}
