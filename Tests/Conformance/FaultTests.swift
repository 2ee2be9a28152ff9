import Block
import BlockTestSupport
import Glibc
import Sys
import Testing

/// What the engine's bad days do to requests.
@Suite struct FaultTests {
    private static let size = 1 << 17

    private func prepared(_ subject: Subject) throws -> (Fixture, TestQueue, NodeHandle, [UInt8]) {
        let fixture = try Fixture(subject, size: Self.size)
        let test = try TestQueue(environment: fixture.environment, options: subject.queueOptions())
        let handle = try test.queue.attach(fixture.node)
        var random = Random(seed: 3)
        let bytes = random.bytes(Self.size)
        try test.write(handle, bytes, at: 0)
        return (fixture, test, handle, bytes)
    }

    @Test("Short transfers are continued until all is done", arguments: Subject.all, [4096, 5000, 513])
    func short(subject: Subject, length: Int) throws {
        let (fixture, test, handle, bytes) = try prepared(subject)
        // On files with blocks a part of a block at the end of a transfer means the end of the file.
        let step = subject.driver.direct ? 4096 : length
        try Faults.with(Fault(subject.calls.read, .short(step), descriptor: fixture.descriptor, times: 5)) {
            () throws in
            #expect(try test.read(handle, at: 0, count: 65536) == Array(bytes[..<65536]))
            #expect(try test.read(handle, at: 1000, count: 60000, shift: 3) == Array(bytes[1000..<61000]))
        }
        // Of a blocking call the kernel gets the shorter length itself, which must fit the blocks.
        guard !subject.driver.direct || subject.engine.engine != .threads || length % 4096 == 0 else { return }
        var random = Random(seed: 4)
        let others = random.bytes(50_000)
        try Faults.with(Fault(subject.calls.write, .short(length), descriptor: fixture.descriptor, times: 6)) {
            () throws in
            // A write of less than a block is no progress, which looks like a full device.
            guard !subject.driver.direct || length >= 4096 else { return }
            #expect(try test.write(handle, others, at: 4096, shift: 1) == 50_000)
        }
        if !subject.driver.direct || length >= 4096 {
            #expect(try Array(fixture.contents(size: Self.size)[4096..<54096]) == others)
        }
        #expect(try Array(fixture.contents(size: Self.size)[54096...]) == Array(bytes[54096...]))
    }

