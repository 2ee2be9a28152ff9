import BlockTestSupport
import Synchronization
import Sys
import Testing

@testable import Block

/// A gate's word in front of a real file.
@Suite struct GateTests {
    /// Lowers its child and puts a word of its own in front.
    private final class GatedNode: BlockNode {
        let name = "gated"
        let child: FileNode
        let gate: GateLine

        init(_ child: FileNode, _ gate: GateLine) {
            self.child = child
            self.gate = gate
        }

        var bottom: any BottomDriver { child }
        var length: UInt64 { child.length }
        func bottomLength(for length: UInt64) -> UInt64 { length }

        func lower(into plan: inout Plan) throws(BlockError) {
            try child.lower(into: &plan)
            plan.gate = gate
        }
    }

    private final class Subject {
        let image: TemporaryImage
        let test: TestQueue
        let handle: NodeHandle
        let word: UnsafeMutablePointer<Atomic<UInt64>>
        let line = CounterLine.allocate()
        let control: NodeControl

        init(direct: Bool = false) throws {
            image = try TemporaryImage(size: 65536)
            test = try TestQueue()
            let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
            memory.initialize(to: GateWord.live)
            word = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Atomic<UInt64>.self)
            var options = FileOptions(path: image.path)
            options.direct = direct
            let file = try FileNode(options, environment: test.environment)
            control = file.control
            handle = try test.queue.attach(GatedNode(file, GateLine(word: word, line: line)))
        }

        func set(_ value: UInt64) {
            word.pointee.store(value, ordering: .sequentiallyConsistent)
            control.wake()
        }

        deinit {
            line.deallocate()
            word.deallocate()
        }
    }

    @Test("Every request counts in and out once, whatever becomes of it", arguments: [true, false])
    func counts(direct: Bool) throws {
        let subject = try Subject(direct: direct)
        try subject.test.write(subject.handle, [UInt8](repeating: 1, count: 4096), at: 0)
        try subject.test.write(subject.handle, [1, 2, 3], at: 5000)
        _ = try subject.test.read(subject.handle, at: 100, count: 9000, shift: 1)
        #expect(throws: Errno.ioError) { try subject.test.read(subject.handle, at: 65536, count: 1) }
        #expect(try subject.test.one { $0.flush(subject.handle, userData: 0) } == 0)
        #expect(try subject.test.one { $0.writeZeroes(subject.handle, at: 0, count: 8192, userData: 0) } == 0)
        #expect(subject.line.inFlight == 0)
        let entered = subject.line.counters.pointee.load(ordering: .relaxed)
        #expect(entered == 5)
    }

    @Test("A word that takes the right to write refuses writes and flushes with EBADE, and reads pass")
    func noWrite() throws {
        let subject = try Subject()
        subject.set(GateWord.live | GateWord.noWrite)
        #expect(throws: Errno.reservationConflict) { try subject.test.write(subject.handle, [1], at: 0) }
        let zeroes = try subject.test.one { $0.writeZeroes(subject.handle, at: 0, count: 512, userData: 0) }
        #expect(zeroes == Errno.reservationConflict.result)
        #expect(try subject.test.read(subject.handle, at: 0, count: 512) == [UInt8](repeating: 0, count: 512))
        let flush = try subject.test.one { $0.flush(subject.handle, userData: 0) }
        #expect(flush == Errno.reservationConflict.result)
        subject.set(GateWord.live | GateWord.noRead | GateWord.noWrite)
        #expect(throws: Errno.reservationConflict) { try subject.test.read(subject.handle, at: 0, count: 512) }
        #expect(subject.line.inFlight == 0)
        #expect(try subject.image.contents() == [UInt8](repeating: 0, count: 65536))
    }

    @Test("A word that isn't live lets nothing pass", arguments: [0, GateWord.live | GateWord.detached])
    func dead(word: UInt64) throws {
        let subject = try Subject()
        subject.set(word)
        #expect(throws: Errno.ioError) { try subject.test.write(subject.handle, [1], at: 0) }
        #expect(throws: Errno.ioError) { try subject.test.read(subject.handle, at: 0, count: 1) }
        #expect(subject.line.inFlight == 0)
    }

    @Test("A held request is counted out, waits without blocking the queue, and goes on when it is released")
    func hold() throws {
        let subject = try Subject()
        let other = try subject.test.queue.attach(NullNode(name: "null"))
        subject.set(GateWord.live | GateWord.hold)
        let memory = try AlignedBuffer(count: 8192, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        base.initializeMemory(as: UInt8.self, repeating: 6, count: 8192)
        subject.test.queue.write(subject.handle, from: base, count: 4096, at: 0, userData: 1)
        let canceled = subject.test.queue.write(subject.handle, from: base, count: 4096, at: 8192, userData: 2)
        subject.test.queue.write(subject.handle, from: base, count: 4096, at: 4096, userData: 3)
        #expect(subject.line.inFlight == 0)
        #expect(try subject.test.one { $0.flush(other, userData: 4) } == 0)
        #expect(try subject.test.poll(timeout: 1_000_000).isEmpty)
        subject.test.queue.cancel(try #require(canceled))
        #expect(try subject.test.poll() == [Completion(userData: 2, result: Errno.canceled.result)])
        subject.set(GateWord.live)
        let done = try subject.test.finish()
        #expect(done.map(\.userData).sorted() == [1, 3])
        #expect(done.allSatisfy { $0.result == 4096 })
        #expect(subject.line.inFlight == 0)
        #expect(
            try subject.image.contents()[..<12288].elementsEqual(
                [UInt8](repeating: 6, count: 8192) + [UInt8](repeating: 0, count: 4096)))
    }

    @Test("Requests that were held are refused when the right is gone at the release")
    func fenced() throws {
        let subject = try Subject()
        subject.set(GateWord.live | GateWord.hold)
        let memory = try AlignedBuffer(count: 4096, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        subject.test.queue.write(subject.handle, from: base, count: 4096, at: 0, userData: 1)
        #expect(try subject.test.poll(timeout: 1_000_000).isEmpty)
        subject.set(GateWord.live | GateWord.noWrite)
        #expect(try subject.test.finish().map(\.result) == [Errno.reservationConflict.result])
    }
}
