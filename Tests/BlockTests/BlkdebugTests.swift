import BlockTestSupport
import Sys
import Testing

@testable import Block

@Suite struct BlkdebugRulesTests {
    private func rule(
        _ event: BlkdebugEvent, _ error: Int64, _ change: (inout BlkdebugRules.Rule) -> Void = { _ in }
    ) -> BlkdebugRules.Rule {
        var rule = BlkdebugRules.Rule(event)
        rule.effect = .fail(error)
        change(&rule)
        return rule
    }

    @Test("A rule acts from its event on, until another event makes others active")
    func events() {
        var rules = BlkdebugRules([rule(.readAIO, 1), rule(.writeAIO, 2)], [])
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == nil)
        rules.happened(.readAIO)
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == .fail(1))
        #expect(rules.effect(.failure, on: .write, offset: 0, length: 1) == .fail(1))
        rules.happened(.flushToOS)
        #expect(rules.effect(.failure, on: .flush, offset: 0, length: 0) == .fail(1))
        rules.happened(.writeAIO)
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == .fail(2))
    }

    @Test("Rules of the event none act from the beginning")
    func none() {
        var rules = BlkdebugRules([rule(.none, 28)], [])
        #expect(rules.effect(.failure, on: .discard, offset: 0, length: 1) == .fail(28))
        #expect(rules.effect(.failure, on: .blockStatus, offset: 0, length: 1) == nil)
    }

    @Test(
        "A rule with an offset means requests that touch it",
        arguments: [(0, 512, false), (512, 512, true), (0, 513, true), (1023, 1, false), (513, 512, false)]
            as [(UInt64, UInt64, Bool)])
    func offset(offset: UInt64, length: UInt64, isMeant: Bool) {
        var rules = BlkdebugRules([rule(.none, 5) { $0.offset = 512 }], [])
        #expect((rules.effect(.failure, on: .read, offset: offset, length: length) != nil) == isMeant)
        #expect(rules.effect(.failure, on: .flush, offset: 0, length: 0) == nil)
    }

    @Test("A rule that acts once is gone then, and one of error 0 protects from those behind it")
    func once() {
        var rules = BlkdebugRules(
            [rule(.none, 1) { $0.isOnce = true }, rule(.none, 0) { $0.operations = .read }, rule(.none, 3)], [])
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == .fail(1))
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == nil)
        #expect(rules.effect(.failure, on: .write, offset: 0, length: 1) == .fail(3))
        rules.happened(.none)
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == nil)
    }

    @Test("Rules of each kind stand in place of their own kind's only")
    func kinds() {
        var rules = BlkdebugRules(
            [
                rule(.none, 5) { $0.effect = .delay(7) }, rule(.none, 5) { $0.effect = .short(9) },
                rule(.readAIO, 28), rule(.writeAIO, 5) { $0.effect = .delay(8) },
            ], [])
        rules.happened(.readAIO)
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == .fail(28))
        #expect(rules.effect(.delay, on: .read, offset: 0, length: 1) == .delay(7))
        rules.happened(.writeAIO)
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == .fail(28))
        #expect(rules.effect(.delay, on: .read, offset: 0, length: 1) == .delay(8))
        #expect(rules.effect(.short, on: .read, offset: 0, length: 1) == .short(9))
    }

    @Test("States select rules, and an event changes the state for the next")
    func states() {
        var rules = BlkdebugRules(
            [rule(.readAIO, 7) { $0.state = 2 }, rule(.writeAIO, 8) { $0.state = 1 }],
            [BlkdebugRules.Transition(.readAIO, from: 1, to: 2), .init(.readAIO, from: 2, to: 3)])
        rules.happened(.readAIO)
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == nil)
        rules.happened(.writeAIO)
        #expect(rules.effect(.failure, on: .write, offset: 0, length: 1) == nil)
        rules.happened(.readAIO)
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == .fail(7))
        rules.happened(.readAIO)
        #expect(rules.effect(.failure, on: .read, offset: 0, length: 1) == .fail(7))
    }
}

@Suite struct BlkdebugNodeTests {
    private final class Bench {
        let image: TemporaryImage
        let test: TestQueue
        let node: NodeHandle

        init(
            _ rules: [BlkdebugRules.Rule], _ transitions: [BlkdebugRules.Transition] = [],
            limits: BlkdebugNode.Limits = .init(), discards: Bool = false
        ) throws {
            image = try TemporaryImage(size: 1 << 16)
            test = try TestQueue()
            var options = FileOptions(path: image.path)
            options.discards = discards
            let file = try FileNode(options, environment: test.environment)
            node = try test.queue.attach(
                BlkdebugNode(
                    name: "d", child: RawNode(name: "r", child: file, offset: 4096),
                    rules: BlkdebugRules(rules, transitions), limits: limits))
        }

        /// The error of a request, 0 when it went well.
        func error(_ enqueue: (borrowing BlockQueue, NodeHandle) -> RequestID?) throws -> Int64 {
            min(try test.one { enqueue($0, node) }, 0)
        }
    }

    private func rule(
        _ event: BlkdebugEvent, _ error: Int64 = 5, _ change: (inout BlkdebugRules.Rule) -> Void = { _ in }
    ) -> BlkdebugRules.Rule {
        var rule = BlkdebugRules.Rule(event)
        rule.effect = .fail(error)
        change(&rule)
        return rule
    }