    @Test("A short vectored transfer is continued in the middle of a vector", arguments: Subject.all)
    func shortVectors(subject: Subject) throws {
        let (fixture, test, handle, bytes) = try prepared(subject)
        let memory = try AlignedBuffer(count: 32768, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        // In reverse order of memory.
        let vectors = [IOVector(base: base + 16384, count: 16384), IOVector(base: base, count: 16384)]
        try Faults.with(Fault(subject.calls.read, .short(20480), descriptor: fixture.descriptor)) { () throws in
            let result = try vectors.withUnsafeBufferPointer { vectors in
                try test.one { $0.read(handle, into: vectors, at: 8192, userData: 0) }
            }
            #expect(result == 32768)
        }
        #expect(Array(memory.bytes[16384...]) == Array(bytes[8192..<24576]))
        #expect(Array(memory.bytes[..<16384]) == Array(bytes[24576..<40960]))
    }

    @Test("EINTR and EAGAIN are tried again", arguments: Subject.all, [Errno.interrupted, .again])
    func again(subject: Subject, error: Errno) throws {
        let (fixture, test, handle, bytes) = try prepared(subject)
        let tokens = [subject.calls.read, subject.calls.write, subject.calls.sync].map {
            Faults.plant(Fault($0, .fail(error), descriptor: fixture.descriptor, times: 3))
        }
        defer { tokens.forEach(Faults.remove) }
        #expect(try test.read(handle, at: 0, count: 8192) == Array(bytes[..<8192]))
        #expect(try test.write(handle, [UInt8](repeating: 9, count: 4096), at: 4096) == 4096)
        #expect(try test.one { $0.flush(handle, userData: 0) } == 0)
        #expect(tokens.map(Faults.remaining) == [0, 0, subject.driver.dropsFlushes ? 3 : 0])
        #expect(try Array(fixture.contents(size: Self.size)[4096..<8192]) == [UInt8](repeating: 9, count: 4096))
    }

    @Test("An error ends its own request and no other", arguments: Subject.all, [Errno.ioError, .noSpace])
    func errors(subject: Subject, error: Errno) throws {
        let (fixture, test, handle, bytes) = try prepared(subject)
        let statistics = try #require(test.statistics(handle))
        Faults.with(
            Fault(subject.calls.read, .fail(error), descriptor: fixture.descriptor),
            Fault(subject.calls.write, .fail(error), descriptor: fixture.descriptor)
        ) {
            #expect(throws: error) { try test.read(handle, at: 0, count: 4096) }
            #expect(throws: error) { try test.write(handle, [UInt8](repeating: 1, count: 4096), at: 0) }
        }
        #expect(try test.read(handle, at: 4096, count: 4096) == Array(bytes[4096..<8192]))
        let after = try #require(test.statistics(handle))
        #expect(after[.read].failed == statistics[.read].failed + 1)
        #expect(after[.write].failed == statistics[.write].failed + 1)
        #expect(after[.read].operations == statistics[.read].operations + 1)
    }

    @Test("An error in an unaligned write's read leaves the blocks as they were", arguments: Subject.all)
    func mergeError(subject: Subject) throws {
        guard subject.driver.direct else { return }
        let (fixture, test, handle, bytes) = try prepared(subject)
        Faults.with(Fault(subject.calls.read, .fail(.ioError), descriptor: fixture.descriptor)) {
            #expect(throws: Errno.ioError) { try test.write(handle, [1, 2, 3], at: 5000) }
        }
        #expect(try fixture.contents(size: Self.size) == bytes)
        // Nothing is left behind that would hold later requests.
        #expect(try test.write(handle, [1, 2, 3], at: 5000) == 3)
        #expect(try Array(fixture.contents(size: Self.size)[4999..<5004]) == [bytes[4999], 1, 2, 3, bytes[5003]])
    }

    @Test("After a failed flush of a cached file every later one fails", arguments: Subject.all)
    func stickyFlush(subject: Subject) throws {
        guard !subject.driver.dropsFlushes else { return }
        let (fixture, test, handle, _) = try prepared(subject)
        try Faults.with(Fault(subject.calls.sync, .fail(.ioError), descriptor: fixture.descriptor)) { () throws in
            #expect(try test.one { $0.flush(handle, userData: 0) } == Errno.ioError.result)
        }
        let expected = subject.driver.direct ? 0 : Errno.ioError.result
        #expect(try test.one { $0.flush(handle, userData: 0) } == expected)
    }

    @Test("A file that was cut short behind our back reads as zeroes from there", arguments: Subject.all)
    func endOfFile(subject: Subject) throws {
        guard !subject.driver.isDevice else { return }
        let (fixture, test, handle, bytes) = try prepared(subject)
        try System.truncate(fixture.image.descriptor, to: Int64(fixture.front + 70_000))
        let zeroes = { (count: Int) in [UInt8](repeating: 0, count: count) }
        #expect(try test.read(handle, at: 65536, count: 16384) == Array(bytes[65536..<70000]) + zeroes(11920))
        #expect(try test.read(handle, at: 69_999, count: 2, shift: 1) == [bytes[69_999], 0])
        #expect(try test.read(handle, at: 100_000, count: 8192) == zeroes(8192))
    }

    @Test("A full file system answers ENOSPC", .enabled(if: geteuid() == 0, "mounting needs root"))
    func full() throws {
        let folder = "/tmp/holdfast-full-\(getpid())"
        mkdir(folder, 0o700)
        defer { rmdir(folder) }
        try #require(mount("tmpfs", folder, "tmpfs", 0, "size=128k") == 0)
        defer { umount2(folder, Int32(MNT_DETACH)) }
        let image = try TemporaryImage(folder: folder)
        try System.truncate(image.descriptor, to: 1 << 20)
        let test = try TestQueue()
        let handle = try test.queue.attach(FileNode(FileOptions(path: image.path), environment: test.environment))
        #expect(throws: Errno.noSpace) { try test.write(handle, [UInt8](repeating: 1, count: 1 << 19), at: 0) }
        #expect(try test.read(handle, at: 1 << 19, count: 4096) == [UInt8](repeating: 0, count: 4096))
    }
}
