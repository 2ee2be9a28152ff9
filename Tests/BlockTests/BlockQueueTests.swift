import Block
import BlockTestSupport
import Sys
import Testing

@Suite struct BlockQueueTests {
    private func nullQueue(
        depth: Int = 8, latency: UInt64 = 0, ring: Bool = true
    ) throws -> (TestQueue, NodeHandle) {
        var options = QueueOptions()
        options.depth = depth
        let environment = BlockEnvironment(allowsRing: ring)
        let test = try TestQueue(environment: environment, options: options)
        return (test, try test.queue.attach(NullNode(name: "null", size: 1 << 20, latency: latency)))
    }

    @Test("A completion is 24 bytes")
    func size() {
        #expect(MemoryLayout<Completion>.size == 24)
        #expect(MemoryLayout<Completion>.stride == 24)
    }

    @Test("A full queue refuses and loses nothing", arguments: [true, false])
    func full(ring: Bool) throws {
        let (test, node) = try nullQueue(depth: 4, ring: ring)
        for tag in 0..<4 { #expect(test.queue.flush(node, userData: UInt64(tag)) != nil) }
        #expect(test.queue.flush(node, userData: 4) == nil)
        let memory = try AlignedBuffer(count: 512, alignment: 512)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        #expect(test.queue.read(node, into: base, count: 512, at: 0, userData: 5) == nil)
        #expect(try test.finish().map(\.userData).sorted() == [0, 1, 2, 3])
        #expect(test.queue.flush(node, userData: 6) != nil)
        #expect(try test.finish().map(\.userData) == [6])
    }

    @Test("Completions that find no room in the buffer wait for the next poll")
    func smallBuffer() throws {
        let (test, node) = try nullQueue(depth: 8)
        for tag in 0..<8 { test.queue.flush(node, userData: UInt64(tag)) }
        let buffer = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 3)
        defer { buffer.deallocate() }
        var tags: [UInt64] = []
        for expected in [3, 3, 2, 0] {
            #expect(try test.queue.poll(buffer, min: 3) == expected)
            tags += buffer[..<expected].map(\.userData)
        }
        #expect(tags == Array(0..<8))
    }