    @Test("Each kind of request fails by its rule alone")
    func kinds() throws {
        let memory = try AlignedBuffer(count: 4096, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        typealias Request = (borrowing BlockQueue, NodeHandle) -> RequestID?
        let requests: [(OperationSet, Request)] = [
            (.read, { $0.read($1, into: base, count: 4096, at: 0, userData: 0) }),
            (.write, { $0.write($1, from: base, count: 4096, at: 0, userData: 0) }),
            (.flush, { $0.flush($1, userData: 0) }),
            (.writeZeroes, { $0.writeZeroes($1, at: 0, count: 4096, userData: 0) }),
            (.discard, { $0.discard($1, at: 0, count: 4096, userData: 0) }),
        ]
        for (operations, _) in requests {
            let bench = try Bench([rule(.none, 28) { $0.operations = operations }], discards: true)
            for (other, request) in requests {
                #expect(try bench.error(request) == (other == operations ? Errno.noSpace.result : 0))
            }
        }
    }

    @Test("Offsets count from the node's own beginning, by the piece that touches them")
    func offsets() throws {
        var limits = BlkdebugNode.Limits()
        limits.largestTransfer = 4096
        let bench = try Bench([rule(.none) { $0.offset = 8192 }], limits: limits)
        let memory = try AlignedBuffer(count: 16384, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        base.initializeMemory(as: UInt8.self, repeating: 7, count: 16384)
        #expect(try bench.error { $0.write($1, from: base, count: 8192, at: 0, userData: 0) } == 0)
        #expect(try bench.error { $0.write($1, from: base, count: 4096, at: 12288, userData: 0) } == 0)
        #expect(
            try bench.error { $0.write($1, from: base, count: 16384, at: 4096, userData: 0) } == Errno.ioError.result)
        // The pieces before the one that failed were written.
        let contents = try bench.image.contents()
        #expect(contents[4096..<12288].allSatisfy { $0 == 7 } && contents[12288..<16384].allSatisfy { $0 == 0 })
    }

    @Test(
        "An unaligned write passes the events of its merge, each of which may fail",
        arguments: [
            (BlkdebugEvent.mergeHead, true, false), (.mergeTail, false, true), (.write, true, true),
            (.writeAIO, true, true),
        ])
    func merge(event: BlkdebugEvent, failsHead: Bool, failsTail: Bool) throws {
        var limits = BlkdebugNode.Limits()
        limits.alignment = 4096
        let bench = try Bench([rule(event) { $0.isOnce = true }], limits: limits)
        let memory = try AlignedBuffer(count: 8192, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        let head = try bench.error { $0.write($1, from: base, count: 3584, at: 512, userData: 0) }
        #expect(head == (failsHead ? Errno.ioError.result : 0))
        if failsHead {
            return #expect(try bench.error { $0.write($1, from: base, count: 512, at: 512, userData: 0) } == 0)
        }
        let tail = try bench.error { $0.write($1, from: base, count: 4608, at: 4096, userData: 0) }
        #expect(tail == (failsTail ? Errno.ioError.result : 0))
    }

    @Test("States go on with events of requests: the second write fails")
    func states() throws {
        let bench = try Bench(
            [rule(.write) { $0.state = 2 }], [BlkdebugRules.Transition(.writeDone, from: 1, to: 2)])
        let memory = try AlignedBuffer(count: 512, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        #expect(try bench.error { $0.write($1, from: base, count: 512, at: 0, userData: 0) } == 0)
        #expect(try bench.error { $0.read($1, into: base, count: 512, at: 0, userData: 0) } == 0)
        #expect(try bench.error { $0.write($1, from: base, count: 512, at: 0, userData: 0) } == Errno.ioError.result)
    }

    @Test("Zeroes keep to units and sizes that are no powers of two; what is left over is written")
    func zeroLimits() throws {
        var limits = BlkdebugNode.Limits()
        limits.alignment = 512
        limits.zeroAlignment = 1536
        limits.largestZero = 3072
        let bench = try Bench([], limits: limits)
        let memory = try AlignedBuffer(count: 32768, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        base.initializeMemory(as: UInt8.self, repeating: 9, count: 32768)
        #expect(try bench.error { $0.write($1, from: base, count: 32768, at: 0, userData: 0) } == 0)
        #expect(try bench.error { $0.writeZeroes($1, at: 512, count: 20000, userData: 0) } == 0)
        let contents = try bench.image.contents()[4096...]
        for (index, byte) in contents.prefix(32768).enumerated() {
            guard byte != ((512..<20512).contains(index) ? 0 : 9) else { continue }
            Issue.record("byte \(index) is \(byte)")
            return
        }
    }

    @Test("A node that answers itself is no exception")
    func null() throws {
        let test = try TestQueue()
        let node = try test.queue.attach(
            BlkdebugNode(
                name: "d", child: NullNode(name: "n"), rules: BlkdebugRules([rule(.readAIO) { $0.isOnce = true }], [])))
        let memory = try AlignedBuffer(count: 512, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        for expected in [Errno.ioError.result, 512, 512] {
            #expect(try test.one { $0.read(node, into: base, count: 512, at: 0, userData: 0) } == expected)
        }
    }
}
