import Block
import BlockTestSupport
import Synchronization
import Sys
import Testing

/// Many requests, queues, nodes and threads at once.
@Suite struct LoadTests {
    @Test("Every request has exactly one completion while some are cancelled", arguments: Subject.all)
    func cancel(subject: Subject) throws {
        let fixture = try Fixture(subject, size: 1 << 20)
        let test = try TestQueue(environment: fixture.environment, options: subject.queueOptions(depth: 64))
        let handle = try test.queue.attach(fixture.node)
        let memory = try AlignedBuffer(count: 64 * 4096, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        var random = Random(seed: 11)
        var seen: [UInt64: Int] = [:]
        var next: UInt64 = 0
        for _ in 0..<20 {
            var names: [RequestID] = []
            while test.queue.inFlight < 64 {
                let offset = UInt64.random(in: 0..<255, using: &random) * 4096 + (next % 3 == 0 ? 100 : 0)
                let place = base + Int(next % 64) * 4096
                let name =
                    next % 2 == 0
                    ? test.queue.read(handle, into: place, count: 4000, at: offset, userData: next)
                    : test.queue.write(handle, from: place, count: 4000, at: offset, userData: next)
                names.append(try #require(name))
                next += 1
            }
            if Bool.random(using: &random) { try test.queue.submit() }
            for name in names where Int.random(in: 0..<3, using: &random) == 0 { test.queue.cancel(name) }
            for completion in try test.finish() {
                seen[completion.userData, default: 0] += 1
                #expect(completion.result == 4000 || completion.result == Errno.canceled.result)
            }
            // Over, therefore not to be cancelled any more.
            #expect(names.allSatisfy { !test.queue.cancel($0) })
        }
        #expect(seen.count == Int(next))
        #expect(seen.values.allSatisfy { $0 == 1 })
        #expect(test.queue.inFlight == 0)
    }

    @Test("A drain waits for all and keeps their completions", arguments: Subject.all)
    func drain(subject: Subject) throws {
        let fixture = try Fixture(subject, size: 1 << 20)
        let test = try TestQueue(environment: fixture.environment, options: subject.queueOptions(depth: 64))
        let handle = try test.queue.attach(fixture.node)
        let memory = try AlignedBuffer(count: 1 << 20, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        for index in 0..<64 {
            let shift = index % 4 == 0 ? 7 : 0
            test.queue.write(
                handle, from: base + index * 8192, count: 8000, at: UInt64(index * 8192 + shift),
                userData: UInt64(index))
        }
        #expect(try test.queue.drain(timeout: 60_000_000_000))
        #expect(test.queue.inFlight == 64)
        let completions = try test.poll(min: 64, timeout: 0)
        #expect(Set(completions.map(\.userData)) == Set(0..<64))
        #expect(completions.allSatisfy { $0.result == 8000 })
    }

    @Test("Unaligned writes of two queues to the same blocks lose nothing", arguments: Subject.all)
    func twoQueues(subject: Subject) throws {
        guard !subject.engine.name.contains("sqpoll") else { return }
        let cell = 100
        let cells = 400
        let size = 40_960
        let fixture = try Fixture(subject, size: size)
        let failures = Atomic<Int>(0)
        let finished = Atomic<Int>(0)
        let options = subject.queueOptions(depth: 16)
        for half in 0..<2 {
            try fixture.environment.threads.start("hf-test-\(half)") {
                [environment = fixture.environment, node = fixture.node] in
                defer { finished.add(1, ordering: .sequentiallyConsistent) }
                do {
                    let test = try TestQueue(environment: environment, options: options)
                    let handle = try test.queue.attach(node)
                    let memory = UnsafeMutableRawPointer.allocate(byteCount: cells * cell, alignment: 8)
                    defer { memory.deallocate() }
                    for index in 0..<cells {
                        (memory + index * cell).initializeMemory(
                            as: UInt8.self, repeating: UInt8(index & 0xff), count: cell)
                    }
                    var order = Array(stride(from: half, to: cells, by: 2))
                    var random = Random(seed: UInt64(half + 1))
                    order.shuffle(using: &random)
                    for index in order {
                        while test.queue.write(
                            handle, from: memory + index * cell, count: cell, at: UInt64(index * cell), userData: 0)
                            == nil
                        {
                            for completion in try test.poll() where completion.result != Int64(cell) {
                                failures.add(1, ordering: .relaxed)
                            }
                        }
                    }
                    for completion in try test.finish() where completion.result != Int64(cell) {
                        failures.add(1, ordering: .relaxed)
                    }
                } catch {
                    failures.add(1000, ordering: .relaxed)
                }
            }
        }
        let deadline = System.monotonicNanoseconds + 60_000_000_000
        while finished.load(ordering: .sequentiallyConsistent) < 2, System.monotonicNanoseconds < deadline {
            _ = try System.waitReadable([], timeoutNanoseconds: 1_000_000)
        }
        #expect(finished.load(ordering: .sequentiallyConsistent) == 2, "two queues wait for each other")
        #expect(failures.load(ordering: .relaxed) == 0)
        let contents = try fixture.contents(size: size)
        let wrong = (0..<cells * cell).first { contents[$0] != UInt8(($0 / cell) & 0xff) }
        #expect(wrong == nil)
    }

    @Test("Aligned writes of one queue are not undone by unaligned ones of another", arguments: Subject.all)
    func alignedBesideUnaligned(subject: Subject) throws {
        guard subject.driver.direct, !subject.engine.name.contains("sqpoll") else { return }
        let blocks = 4
        let fixture = try Fixture(subject, size: blocks * 4096)
        let options = subject.queueOptions(depth: 8)
        let stops = Atomic<Bool>(false)
        let finished = Atomic<Bool>(false)
        try fixture.environment.threads.start("hf-unaligned") {
            [environment = fixture.environment, node = fixture.node] in
            defer { finished.store(true, ordering: .releasing) }
            guard let test = try? TestQueue(environment: environment, options: options),
                let handle = try? test.queue.attach(node)
            else { return }
            let cell = [UInt8](repeating: 0xcc, count: 100)
            var block = 0
            while !stops.load(ordering: .acquiring) {
                guard (try? test.write(handle, cell, at: UInt64(block * 4096))) == 100 else { return }
                block = (block + 1) % blocks
            }
        }
        let test = try TestQueue(environment: fixture.environment, options: options)
        let handle = try test.queue.attach(fixture.node)
        var undone = 0
        for version in 1..<UInt8(120) {
            for block in 0..<blocks {
                let offset = UInt64(block * 4096)
                try test.write(handle, [UInt8](repeating: version, count: 4096), at: offset)
                let bytes = try test.read(handle, at: offset, count: 4096)
                if bytes[100...].contains(where: { $0 != version }) { undone += 1 }
            }
        }
        #expect(undone == 0)
        #expect(finished.load(ordering: .acquiring) == false, "the unaligned writes failed")
        stops.store(true, ordering: .releasing)
        let deadline = System.monotonicNanoseconds + 60_000_000_000
        // It may wait for an answer of this queue, which has nothing in flight: none is needed.
        while !finished.load(ordering: .acquiring), System.monotonicNanoseconds < deadline {
            _ = try System.waitReadable([], timeoutNanoseconds: 1_000_000)
        }
        #expect(finished.load(ordering: .acquiring) == true)
    }

    @Test("A thousand nodes work on one queue", arguments: EngineRow.all)
    func thousandNodes(engine: EngineRow) throws {
        var options = QueueOptions()
        options.depth = 128
        engine.configure(&options)
        let image = try TemporaryImage(size: 1000 * 4096)
        let test = try TestQueue(
            environment: BlockEnvironment(allowsRing: engine.allowsRing), options: options)
        var file = FileOptions(name: "disk", path: image.path)
        file.engine = engine.engine
        file.direct = engine.needsDirect
        let bottom = try FileNode(file, environment: test.environment)
        let handles = try (0..<1000).map { index in
            try test.queue.attach(
                RawNode(name: "window\(index)", child: bottom, offset: UInt64(index) * 4096, size: 4096))
        }
        let memory = try AlignedBuffer(count: 1000 * 4096, alignment: 4096)
        for index in 0..<1000 {
            let part = memory.bytes.baseAddress.unsafelyUnwrapped + index * 4096
            part.initializeMemory(as: UInt8.self, repeating: UInt8(index % 251), count: 4096)
            while test.queue.write(handles[index], from: part, count: 4096, at: 0, userData: UInt64(index)) == nil {
                #expect(try test.poll().allSatisfy { $0.result == 4096 })
            }
        }
        #expect(try test.finish().allSatisfy { $0.result == 4096 })
        #expect(try image.contents() == Array(memory.bytes))
        for handle in handles { try test.queue.detach(handle) }
        #expect(throws: Errno.badDescriptor) { try test.read(handles[500], at: 0, count: 512) }
    }

    @Test("A drained node holds new requests of every queue until the drain ends", arguments: Subject.all)
    func nodeDrain(subject: Subject) throws {
        let fixture = try Fixture(subject, size: 1 << 16)
        let test = try TestQueue(environment: fixture.environment, options: subject.queueOptions())
        let handle = try test.queue.attach(fixture.node)
        try test.write(handle, [1, 2, 3, 4], at: 0)
        let control = fixture.node.bottom.control
        control.beginDrain()
        #expect(control.isDrained)
        let memory = try AlignedBuffer(count: 8192, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        test.queue.read(handle, into: base, count: 4096, at: 0, userData: 1)
        let name = test.queue.read(handle, into: base + 4096, count: 4096, at: 0, userData: 2)
        let second = try #require(name)
        #expect(try test.poll(timeout: 1_000_000).isEmpty)
        #expect(control.isDrained)
        test.queue.cancel(second)
        #expect(try test.poll().map(\.userData) == [2])
        control.endDrain()
        let completions = try test.poll()
        #expect(completions.map(\.result) == [4096])
        #expect(Array(memory.bytes[..<4]) == [1, 2, 3, 4])
    }
}
