import Block
import BlockTestSupport
import Sys
import Testing

/// Random overlapping requests, checked byte by byte against what each byte may hold.
@Suite struct RandomTests {
    @Test(
        "After every batch of overlapping requests each byte holds what one of them put there", arguments: Subject.all)
    func overlapping(subject: Subject) throws {
        // A file may end inside a block: 129 sectors.
        let size = subject.driver.isDevice ? 65_536 : 66_048
        let fixture = try Fixture(subject, size: size, fill: 0xee)
        let test = try TestQueue(environment: fixture.environment, options: subject.queueOptions())
        let handle = try test.queue.attach(fixture.node)
        var batch = Batch(seed: 7, before: try fixture.contents(size: size))
        for round in 0..<24 {
            batch.begin(round)
            for _ in 0..<16 { try batch.enqueue(test.queue, handle) }
            let completions = try test.finish()
            #expect(completions.count == 16)
            #expect(Set(completions.map(\.userData)).count == 16)
            try batch.check(completions, after: try fixture.contents(size: size))
        }
        #expect(test.queue.inFlight == 0)
    }
}

/// What one batch asked for, and what follows from it.
private struct Batch {
    private enum Kind { case read, write, zero, discard }

    private struct Request {
        var kind: Kind
        var range: Range<Int>
        var fill: UInt8
        var memory: RequestMemory
    }

    private var random: Random
    private var before: [UInt8]
    private var requests: [Request] = []
    private var isDurable = false

    init(seed: UInt64, before: [UInt8]) {
        random = Random(seed: seed)
        self.before = before
    }

    mutating func begin(_ round: Int) {
        requests = []
        // Waiting for the disk is most of the time that this takes.
        isDurable = round % 8 == 0
    }

    mutating func enqueue(_ queue: borrowing BlockQueue, _ handle: NodeHandle) throws {
        let unit = [1, 1, 512, 4096].randomElement(using: &random) ?? 1
        let slots = before.count / unit
        let start = Int.random(in: 0..<slots, using: &random) * unit
        let longest = min(before.count - start, 20_000)
        let count = max(unit, Int.random(in: 1...longest, using: &random) / unit * unit)
        let range = start..<min(start + count, before.count)
        let fill = UInt8(1 + requests.count)
        let memory = try RequestMemory(count: range.count, fill: fill, random: &random)
        let tag = UInt64(requests.count)
        let kind: Kind
        let accepted: RequestID?
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<4:
            kind = .read
            accepted = memory.read(queue, handle, at: UInt64(start), userData: tag)
        case 4:
            kind = .zero
            accepted = queue.writeZeroes(
                handle, at: UInt64(start), count: UInt64(range.count),
                traits: isDurable ? [.mayUnmap, .durable] : fill % 2 == 0 ? .mayUnmap : [], userData: tag)
        case 5:
            kind = .discard
            accepted = queue.discard(handle, at: UInt64(start), count: UInt64(range.count), userData: tag)
        default:
            kind = .write
            accepted = memory.write(
                queue, handle, at: UInt64(start), durable: isDurable && fill % 5 == 0, userData: tag)
        }
        #expect(accepted != nil)
        requests.append(Request(kind: kind, range: range, fill: fill, memory: memory))
    }

    /// Bit n: request n may have put its value there.
    private func writers() -> [UInt32] {
        var writers = [UInt32](repeating: 0, count: before.count)
        for (number, request) in requests.enumerated() where request.kind != .read {
            for position in request.range { writers[position] |= 1 << UInt32(number) }
        }
        return writers
    }

    private func mayHold(_ value: UInt8, at position: Int, _ writers: UInt32) -> Bool {
        var rest = writers
        var onlyDiscards = true
        while rest != 0 {
            let request = requests[rest.trailingZeroBitCount]
            rest &= rest - 1
            switch request.kind {
            case .write:
                if value == request.fill { return true }
                onlyDiscards = false
            case .zero:
                if value == 0 { return true }
                onlyDiscards = false
            case .discard: if value == 0 { return true }
            case .read: continue
            }
        }
        return onlyDiscards && value == before[position]
    }

    mutating func check(_ completions: [Completion], after: [UInt8]) throws {
        for completion in completions {
            let request = requests[Int(completion.userData)]
            let moves = request.kind == .read || request.kind == .write
            #expect(completion.result == (moves ? Int64(request.range.count) : 0))
        }
        let writers = writers()
        var wrong: [Int] = []
        for position in before.indices where !mayHold(after[position], at: position, writers[position]) {
            wrong.append(position)
        }
        #expect(wrong.isEmpty, "wrong bytes from \(wrong.first ?? -1) on, \(wrong.count) of them")
        for request in requests where request.kind == .read {
            let bytes = request.memory.bytes()
            let bad = request.range.first { position in
                let value = bytes[position - request.range.lowerBound]
                return value != before[position] && !mayHold(value, at: position, writers[position])
            }
            #expect(bad == nil, "a read of \(request.range) saw a byte that nobody wrote")
            #expect(request.memory.isGuardIntact, "a read of \(request.range) wrote beyond its memory")
        }
        before = after
    }
}
