import BlockTestSupport
import Sys
import Testing

@testable import Block

/// Requests that `blkdebug` makes wait, go in parts, or fail sooner or later.
@Suite final class BlkdebugDelayTests {
    private let image: TemporaryImage
    private let test: TestQueue
    private let memory: AlignedBuffer
    private let base: UnsafeMutableRawPointer

    init() throws {
        image = try TemporaryImage(size: 1 << 16)
        test = try TestQueue()
        memory = try AlignedBuffer(count: 1 << 16, alignment: 4096)
        base = try #require(memory.bytes.baseAddress)
        base.initializeMemory(as: UInt8.self, repeating: 7, count: 1 << 16)
    }

    private func attach(
        _ effect: BlkdebugRules.Effect, direct: Bool = false, event: BlkdebugEvent = .none,
        _ change: (inout BlkdebugRules.Rule) -> Void = { _ in }
    ) throws -> NodeHandle {
        var rule = BlkdebugRules.Rule(event)
        rule.effect = effect
        change(&rule)
        var options = FileOptions(path: image.path)
        options.direct = direct
        options.leastAlignment = direct ? 4096 : 1
        let file = try FileNode(options, environment: test.environment)
        return try test.queue.attach(BlkdebugNode(name: "d", child: file, rules: BlkdebugRules([rule], [])))
    }

    // MARK: - Delays

    private static let delay: UInt64 = 30_000_000

    @Test("A request that is meant begins later; the others don't wait for it")
    func delay() throws {
        let node = try attach(.delay(Self.delay)) { $0.offset = 4096 }
        let start = System.monotonicNanoseconds
        test.queue.write(node, from: base, count: 4096, at: 4096, userData: 1)
        test.queue.write(node, from: base, count: 4096, at: 8192, userData: 2)
        #expect(try test.poll() == [Completion(userData: 2, result: 4096)])
        #expect(try Array(image.contents()[4096..<8192]) == [UInt8](repeating: 0, count: 4096))
        #expect(try test.finish() == [Completion(userData: 1, result: 4096)])
        #expect(System.monotonicNanoseconds - start >= Self.delay)
        #expect(try Array(image.contents()[4096..<12288]) == [UInt8](repeating: 7, count: 8192))
    }

    @Test("Each waits for its own time, whatever becomes of the others")
    func cancelled() throws {
        let node = try attach(.delay(Self.delay))
        let start = System.monotonicNanoseconds
        test.queue.flush(node, userData: 1)
        let second = test.queue.flush(node, userData: 2)
        let isCancelled = test.queue.cancel(try #require(second))
        #expect(isCancelled)
        #expect(try test.poll() == [Completion(userData: 2, result: Errno.canceled.result)])
        #expect(try test.finish() == [Completion(userData: 1, result: 0)])
        #expect(System.monotonicNanoseconds - start >= Self.delay)
    }

    @Test("A delay that never ends can be cancelled")
    func endless() throws {
        let node = try attach(.delay(.max))
        let request = test.queue.read(node, into: base, count: 512, at: 0, userData: 1)
        #expect(try test.poll(timeout: 1_000_000).isEmpty)
        #expect(throws: BlockError.self) { try test.queue.detach(node) }
        let isCancelled = test.queue.cancel(try #require(request))
        #expect(isCancelled)
        #expect(try test.finish().map(\.result) == [Errno.canceled.result])
    }

    @Test("What waited fails then, if a rule says so")
    func delayedFailure() throws {
        var (wait, fail) = (BlkdebugRules.Rule(.none), BlkdebugRules.Rule(.none))
        (wait.effect, fail.effect) = (.delay(1_000_000), .fail(28))
        let file = try FileNode(FileOptions(path: image.path), environment: test.environment)
        let node = try test.queue.attach(
            BlkdebugNode(name: "d", child: file, rules: BlkdebugRules([wait, fail], [])))
        #expect(try test.one { $0.flush(node, userData: 0) } == Errno.noSpace.result)
        #expect(throws: Errno.noSpace) { try test.read(node, at: 0, count: 512) }
    }

    // MARK: - Short transfers

    @Test("Transfers go in parts and are whole in the end", arguments: [1, 512, 5000, 65536], [false, true])
    func short(length: UInt64, direct: Bool) throws {
        let node = try attach(.short(length), direct: direct)
        #expect(try test.write(node, [UInt8](repeating: 9, count: 20480), at: 4096) == 20480)
        #expect(try Array(image.contents()[4096..<24576]) == [UInt8](repeating: 9, count: 20480))
        #expect(try test.read(node, at: 4096, count: 20480) == [UInt8](repeating: 9, count: 20480))
        #expect(test.statistics(node)?.resubmitted == (length < 20480 ? 2 : 0))
        // Unaligned, and scattered.
        #expect(try test.write(node, [1, 2, 3], at: 5000, shift: 1) == 3)
        #expect(try test.read(node, at: 4999, count: 5, shift: 1) == [9, 1, 2, 3, 9])
        let vectors = [IOVector(base: base + 16384, count: 8192), IOVector(base: base, count: 8192)]
        let result = try vectors.withUnsafeBufferPointer { vectors in
            try test.one { $0.read(node, into: vectors, at: 8192, userData: 0) }
        }
        #expect(result == 16384)
        #expect(UnsafeRawBufferPointer(start: base, count: 8192).allSatisfy { $0 == 9 })
        #expect(UnsafeRawBufferPointer(start: base + 16384, count: 8192).allSatisfy { $0 == 9 })
    }

    @Test("A rule that acts once shortens one transfer")
    func shortOnce() throws {
        let node = try attach(.short(512)) {
            $0.isOnce = true
            $0.operations = .read
        }
        #expect(try test.write(node, [UInt8](repeating: 9, count: 4096), at: 0) == 4096)
        for _ in 0..<3 { #expect(try test.read(node, at: 0, count: 4096) == [UInt8](repeating: 9, count: 4096)) }
        #expect(test.statistics(node)?.resubmitted == 1)
    }

    // MARK: - Sooner or later

    @Test(
        "A result that comes immediately is there when the request has been queued, others later",
        arguments: [true, false])
    func immediately(isImmediate: Bool) throws {
        let node = try attach(.fail(5, immediately: isImmediate))
        let requests = [
            test.queue.flush(node, userData: 1), test.queue.read(node, into: base, count: 512, at: 0, userData: 2),
            test.queue.write(node, from: base, count: 512, at: 0, userData: 3),
        ]
        // What is over can't be cancelled.
        for request in requests {
            let isCancelled = test.queue.cancel(try #require(request))
            #expect(isCancelled == !isImmediate)
        }
        let expected = isImmediate ? Errno.ioError.result : Errno.canceled.result
        #expect(try test.finish().map(\.result) == [expected, expected, expected])
        #expect(try test.one { $0.flush(node, userData: 4) } == Errno.ioError.result)
    }

    // MARK: - Copies

    @Test("The kernel copies past no rule, at either end")
    func copies() throws {
        let other = try test.queue.attach(
            FileNode(FileOptions(path: image.path), environment: test.environment))
        let node = try attach(.fail(28)) { $0.operations = .read }
        for (source, target) in [(node, other), (other, node)] {
            let result = try test.one { $0.copy(from: source, at: 0, to: target, at: 8192, count: 4096, userData: 0) }
            #expect(result == Errno.notSupported.result)
        }
        #expect(try test.one { $0.copy(from: other, at: 0, to: other, at: 8192, count: 4096, userData: 0) } == 4096)
    }
}
