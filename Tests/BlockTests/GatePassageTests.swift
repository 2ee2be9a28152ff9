import BlockTestSupport
import SCSI
import Synchronization
import Sys
import Testing

@testable import Block

/// Changes of a file's length in front of a manager's gate.
@Suite struct GatePassageTests {
    /// A gate that explains its word as it is, and does what a test wants when somebody waits.
    private final class WordGate: Gate {
        private struct State {
            var lines = 0
            var mostLines = 1
            var waits = 0
            var onWait: @Sendable (WordGate, NodeControl) -> Void = { _, _ in }
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

        func set(_ value: UInt64) { word.pointee.store(GateWord.live | value, ordering: .sequentiallyConsistent) }
        func limitLines(to most: Int) { state.withLock { $0.mostLines = most } }
        func onWait(_ body: @escaping @Sendable (WordGate, NodeControl) -> Void) { state.withLock { $0.onWait = body } }

        var lines: Int { state.withLock { $0.lines } }
        var waits: Int { state.withLock { $0.waits } }
        /// How often somebody was counted in.
        var entered: UInt64 { line.counters.pointee.load(ordering: .relaxed) }

        var needsFence: Bool { false }

        func openLine() throws(BlockError) -> GateLine {
            let isOpen = state.withLock { state in
                guard state.lines < state.mostLines else { return false }
                state.lines += 1
                return true
            }
            guard isOpen else { throw BlockError(.limit, "the gate has no more lines") }
            return GateLine(word: word, line: line)
        }

        func closeLine(_ line: GateLine) { state.withLock { $0.lines -= 1 } }

        func explain(_ word: UInt64, _ access: GateAccess) -> GateVerdict {
            GateWord.explain(word, mask: GateWord.writeMask, isCommand: false)
        }

        func wakeWhenReleased(_ control: NodeControl) {
            let body = state.withLock { state in
                state.waits += 1
                return state.onWait
            }
            body(self, control)
        }
    }

    private struct Subject {
        let image: TemporaryImage
        let environment = BlockEnvironment()
        let gate = WordGate()
        let file: FileNode

        init() throws {
            image = try TemporaryImage(bytes: [UInt8](repeating: 7, count: 8192))
            file = try FileNode(
                FileOptions(name: "disk", path: image.path), environment: environment,
                reservations: TestManager(gate: gate))
        }

        var size: UInt64 { get throws { UInt64(try System.status(of: image.descriptor).size) } }
    }

    @Test(
        "Every change is counted in and out, and the line goes back",
        arguments: [(Preallocation.off, 1), (.reserved, 1), (.full, 1 + 3)] as [(Preallocation, UInt64)])
    func counts(preallocation: Preallocation, changes: UInt64) throws {
        let subject = try Subject()
        try subject.file.resize(to: 8192 + 3 << 20, preallocation, isExact: false)
        #expect(subject.file.length == 8192 + 3 << 20)
        #expect(subject.gate.entered == changes)
        #expect(subject.gate.line.inFlight == 0 && subject.gate.lines == 0)
    }

    @Test("Without the right to write the length stays", arguments: [4096, 1 << 20] as [UInt64])
    func conflict(length: UInt64) throws {
        let subject = try Subject()
        subject.gate.set(GateWord.noWrite)
        let error = try #require(throws: BlockError.self) {
            try subject.file.resize(to: length, .off, isExact: false)
        }
        #expect(error.cause == .reservationConflict)
        #expect(try subject.size == 8192 && subject.file.length == 8192)
        #expect(subject.gate.line.inFlight == 0 && subject.gate.lines == 0 && subject.gate.waits == 0)
        // Reading is no matter of a length.
        subject.gate.set(GateWord.noRead)
        try subject.file.resize(to: length, .off, isExact: false)
        #expect(try subject.size == length)
    }

    @Test("A gate that holds makes the change wait until it is released", arguments: [true, false])
    func held(keepsRight: Bool) throws {
        let subject = try Subject()
        subject.gate.set(GateWord.hold)
        let threads = subject.environment.threads
        subject.gate.onWait { gate, control in
            _ = try? threads.start("hf-release") {
                gate.set(keepsRight ? 0 : GateWord.noWrite)
                control.wake()
            }
        }
        if keepsRight {
            try subject.file.resize(to: 1 << 20, .off, isExact: false)
        } else {
            #expect(throws: BlockError.self) { try subject.file.resize(to: 1 << 20, .off, isExact: false) }
        }
        #expect(try subject.size == (keepsRight ? 1 << 20 : 8192))
        #expect(subject.gate.waits >= 1 && subject.gate.line.inFlight == 0 && subject.gate.lines == 0)
        #expect(subject.file.control.attachments == 0)
    }

    @Test("A release that comes before anybody waits is noticed")
    func releasedInBetween() throws {
        let subject = try Subject()
        subject.gate.set(GateWord.hold)
        subject.gate.onWait { gate, _ in gate.set(0) }
        try subject.file.resize(to: 4096, .off, isExact: false)
        #expect(try subject.size == 4096)
        #expect(subject.gate.waits == 1)
    }

    @Test("A node whose manager is gone, or has no more lines, keeps its length")
    func dead() throws {
        let subject = try Subject()
        subject.gate.set(GateWord.detached)
        let error = try #require(throws: BlockError.self) {
            try subject.file.resize(to: 4096, .off, isExact: false)
        }
        #expect(error.cause == .ioError)
        subject.gate.set(0)
        subject.gate.limitLines(to: 0)
        #expect(throws: BlockError.self) { try subject.file.resize(to: 4096, .off, isExact: false) }
        #expect(try subject.size == 8192)
    }

    @Test("A right that is lost on the way stops the change where it is, rollback included")
    func lostOnTheWay() throws {
        let image = try TemporaryImage(size: 8192)
        var changes = 0
        let error = try #require(throws: Errno.self) {
            try FileLength.set(image.descriptor, from: 8192, to: 4 << 20, .full) { change throws(Errno) in
                changes += 1
                guard changes < 3 else { throw .reservationConflict }
                try change()
            }
        }
        #expect(error == .reservationConflict && changes == 4)
        #expect(try System.status(of: image.descriptor).size == 4 << 20)
    }
}
