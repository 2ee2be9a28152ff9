import Block
import BlockTestSupport
import Sys
import Testing

/// Zeroes, discards and questions, checked against a model of what each byte holds and where holes may be.
@Suite struct OperationTests {
    private static let size = 1 << 18

    @Test("What is known about a range agrees with what it holds", arguments: Subject.all)
    func extents(subject: Subject) throws {
        let fixture = try Fixture(subject, size: Self.size, fill: 0xee)
        let test = try TestQueue(environment: fixture.environment, options: subject.queueOptions())
        let handle = try test.queue.attach(fixture.node)
        var random = Random(seed: 21)
        var model = [UInt8](repeating: 0xee, count: Self.size)
        for round in 0..<6 {
            for _ in 0..<5 { try change(test, handle, &model, &random) }
            // Now and then they are asked for before they are on disk.
            if round % 3 == 0 { #expect(try test.one { $0.flush(handle, userData: 0) } == 0) }
            try compare(test, handle, model, subject)
        }
        #expect(try fixture.contents(size: Self.size) == model)
    }

    /// One request that changes the node, and the model with it.
    private func change(
        _ test: TestQueue, _ handle: NodeHandle, _ model: inout [UInt8], _ random: inout Random
    ) throws {
        let unit = [1, 512, 4096, 16384].randomElement(using: &random) ?? 1
        let start = Int.random(in: 0..<Self.size / unit, using: &random) * unit
        let count = min(Self.size - start, Int.random(in: 1...50_000, using: &random) / unit * unit + unit)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let fill = UInt8.random(in: 1...255, using: &random)
            try test.write(handle, [UInt8](repeating: fill, count: count), at: UInt64(start), shift: start % 2)
            model.replaceSubrange(start..<start + count, with: repeatElement(fill, count: count))
        case 1:
            #expect(
                try test.one { $0.discard(handle, at: UInt64(start), count: UInt64(count), userData: 0) } == 0)
            // What isn't aligned stays: only the node knows how much that is.
            let now = try test.read(handle, at: UInt64(start), count: count)
            let wrong = now.indices.first { now[$0] != 0 && now[$0] != model[start + $0] }
            #expect(wrong == nil)
            model.replaceSubrange(start..<start + count, with: now)
        default:
            let traits: RequestTraits = Bool.random(using: &random) ? .mayUnmap : []
            let result = try test.one {
                $0.writeZeroes(handle, at: UInt64(start), count: UInt64(count), traits: traits, userData: 0)
            }
            #expect(result == 0)
            model.replaceSubrange(start..<start + count, with: repeatElement(0, count: count))
        }
    }

    /// Asks about the whole node, piece by piece.
    private func compare(_ test: TestQueue, _ handle: NodeHandle, _ model: [UInt8], _ subject: Subject) throws {
        var offset = 0
        var kinds: [ExtentKind] = []
        while offset < model.count {
            let asked = model.count - offset
            #expect(test.queue.blockStatus(handle, at: UInt64(offset), count: UInt64(asked), userData: 3) != nil)
            let completion = try #require(try test.poll().first)
            try #require(completion.result > 0 && completion.result <= asked)
            let range = offset..<offset + Int(completion.result)
            if completion.extent == .zero {
                let isHole = model.withUnsafeBytes { Zeroes.fill(UnsafeRawBufferPointer(rebasing: $0[range])) }
                #expect(isHole, "\(range) is no hole")
            } else {
                #expect(completion.extent == .data)
            }
            kinds.append(completion.extent)
            offset = range.upperBound
        }
        if subject.driver.isDevice { #expect(kinds == [.data]) }
    }

    @Test("A hole of many blocks is found as soon as it is made", arguments: Subject.all)
    func hole(subject: Subject) throws {
        guard !subject.driver.isDevice else { return }
        let fixture = try Fixture(subject, size: Self.size, fill: 0xee)
        let test = try TestQueue(environment: fixture.environment, options: subject.queueOptions())
        let handle = try test.queue.attach(fixture.node)
        #expect(try test.one { $0.discard(handle, at: 1 << 17, count: 1 << 16, userData: 0) } == 0)
        // A window need not begin where the file's blocks do.
        #expect(test.queue.blockStatus(handle, at: 150_000, count: 30_000, userData: 1) != nil)
        let inside = try #require(try test.poll().first)
        #expect(inside.extent == .zero && inside.result == 30_000)
        #expect(test.queue.blockStatus(handle, at: 0, count: 1 << 18, userData: 1) != nil)
        let before = try #require(try test.poll().first)
        #expect(before.extent == .data)
        #expect((1 << 17...1 << 17 + 8192).contains(before.result))
    }

    @Test("A device zeroes by itself where it can, and keeps what is around", arguments: Subject.all)
    func deviceZeroes(subject: Subject) throws {
        guard subject.driver.isDevice else { return }
        let fixture = try Fixture(subject, size: Self.size, fill: 0xee)
        let test = try TestQueue(environment: fixture.environment, options: subject.queueOptions())
        let handle = try test.queue.attach(fixture.node)
        var model = [UInt8](repeating: 0xee, count: Self.size)
        for (number, traits) in [RequestTraits.mayUnmap, [], .durable, [.mayUnmap, .noFallback]].enumerated() {
            let start = number * 65536 + 4096
            // Cached pages must not outlive it.
            _ = try test.read(handle, at: 0, count: Self.size)
            let result = try test.one {
                $0.writeZeroes(handle, at: UInt64(start), count: 32768, traits: traits, userData: 0)
            }
            // A loop device can deallocate; the last must not write zeroes.
            #expect(result == 0 || traits.contains(.noFallback) && result == Errno.notSupported.result)
            if result == 0 { model.replaceSubrange(start..<start + 32768, with: repeatElement(0, count: 32768)) }
            #expect(try test.read(handle, at: 0, count: Self.size) == model)
        }
    }

    @Test("A device that has grown is used in full when it is asked for its length", arguments: Subject.all)
    func growth(subject: Subject) throws {
        guard subject.driver.grows else { return }
        let fixture = try Fixture(subject, size: Self.size)
        let test = try TestQueue(environment: fixture.environment, options: subject.queueOptions())
        let handle = try test.queue.attach(fixture.node)
        let device = try #require(fixture.node.bottom as? HostDeviceNode)
        try System.truncate(fixture.image.descriptor, to: Int64(Self.size * 2))
        #expect(throws: Errno.ioError) { try test.read(handle, at: UInt64(Self.size), count: 512) }
        // LOOP_SET_CAPACITY: the device takes the size of its file.
        _ = try System.ioctl(fixture.descriptor, DeviceRequest(rawValue: 0x4c07), nil)
        #expect(device.length == Self.size)
        #expect(throws: BlockError.self) { try device.resize(to: UInt64(Self.size * 4), .off, isExact: false) }
        #expect(throws: BlockError.self) { try device.resize(to: UInt64(Self.size), .off, isExact: true) }
        #expect(device.length == Self.size)
        try device.resize(to: UInt64(Self.size), .off, isExact: false)
        #expect(device.length == Self.size * 2)
        #expect(try test.read(handle, at: UInt64(Self.size), count: 512) == [UInt8](repeating: 0, count: 512))
    }

    @Test("Copies inside the kernel arrive, or nothing is claimed", arguments: Subject.all)
    func copies(subject: Subject) throws {
        let source = try Fixture(subject, size: Self.size, fill: 0x11)
        let target = try Fixture(subject, size: Self.size, fill: 0xee)
        let test = try TestQueue(environment: source.environment, options: subject.queueOptions())
        let from = try test.queue.attach(source.node)
        let to = try test.queue.attach(target.node)
        for (offset, count) in [(0, 65536), (8192, 4096), (1000, 3000)] {
            let result = try test.one {
                $0.copy(from: from, at: UInt64(offset), to: to, at: 131_072, count: UInt64(count), userData: 0)
            }
            if result == Int64(count) {
                #expect(
                    try test.read(to, at: 131_072, count: count) == [UInt8](repeating: 0x11, count: count))
            } else {
                #expect(result == Errno.notSupported.result)
            }
        }
        #expect(try Array(target.contents(size: Self.size)[..<131_072]) == [UInt8](repeating: 0xee, count: 131_072))
    }
}
