import BlockTestSupport
import Foundation
import Synchronization
import Sys
import Testing

@testable import Block

@Suite struct TimerHeapTests {
    @Test("Deadlines come out in order, also after removals in the middle", arguments: 1...20 as ClosedRange<UInt64>)
    func order(seed: UInt64) {
        var random = Random(seed: seed)
        var heap = TimerHeap(capacity: 200)
        defer { heap.free() }
        var expected: [UInt32: UInt64] = [:]
        for slot in 0..<UInt32(200) {
            let deadline = UInt64.random(in: 0..<1000, using: &random)
            heap.insert(slot, deadline: deadline)
            expected[slot] = deadline
        }
        for slot in 0..<UInt32(200) where Bool.random(using: &random) {
            heap.remove(slot)
            expected[slot] = nil
        }
        heap.remove(12345)
        #expect(heap.count == expected.count)
        #expect(heap.earliest == expected.values.min())
        var last: UInt64 = 0
        while let slot = heap.popExpired(500) {
            let deadline = expected.removeValue(forKey: slot) ?? .max
            #expect(deadline >= last && deadline <= 500)
            last = deadline
        }
        #expect(expected.values.allSatisfy { $0 > 500 })
        #expect(heap.count == expected.count)
    }
}

@Suite struct MailboxTests {
    @Test("Notes of many threads arrive once each, in each thread's order")
    func producers() throws {
        let mailbox = try Mailbox(capacity: 4096)
        let factory = ThreadFactory()
        for producer in 0..<UInt32(4) {
            try factory.start("hf-producer") {
                for value in 0..<UInt64(1000) { mailbox.post(.workerDone, producer, value) }
            }
        }
        var next = [UInt64](repeating: 0, count: 4)
        var count = 0
        while count < 4000 {
            #expect(try System.waitReadable([mailbox.descriptor], timeoutNanoseconds: 60_000_000_000))
            mailbox.rearm()
            while let note = mailbox.take() {
                #expect(note.value == next[Int(note.index)])
                next[Int(note.index)] += 1
                count += 1
            }
        }
        #expect(next == [1000, 1000, 1000, 1000])
        #expect(mailbox.take() == nil)
    }

    @Test("Notes that are looked for come without a signal, all of them, and signal again afterwards")
    func lookedFor() throws {
        let (mailbox, other) = (try Mailbox(capacity: 16), try Mailbox(capacity: 16))
        try ThreadFactory().start("hf-producer") {
            for value in 0..<UInt64(2000) {
                mailbox.post(.workerDone, 0, value)
                // Sometimes alone, sometimes two at a time.
                if value % 3 != 0 {
                    _ = try? System.waitReadable([other.descriptor], timeoutNanoseconds: 60_000_000_000)
                    other.rearm()
                    while other.take() != nil {}
                }
            }
        }
        var next: UInt64 = 0
        var unsignalled = 0
        while next < 2000 {
            switch mailbox.look(nanoseconds: 60_000_000_000) {
            case .found: unsignalled += 1
            case .signalled:
                #expect(try System.waitReadable([mailbox.descriptor], timeoutNanoseconds: 60_000_000_000))
                mailbox.rearm()
            case .nothing:
                // One processor: nobody looks on.
                _ = try System.waitReadable([mailbox.descriptor], timeoutNanoseconds: 60_000_000_000)
                mailbox.rearm()
            }
            while let note = mailbox.take() {
                try #require(note.value == next)
                next += 1
                if note.value % 3 != 0 { other.post(.workerDone, 0) }
            }
        }
        #expect(unsignalled > 0 || ProcessInfo.processInfo.activeProcessorCount == 1)
        _ = mailbox.look(nanoseconds: 1)
        mailbox.post(.attention, 1)
        #expect(try System.waitReadable([mailbox.descriptor], timeoutNanoseconds: 60_000_000_000))
        guard case .signalled = mailbox.look(nanoseconds: 1) else {
            Issue.record("what has been signalled is looked for")
            return
        }
        mailbox.rearm()
        #expect(mailbox.take() == Note(kind: Note.Kind.attention.rawValue, index: 1, value: 0))
    }
}