    @Test(
        "Requests that are over at once keep a small buffer from nothing that comes by the ring, nor the other way round",
        arguments: [EngineKind.threads, .ring])
    func smallBufferIsFair(busy: EngineKind) throws {
        var queueOptions = QueueOptions()
        queueOptions.depth = 8
        let test = try TestQueue(options: queueOptions)
        let image = try TemporaryImage(size: 4096)
        func attach(_ engine: EngineKind) throws -> NodeHandle {
            var options = FileOptions(name: "\(engine)", path: image.path)
            options.engine = engine
            options.readOnly = true
            return try test.queue.attach(FileNode(options, environment: test.environment))
        }
        let (busyNode, other) = (try attach(busy), try attach(busy == .ring ? .threads : .ring))
        let memory = try AlignedBuffer(count: 8 * 4096, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        func read(_ node: NodeHandle, _ tag: Int) {
            #expect(
                test.queue.read(node, into: base + tag * 4096, count: 4096, at: 0, userData: UInt64(tag)) != nil)
        }
        for tag in 0..<6 { read(busyNode, tag) }
        let buffer = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 2)
        defer { buffer.deallocate() }
        var isTaken = false
        for round in 0..<10_000 where !isTaken {
            // The others have long been going round.
            if round == 10 { read(other, 7) }
            for completion in buffer[..<(try test.queue.poll(buffer, min: 1))] {
                if completion.userData == 7 { isTaken = true } else { read(busyNode, Int(completion.userData)) }
            }
        }
        #expect(isTaken)
        #expect(try test.finish().count == 6)
    }

    @Test("A poll of an idle queue returns at once")
    func idle() throws {
        let (test, _) = try nullQueue()
        #expect(try test.poll(min: 5, timeout: nil).isEmpty)
        #expect(try test.queue.drain())
    }

    @Test("A poll returns when its time has run out", arguments: [true, false])
    func timeout(ring: Bool) throws {
        let (test, node) = try nullQueue(latency: 50_000_000, ring: ring)
        test.queue.flush(node, userData: 1)
        let start = System.monotonicNanoseconds
        #expect(try test.poll(timeout: 2_000_000).isEmpty)
        #expect(System.monotonicNanoseconds - start >= 2_000_000)
        #expect(try test.finish().map(\.userData) == [1])
        #expect(System.monotonicNanoseconds - start >= 50_000_000)
    }

    @Test("Many timers that end together need one wait", arguments: [true, false])
    func timers(ring: Bool) throws {
        let (test, node) = try nullQueue(depth: 64, latency: 1_000_000, ring: ring)
        for tag in 0..<64 { test.queue.flush(node, userData: UInt64(tag)) }
        #expect(try test.poll(min: 64).count == 64)
    }

    @Test("A request that waits for its time can be cancelled")
    func cancelTimer() throws {
        let (test, node) = try nullQueue(latency: 3_600_000_000_000)
        let name = test.queue.flush(node, userData: 1)
        test.queue.flush(node, userData: 2)
        #expect(test.queue.cancel(try #require(name)))
        let completions = try test.poll()
        #expect(completions == [Completion(userData: 1, result: Errno.canceled.result)])
        #expect(test.queue.inFlight == 1)
        // The other goes with the queue, which waits for nothing that will not come.
    }

    @Test("An unknown handle answers EBADF")
    func unknownHandle() throws {
        let (test, node) = try nullQueue()
        try test.queue.detach(node)
        #expect(try test.one { $0.flush(node, userData: 1) } == Errno.badDescriptor.result)
        #expect(throws: BlockError.self) { try test.queue.detach(node) }
    }

    @Test("A node with unpolled requests can't be detached")
    func busy() throws {
        let (test, node) = try nullQueue()
        test.queue.flush(node, userData: 1)
        #expect { try test.queue.detach(node) } throws: { ($0 as? BlockError)?.code == .busy }
        _ = try test.finish()
        try test.queue.detach(node)
    }

    @Test("A queue moves to another thread only when idle, and works there")
    func rebind() throws {
        let image = try TemporaryImage(size: 8192)
        let test = try TestQueue()
        let node = try test.queue.attach(FileNode(FileOptions(path: image.path), environment: test.environment))
        let region = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 4096)
        defer { region.deallocate() }
        _ = test.queue.addRegion(region)
        try test.write(node, [1, 2, 3], at: 0)
        test.queue.flush(node, userData: 1)
        #expect { try test.queue.rebind() } throws: { ($0 as? BlockError)?.code == .busy }
        _ = try test.finish()
        try test.queue.rebind()
        let base = region.baseAddress.unsafelyUnwrapped
        #expect(try test.one { $0.read(node, into: base, count: 4096, at: 0, userData: 1) } == 4096)
        #expect(Array(region[..<4]) == [1, 2, 3, 0])
    }

    @Test("An armed queue signals its descriptor, a disarmed one doesn't")
    func event() throws {
        let image = try TemporaryImage(size: 1 << 20)
        let test = try TestQueue()
        var options = FileOptions(path: image.path)
        options.direct = true
        let node = try test.queue.attach(FileNode(options, environment: test.environment))
        let memory = try AlignedBuffer(count: 4096, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        let descriptor = test.queue.completionDescriptor
        try test.queue.arm()
        test.queue.acknowledge()
        test.queue.read(node, into: base, count: 4096, at: 0, userData: 1)
        try test.queue.submit()
        #expect(try System.waitReadable([descriptor], timeoutNanoseconds: 60_000_000_000))
        test.queue.acknowledge()
        #expect(try test.poll(timeout: 0).count == 1)
        test.queue.disarm()
        test.queue.read(node, into: base, count: 4096, at: 0, userData: 2)
        #expect(try test.poll().count == 1)
        #expect(try !System.waitReadable([descriptor], timeoutNanoseconds: 0))
        // What was waiting while nobody looked is announced.
        test.queue.read(node, into: base, count: 4096, at: 0, userData: 3)
        try test.queue.submit()
        _ = try test.queue.drain()
        try test.queue.arm()
        #expect(try System.waitReadable([descriptor], timeoutNanoseconds: 60_000_000_000))
        #expect(try test.finish().map(\.userData) == [3])
    }

    @Test("What completions have queued is submitted by arming, and announced")
    func eventOfFollowing() throws {
        let image = try TemporaryImage(size: 1 << 16)
        let test = try TestQueue()
        var options = FileOptions(path: image.path)
        options.leastAlignment = 4096
        let node = try test.queue.attach(FileNode(options, environment: test.environment))
        let memory = try AlignedBuffer(count: 4096, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        // Both ends of an unaligned write are read before it is written.
        test.queue.write(node, from: base, count: 4096, at: 100, userData: 1)
        #expect(try test.poll(min: 0, timeout: 0).isEmpty)
        try test.queue.arm()
        var count = 0
        while count == 0 {
            try #require(try System.waitReadable([test.queue.completionDescriptor], timeoutNanoseconds: 60_000_000_000))
            test.queue.acknowledge()
            count = try test.poll(min: 0, timeout: 0).count
        }
        #expect(count == 1)
    }

    @Test("An answer that needs no kernel is announced too", arguments: [true, false])
    func eventOfReady(ring: Bool) throws {
        let (test, node) = try nullQueue(ring: ring)
        try test.queue.arm()
        test.queue.flush(node, userData: 1)
        try test.queue.submit()
        #expect(try System.waitReadable([test.queue.completionDescriptor], timeoutNanoseconds: 0))
    }

    @Test("A timer is announced too", arguments: [true, false])
    func eventOfTimer(ring: Bool) throws {
        let (test, node) = try nullQueue(latency: 1_000_000, ring: ring)
        try test.queue.arm()
        test.queue.flush(node, userData: 1)
        try test.queue.submit()
        #expect(try System.waitReadable([test.queue.completionDescriptor], timeoutNanoseconds: 60_000_000_000))
        #expect(try test.poll(timeout: 60_000_000_000).count == 1)
    }

    @Test(
        "Nonsensical options are refused",
        arguments: [(0, 16, 1 << 18), (40_000, 16, 1 << 18), (8, 0, 1 << 18), (8, 1, 5000)])
    func options(depth: Int, bounces: Int, size: Int) {
        var options = QueueOptions()
        options.depth = depth
        options.bounceBuffers = bounces
        options.bounceSize = size
        #expect { _ = try BlockQueue(environment: BlockEnvironment(), options: options).depth } throws: {
            ($0 as? BlockError)?.code == .invalid
        }
    }

    @Test("Registered memory works across chunks and when it can't be pinned")
    func regions() throws {
        let image = try TemporaryImage(size: 1 << 16)
        let test = try TestQueue()
        let node = try test.queue.attach(FileNode(FileOptions(path: image.path), environment: test.environment))
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * 8192, alignment: 4096)
        defer { memory.deallocate() }
        let base = memory.baseAddress.unsafelyUnwrapped
        let first = test.queue.addRegion(UnsafeMutableRawBufferPointer(start: base, count: 8192))
        let second = test.queue.addRegion(UnsafeMutableRawBufferPointer(start: base + 16384, count: 8192))
        #expect(first.id != second.id)
        let region = Faults.with(Fault(.ringRegister, .fail(.noMemory), thread: System.threadToken)) {
            test.queue.addRegion(UnsafeMutableRawBufferPointer(start: base + 8192, count: 4096))
        }
        #expect(!region.isPinned)
        for index in 0..<8 {
            (base + index * 4096).initializeMemory(as: UInt8.self, repeating: UInt8(index + 1), count: 4096)
        }
        for index in [0, 4, 1, 5, 2, 6, 3, 7] {
            let start = base + index * 4096
            #expect(
                try test.one { $0.write(node, from: start, count: 4096, at: UInt64(index * 4096), userData: 0) } == 4096
            )
        }
        // Across the end of one region.
        #expect(try test.one { $0.write(node, from: base + 6000, count: 4096, at: 40960, userData: 0) } == 4096)
        let contents = try image.contents()
        #expect(contents[..<32768].elementsEqual(memory))
        #expect(contents[40960..<45056].elementsEqual(memory[6000..<10096]))
        test.queue.removeRegion(first.id)
        #expect(try test.one { $0.read(node, into: base, count: 4096, at: 4096, userData: 0) } == 4096)
        #expect(memory[0] == 2)
    }
}
