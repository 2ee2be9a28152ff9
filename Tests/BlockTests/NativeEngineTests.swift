import BlockTestSupport
import Sys
import Testing

@testable import Block

@Suite final class NativeEngineTests {
    private let image: TemporaryImage
    private let memory: AlignedBuffer

    init() throws {
        image = try TemporaryImage(bytes: [UInt8](repeating: 5, count: 1 << 16))
        memory = try AlignedBuffer(count: 1 << 16, alignment: 4096)
        memory.bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    private func queue(ring: Bool = true, batch: UInt32 = 0) throws -> (TestQueue, NodeHandle, label: Int32) {
        let test = try TestQueue(environment: BlockEnvironment(allowsRing: ring))
        let handle = try attach(test, .native, batch: batch)
        guard let native = test.queue.state.pointee.native else { throw Errno.noEntry }
        return (test, handle, native.pointee.event.rawValue)
    }

    private func attach(_ test: TestQueue, _ engine: EngineKind, batch: UInt32 = 0) throws -> NodeHandle {
        var options = FileOptions(name: "disk", path: image.path)
        options.direct = true
        options.engine = engine
        options.batchLimit = batch
        return try test.queue.attach(FileNode(options, environment: test.environment))
    }

    /// Where a queue waits.
    private func waitsInNative(_ test: TestQueue) -> Bool { test.queue.state.pointee.waitsInNative }

    private var base: UnsafeMutableRawPointer { memory.bytes.baseAddress.unsafelyUnwrapped }

    private func enqueue(_ test: TestQueue, _ handle: NodeHandle, _ numbers: Range<Int>) {
        for number in numbers {
            test.queue.read(
                handle, into: base + number * 4096, count: 4096, at: UInt64(number * 4096), userData: UInt64(number))
        }
    }

    /// How many calls handed requests over while `body` ran.
    private func submissions(_ label: Int32, _ body: () throws -> Void) rethrows -> Int {
        let token = Faults.plant(Fault(.aioSubmit, .short(.max), descriptor: label, times: 1000))
        defer { Faults.remove(token) }
        try body()
        return 1000 - (Faults.remaining(token) ?? 0)
    }

    @Test("A batch is one call of the kernel, or as many as aio-max-batch says", arguments: [(0, 1), (4, 4), (16, 1)])
    func batches(limit: UInt32, calls: Int) throws {
        let (test, handle, label) = try queue(batch: limit)
        // The watches have been handed over before.
        _ = try test.poll(timeout: 0)
        let count = try submissions(label) {
            enqueue(test, handle, 0..<16)
            try test.queue.submit()
        }
        #expect(count == calls)
        #expect(try test.finish().allSatisfy { $0.result == 4096 })
        #expect(memory.bytes.allSatisfy { $0 == 5 })
    }

    @Test("A request that was not handed over yet is taken back, and one that was ends as the kernel has it")
    func cancel() throws {
        let (test, handle, _) = try queue()
        let name = test.queue.read(handle, into: base, count: 4096, at: 0, userData: 1)
        #expect(test.queue.cancel(try #require(name)) == true)
        #expect(try test.poll() == [Completion(userData: 1, result: Errno.canceled.result)])
        let other = test.queue.read(handle, into: base, count: 4096, at: 0, userData: 2)
        try test.queue.submit()
        test.queue.cancel(try #require(other))
        #expect(try test.poll().map(\.userData) == [2])
        #expect(test.queue.inFlight == 0)
    }

    @Test("What the kernel has no room for waits, and goes to a worker when nothing would make room")
    func noRoom() throws {
        let (test, handle, label) = try queue()
        try Faults.with(Fault(.aioSubmit, .fail(.again), descriptor: label, times: 8)) { () throws in
            enqueue(test, handle, 0..<4)
            #expect(try test.finish().map(\.result) == [4096, 4096, 4096, 4096])
        }
        #expect(memory.bytes[..<16384].allSatisfy { $0 == 5 })
        #expect(test.environment.threads.threads.contains { $0.name.hasPrefix("hf-worker") })
    }

    @Test("A file whose flushes the kernel can't take is flushed by a worker")
    func flushByWorker() throws {
        let (test, handle, label) = try queue()
        _ = try test.poll(timeout: 0)
        let descriptor = test.queue.state.pointee.plans[0].descriptor
        // Once refused it is not asked again.
        let sync = Faults.plant(Fault(.sync, .short(0), descriptor: descriptor, times: 10))
        defer { Faults.remove(sync) }
        try Faults.with(Fault(.aioSubmit, .fail(.invalidArgument), descriptor: label)) { () throws in
            #expect(try test.one { $0.flush(handle, userData: 0) } == 0)
        }
        #expect(try test.one { $0.flush(handle, userData: 0) } == 0)
        #expect(Faults.remaining(sync) == 8)
    }

    @Test("An error of the call is that of the first request only")
    func refused() throws {
        let (test, handle, label) = try queue()
        _ = try test.poll(timeout: 0)
        try Faults.with(Fault(.aioSubmit, .fail(.ioError), descriptor: label)) { () throws in
            enqueue(test, handle, 0..<3)
            let results = try test.finish().sorted { $0.userData < $1.userData }.map(\.result)
            #expect(results == [Errno.ioError.result, 4096, 4096])
        }
    }

    @Test("A loop of the caller's learns of completions by the descriptor", arguments: [true, false])
    func armed(ring: Bool) throws {
        let (test, handle, _) = try queue(ring: ring)
        try test.queue.submit()
        try test.queue.arm()
        test.queue.acknowledge()
        _ = try test.poll(timeout: 0)
        #expect(try !System.waitReadable([test.queue.completionDescriptor], timeoutNanoseconds: 0))
        for _ in 0..<20 {
            enqueue(test, handle, 0..<8)
            try test.queue.submit()
            var count = 0
            while count < 8 {
                #expect(
                    try System.waitReadable([test.queue.completionDescriptor], timeoutNanoseconds: 60_000_000_000))
                test.queue.acknowledge()
                count += try test.poll(min: 0, timeout: 0).count
            }
        }
        #expect(try !System.waitReadable([test.queue.completionDescriptor], timeoutNanoseconds: 0))
    }

    @Test("A queue that waits in its ring hears of Linux AIO", arguments: [true, false])
    func waitsInRing(boundBefore: Bool) throws {
        let test = try TestQueue(environment: BlockEnvironment())
        _ = try attach(test, .ring)
        if boundBefore { _ = try test.poll(timeout: 0) }
        let handle = try attach(test, .native)
        #expect(!waitsInNative(test))
        // Nothing but these is in flight: no other completion comes to their help.
        for _ in 0..<20 {
            enqueue(test, handle, 0..<16)
            var done = 0
            while done < 16 {
                let taken = try test.poll(timeout: 60_000_000_000).count
                guard taken > 0 else { break }
                done += taken
            }
            try #require(done == 16)
        }
    }

    @Test("One queue serves nodes of all engines, whatever comes and goes", arguments: [true, false])
    func mixed(armed: Bool) throws {
        let (test, native, _) = try queue()
        #expect(waitsInNative(test))
        if armed { try test.queue.arm() }
        enqueue(test, native, 0..<4)
        try test.queue.submit()
        let ring = try attach(test, .ring)
        #expect(!waitsInNative(test))
        let threads = try attach(test, .threads)
        enqueue(test, ring, 4..<8)
        enqueue(test, threads, 8..<12)
        enqueue(test, native, 12..<16)
        #expect(Set(try test.finish().map(\.userData)) == Set(0..<16))
        #expect(memory.bytes.allSatisfy { $0 == 5 })
        try test.queue.detach(ring)
        #expect(waitsInNative(test))
        for (round, node) in [native, threads, native].enumerated() {
            #expect(try test.write(node, [UInt8](repeating: UInt8(round), count: 700), at: 300) == 700)
            #expect(try test.read(node, at: 299, count: 3) == [5, UInt8(round), UInt8(round)])
            #expect(try test.one { $0.flush(node, userData: 0) } == 0)
        }
    }

    @Test("A queue that waits for Linux AIO hears of timers and of workers", arguments: [true, false])
    func others(ring: Bool) throws {
        let (test, native, _) = try queue(ring: ring)
        let null = try test.queue.attach(NullNode(name: "null", size: 1 << 20, latency: 2_000_000))
        #expect(waitsInNative(test))
        for _ in 0..<3 {
            test.queue.flush(null, userData: 1)
            test.queue.writeZeroes(native, at: 0, count: 4096, userData: 2)
            #expect(Set(try test.finish().map(\.userData)) == [1, 2])
        }
        #expect(try test.poll(timeout: 1_000_000).isEmpty)
    }

    @Test("A queue may move to another thread and its context with it")
    func rebind() throws {
        let (test, handle, _) = try queue()
        enqueue(test, handle, 0..<2)
        #expect(try test.finish().count == 2)
        try test.queue.rebind()
        enqueue(test, handle, 2..<4)
        #expect(try test.finish().count == 2)
        #expect(memory.bytes[..<16384].allSatisfy { $0 == 5 })
    }
}