@Suite struct StatisticsTests {
    @Test("Every latency falls into the bucket whose bounds hold it")
    func buckets() {
        for bucket in 0..<StatisticsBlock.buckets {
            let low = StatisticsBlock.lowerBound(ofBucket: bucket)
            #expect(StatisticsBlock.bucket(low) == bucket)
            if bucket > 0 { #expect(StatisticsBlock.bucket(low - 1) == bucket - 1) }
        }
        #expect(StatisticsBlock.bucket(0) == 0)
        #expect(StatisticsBlock.bucket(.max) == StatisticsBlock.buckets - 1)
    }

    @Test("Quantiles are right to a quarter of an octave")
    func quantiles() throws {
        let block = StatisticsBlock.allocate()
        defer { block.deallocate() }
        for value in 1...UInt64(1000) { block.succeeded(Operation.read.rawValue, bytes: 10, nanoseconds: value * 1000) }
        block.failed(Operation.read.rawValue)
        let statistics = Statistics(block)
        #expect(statistics[.read] == .init(operations: 1000, bytes: 10_000, nanoseconds: 500_500_000, failed: 1))
        #expect(statistics[.write] == .init())
        for quantile in [0.01, 0.5, 0.99, 1] {
            let value = try #require(statistics.latency(of: .read, quantile: quantile))
            let exact = quantile * 1_000_000
            #expect(Double(value) >= exact && Double(value) <= exact * 1.26)
        }
        #expect(statistics.latency(of: .write, quantile: 0.5) == nil)
    }

    @Test("Figures of several plans add up")
    func sum() {
        let block = StatisticsBlock.allocate()
        defer { block.deallocate() }
        block.succeeded(Operation.write.rawValue, bytes: 5, nanoseconds: 100)
        block.wrote(to: 77)
        var sum = Statistics()
        sum += Statistics(block)
        sum += Statistics(block)
        #expect(sum[.write] == .init(operations: 2, bytes: 10, nanoseconds: 200, failed: 0))
        #expect(sum.highestWriteEnd == 77)
    }
}

@Suite struct NodeControlTests {
    @Test("Overlapping read-modify-writes exclude each other, others don't")
    func serialisers() throws {
        let control = NodeControl()
        let mailbox = try Mailbox(capacity: 16)
        let line = CounterLine.allocate()
        defer { line.deallocate() }
        let member = control.join(mailbox, handle: 3, line: line)
        guard case .entered(let first) = control.enterSerialiser(0..<4096, member: member) else {
            Issue.record("nothing was in the way")
            return
        }
        #expect(control.word.value & ControlWord.serialising != 0)
        // The queue itself has not yet said that it has nothing in the way.
        #expect(!control.isReady(first))
        control.attend(member, isClear: { _ in true }, isDrained: { true })
        #expect(control.isReady(first))
        guard case .parked = control.enterSerialiser(4095..<8192, member: member) else {
            Issue.record("an overlapping one entered")
            return
        }
        #expect(!control.admitsPiece(100..<200, member: member, own: 0))
        #expect(control.admitsPiece(100..<200, member: member, own: first))
        #expect(control.admitsPiece(4096..<8192, member: member, own: 0))
        #expect(mailbox.take() == nil)
        control.leaveSerialiser(first)
        #expect(control.word.value & ControlWord.serialising == 0)
        #expect(mailbox.take() == Note(kind: Note.Kind.attention.rawValue, index: 3, value: 0))
    }

    @Test("A queue with requests in flight is asked, an idle one isn't")
    func asked() throws {
        let control = NodeControl()
        let (mine, theirs) = (try Mailbox(capacity: 16), try Mailbox(capacity: 16))
        let (mineLine, theirLine) = (CounterLine.allocate(), CounterLine.allocate())
        defer {
            mineLine.deallocate()
            theirLine.deallocate()
        }
        let me = control.join(mine, handle: 0, line: mineLine)
        let other = control.join(theirs, handle: 1, line: theirLine)
        theirLine.enter()
        guard case .entered(let id) = control.enterSerialiser(0..<512, member: me) else { return }
        control.attend(me, isClear: { _ in true }, isDrained: { true })
        #expect(theirs.take() != nil)
        #expect(!control.isReady(id))
        control.attend(other, isClear: { _ in false }, isDrained: { false })
        #expect(!control.isReady(id))
        control.attend(other, isClear: { $0 == 0..<512 }, isDrained: { false })
        #expect(control.isReady(id))
        #expect(mine.take() != nil)
        control.leaveSerialiser(id)
        theirLine.leave()
        guard case .entered(let second) = control.enterSerialiser(0..<512, member: me) else { return }
        control.attend(me, isClear: { _ in true }, isDrained: { true })
        #expect(theirs.take() == nil)
        #expect(control.isReady(second))
        control.leave(other)
        control.leaveSerialiser(second)
        control.leave(me)
        #expect(control.attachments == 0)
    }

    @Test("A queue that was asked and has nothing in flight any more need not answer")
    func silence() throws {
        let control = NodeControl()
        let mailboxes = try (0..<2).map { _ in try Mailbox(capacity: 16) }
        let lines = [CounterLine.allocate(), CounterLine.allocate()]
        defer { for line in lines { line.deallocate() } }
        let members = (0..<2).map { control.join(mailboxes[$0], handle: 0, line: lines[$0]) }
        lines[0].enter()
        lines[1].enter()
        guard case .entered(let id) = control.enterSerialiser(0..<512, member: members[0]) else {
            Issue.record("nothing overlaps it")
            return
        }
        control.attend(members[0], isClear: { _ in true }, isDrained: { false })
        #expect(!control.isReady(id))
        #expect(mailboxes[1].take()?.kind == Note.Kind.attention.rawValue)
        // The thread of the other one polls no more.
        lines[1].leave()
        #expect(control.isReady(id))
        control.beginDrain()
        lines[0].leave()
        #expect(control.waitDrained(timeoutNanoseconds: 60_000_000_000))
        control.endDrain()
        control.leaveSerialiser(id)
    }

