import Block
import BlockTestSupport
import Sys
import Testing

@Suite struct RangeCopyTests {
    /// Two attached files of 1 MiB; the first has random bytes.
    private struct Pair {
        let test: TestQueue
        let bytes: [UInt8]
        let images: (TemporaryImage, TemporaryImage)
        let files: (FileNode, FileNode)
        let source: NodeHandle
        let target: NodeHandle

        init(readOnlyTarget: Bool = false) throws {
            var random = Random(seed: 5)
            bytes = random.bytes(1 << 20)
            images = (try TemporaryImage(bytes: bytes), try TemporaryImage(size: 1 << 20))
            test = try TestQueue()
            var options = FileOptions(name: "target", path: images.1.path)
            options.readOnly = readOnlyTarget
            files = (
                try FileNode(FileOptions(name: "source", path: images.0.path), environment: test.environment),
                try FileNode(options, environment: test.environment)
            )
            source = try test.queue.attach(files.0)
            target = try test.queue.attach(files.1)
        }

        func copy(_ sourceOffset: UInt64, _ offset: UInt64, _ count: UInt64, durable: Bool = false) throws -> Int64 {
            try test.one {
                $0.copy(
                    from: source, at: sourceOffset, to: target, at: offset, count: count, durable: durable, userData: 9)
            }
        }
    }

    @Test("A range is copied inside the kernel, however unaligned", arguments: [false, true])
    func copies(durable: Bool) throws {
        let pair = try Pair()
        let count = 1 << 19
        let token = Faults.plant(
            Fault(.ringSync, .short(Int.max), descriptor: pair.files.1.descriptor, times: 9))
        defer { Faults.remove(token) }
        #expect(try pair.copy(1001, 77, UInt64(count), durable: durable) == Int64(count))
        let after = try pair.images.1.contents()
        #expect(Array(after[77..<77 + count]) == Array(pair.bytes[1001..<1001 + count]))
        #expect(after[..<77].allSatisfy { $0 == 0 } && after[(77 + count)...].allSatisfy { $0 == 0 })
        #expect(pair.test.statistics(pair.target)?[.copy].bytes == UInt64(count))
        #expect(pair.test.statistics(pair.target)?.highestWriteEnd == UInt64(77 + count))
        // Only a durable copy is flushed.
        #expect(Faults.remaining(token) == (durable ? 8 : 9))
    }

    @Test("A short copy goes on")
    func short() throws {
        let pair = try Pair()
        let fault = Fault(.copyRange, .short(100_000), descriptor: pair.files.1.descriptor, times: 3)
        try Faults.with(fault) { () throws in #expect(try pair.copy(0, 0, 1 << 20) == 1 << 20) }
        #expect(try pair.images.1.contents() == pair.bytes)
    }

    @Test(
        "Where the kernel can't, ENOTSUP tells to read and write",
        arguments: [Errno.crossDevice, .noSystemCall, .invalidArgument, .textBusy])
    func unsupported(error: Errno) throws {
        let pair = try Pair()
        let fault = Fault(.copyRange, .fail(error), descriptor: pair.files.1.descriptor)
        try Faults.with(fault) { () throws in #expect(try pair.copy(0, 0, 4096) == Errno.notSupported.result) }
        #expect(try pair.images.1.contents().allSatisfy { $0 == 0 })
        #expect(pair.test.queue.inFlight == 0)
    }

    @Test("Other failures, and what doesn't fit, are told as they are")
    func failures() throws {
        let pair = try Pair()
        let fault = Fault(.copyRange, .fail(.noSpace), descriptor: pair.files.1.descriptor)
        try Faults.with(fault) { () throws in #expect(try pair.copy(0, 0, 4096) == Errno.noSpace.result) }
        #expect(try pair.copy(1 << 20, 0, 1) == Errno.ioError.result)
        #expect(try pair.copy(0, 1 << 20, 1) == Errno.ioError.result)
        #expect(try pair.copy(1 << 20, 1 << 20, 0) == 0)
        let null = try pair.test.queue.attach(NullNode(name: "null", size: 4096))
        let result = try pair.test.one {
            $0.copy(from: null, at: 0, to: pair.target, at: 0, count: 512, userData: 0)
        }
        #expect(result == Errno.notSupported.result)
        let guarded = try Pair(readOnlyTarget: true)
        #expect(try guarded.copy(0, 0, 4096) == Errno.notPermitted.result)
    }

    @Test("A copy waits for a drain of either side, and a drain for the copy", arguments: [true, false])
    func drains(ofSource: Bool) throws {
        let pair = try Pair()
        let control = ofSource ? pair.files.0.control : pair.files.1.control
        control.beginDrain()
        #expect(
            pair.test.queue.copy(from: pair.source, at: 0, to: pair.target, at: 0, count: 4096, userData: 1) != nil)
        #expect(try pair.test.poll(min: 1, timeout: 20_000_000).isEmpty)
        #expect(control.isDrained)
        // The other side isn't held by a request that waits for this one.
        let other = ofSource ? pair.files.1.control : pair.files.0.control
        other.beginDrain()
        #expect(other.isDrained)
        other.endDrain()
        control.endDrain()
        #expect(try pair.test.poll().map(\.result) == [4096])
        #expect(try Array(pair.images.1.contents()[..<4096]) == Array(pair.bytes[..<4096]))
        // Under way, it holds both up, and tells the drain of its end.
        #expect(
            pair.test.queue.copy(from: pair.source, at: 0, to: pair.target, at: 8192, count: 4096, userData: 2) != nil)
        control.beginDrain()
        #expect(!control.isDrained)
        #expect(try pair.test.poll().map(\.result) == [4096])
        #expect(try pair.test.poll(min: 0, timeout: 0).isEmpty)
        #expect(control.waitDrained(timeoutNanoseconds: 0))
        control.endDrain()
    }

    @Test("The source can't be detached while a copy is unpolled")
    func detaching() throws {
        let pair = try Pair()
        #expect(
            pair.test.queue.copy(from: pair.source, at: 0, to: pair.target, at: 0, count: 4096, userData: 1) != nil)
        #expect(throws: BlockError.self) { try pair.test.queue.detach(pair.source) }
        #expect(try pair.test.poll().map(\.result) == [4096])
        try pair.test.queue.detach(pair.source)
        #expect(try pair.copy(0, 0, 512) == Errno.badDescriptor.result)
    }
}