    @Test("A drain ends when the last request is out, and wakes who waits for it")
    func drain() throws {
        let control = NodeControl()
        let mailbox = try Mailbox(capacity: 16)
        let line = CounterLine.allocate()
        defer { line.deallocate() }
        let member = control.join(mailbox, handle: 0, line: line)
        line.enter()
        control.beginDrain()
        #expect(!control.isDrained)
        #expect(!control.waitDrained(timeoutNanoseconds: 1_000_000))
        let waited = Atomic<Int>(0)
        let factory = ThreadFactory()
        try factory.start("hf-drain") {
            waited.store(control.waitDrained(timeoutNanoseconds: 60_000_000_000) ? 1 : 2, ordering: .releasing)
        }
        #expect(mailbox.take() != nil)
        line.leave()
        control.attend(member, isClear: { _ in true }, isDrained: { true })
        while waited.load(ordering: .acquiring) == 0 {}
        #expect(waited.load(ordering: .acquiring) == 1)
        #expect(control.parkDrained(member))
        control.endDrain()
        #expect(!control.parkDrained(member))
        #expect(mailbox.take() != nil)
    }
}

@Suite struct GateWordTests {
    @Test(
        "Only a live word without the operation's bits lets it pass",
        arguments: [
            (GateWord.live, true, true), (0, false, false), (GateWord.live | GateWord.noRead, false, true),
            (GateWord.live | GateWord.noWrite, true, false), (GateWord.live | GateWord.hold, false, false),
            (GateWord.live | GateWord.detached, false, false), (GateWord.live | GateWord.unitAttention, true, true),
        ] as [(UInt64, Bool, Bool)])
    func words(word: UInt64, reads: Bool, writes: Bool) {
        #expect((word & GateWord.readMask == GateWord.live) == reads)
        #expect((word & GateWord.writeMask == GateWord.live) == writes)
    }
}

@Suite struct MultipathRetryTests {
    private func isPathError(_ result: PassThroughResult, sense: [UInt8] = []) -> Bool {
        var sense = sense
        return sense.withUnsafeMutableBytes { MultipathRetry.isPathError(.success(result), sense: $0) }
    }

    @Test(
        "Statuses that are the device's own answer are final",
        arguments: [0x00, 0x04, 0x10, 0x14, 0x18, 0x22] as [UInt8])
    func answers(status: UInt8) { #expect(!isPathError(PassThroughResult(status: status))) }

    @Test(
        "Host errors and busy statuses belong to the path", arguments: [(0, 1), (8, 0), (0x28, 0)] as [(UInt8, UInt16)])
    func paths(status: UInt8, host: UInt16) {
        #expect(isPathError(PassThroughResult(status: status, hostStatus: host)))
    }

    @Test(
        "Sense data for the guest is final, the rest belongs to the path",
        arguments: [
            (0x6, 0x2900, false), (0xb, 0x0000, false), (0x5, 0x2000, false), (0x2, 0x0401, false),
            (0x2, 0x0400, true), (0x3, 0x1100, true), (0x4, 0x4400, true),
        ] as [(UInt8, UInt16, Bool)])
    func sense(key: UInt8, code: UInt16, isPath: Bool) {
        var fixed = [UInt8](repeating: 0, count: 18)
        (fixed[0], fixed[2], fixed[12], fixed[13]) = (0x70, key, UInt8(code >> 8), UInt8(code & 0xff))
        #expect(isPathError(PassThroughResult(status: 2, senseLength: 18), sense: fixed) == isPath)
        let descriptor: [UInt8] = [0x72, key, UInt8(code >> 8), UInt8(code & 0xff), 0, 0, 0, 0]
        #expect(isPathError(PassThroughResult(status: 2, senseLength: 8), sense: descriptor) == isPath)
        #expect(isPathError(PassThroughResult(status: 2, senseLength: 2), sense: fixed))
    }

    @Test("Probing stops for devices that aren't multipath and after eight tries")
    func probes() throws {
        let image = try TemporaryImage()
        var retry = MultipathRetry()
        #expect(retry.probe(image.descriptor) == .notMultipath)
        Faults.with(Fault(.ioctl, .answer { _ in 0 }, descriptor: image.descriptor, times: 20)) {
            var retry = MultipathRetry()
            for _ in 0..<8 { #expect(retry.probe(image.descriptor) == .again) }
            #expect(retry.probe(image.descriptor) == .giveUp)
        }
        Faults.with(Fault(.ioctl, .fail(.ioError), descriptor: image.descriptor)) {
            var retry = MultipathRetry()
            #expect(retry.probe(image.descriptor) == .giveUp)
        }
    }
}
