import Block
import BlockTestSupport
import Sys
import Testing

@Suite struct BlockStatusTests {
    /// A file of 1 MiB with data from 64 KiB to 192 KiB, and the first of 700 bytes behind it as the end.
    private func sparse(_ tail: Int = 0) throws -> TemporaryImage {
        let image = try TemporaryImage(size: 1 << 20)
        let data = [UInt8](repeating: 7, count: 128 << 10)
        _ = try data.withUnsafeBytes { try System.pwrite(image.descriptor, $0, at: 64 << 10) }
        if tail > 0 {
            let rest = [UInt8](repeating: 8, count: tail)
            _ = try rest.withUnsafeBytes { try System.pwrite(image.descriptor, $0, at: 1 << 20) }
        }
        return image
    }

    private func extents(_ test: TestQueue, _ node: NodeHandle, from start: UInt64, to end: UInt64) throws
        -> [BlockExtent]
    {
        var result: [BlockExtent] = []
        var offset = start
        while offset < end {
            #expect(test.queue.blockStatus(node, at: offset, count: end - offset, userData: 1) != nil)
            let completion = try #require(try test.poll().first)
            try #require(completion.result > 0)
            result.append(
                BlockExtent(offset: offset, count: UInt64(completion.result), kind: completion.extent))
            offset += UInt64(completion.result)
        }
        return result
    }

    @Test("Holes read as zeroes, what was written is data", arguments: [false, true])
    func sparseFile(direct: Bool) throws {
        let image = try sparse()
        let test = try TestQueue()
        var options = FileOptions(path: image.path)
        options.direct = direct
        let node = try test.queue.attach(FileNode(options, environment: test.environment))
        let found = try extents(test, node, from: 0, to: 1 << 20)
        #expect(
            found == [
                BlockExtent(offset: 0, count: 64 << 10, kind: .zero),
                BlockExtent(offset: 64 << 10, count: 128 << 10, kind: .data),
                BlockExtent(offset: 192 << 10, count: 832 << 10, kind: .zero),
            ])
        // From the middle of data, asked again, and no further than asked.
        for _ in 0..<2 {
            #expect(
                try extents(test, node, from: 100_000, to: 100_100)
                    == [BlockExtent(offset: 100_000, count: 100, kind: .data)])
        }
        #expect(test.statistics(node)?[.blockStatus].operations == 5)
        #expect(test.statistics(node)?.bounced == 0)
    }

    @Test("Data is rounded up to whole blocks where a file ends inside of one", arguments: [1, 512, 4096] as [UInt32])
    func tail(alignment: UInt32) throws {
        let image = try sparse(700)
        let test = try TestQueue()
        var options = FileOptions(path: image.path)
        options.leastAlignment = alignment
        let node = try test.queue.attach(FileNode(options, environment: test.environment))
        let found = try extents(test, node, from: 1 << 20, to: 1 << 20 | 1024)
        let whole = BlockExtent(offset: 1 << 20, count: 1024, kind: .data)
        let parts = [
            BlockExtent(offset: 1 << 20, count: 700, kind: .data),
            BlockExtent(offset: 1 << 20 + 700, count: 324, kind: .zero),
        ]
        #expect(found == (alignment == 1 ? parts : [whole]))
        // A file that others cut off reads as zeroes from there.
        try System.truncate(image.descriptor, to: 4096)
        #expect(
            try extents(test, node, from: 512 << 10, to: 1 << 20)
                == [BlockExtent(offset: 512 << 10, count: 512 << 10, kind: .zero)])
    }

    @Test("Zeroing and discarding turn data into a hole", arguments: [Operation.discard, .writeZeroes])
    func punched(operation: Operation) throws {
        let image = try sparse()
        let test = try TestQueue()
        var options = FileOptions(path: image.path)
        options.discards = true
        let node = try test.queue.attach(FileNode(options, environment: test.environment))
        #expect(try extents(test, node, from: 64 << 10, to: 192 << 10).map(\.kind) == [.data])
        let result = try test.one {
            operation == .discard
                ? $0.discard(node, at: 96 << 10, count: 32 << 10, userData: 0)
                : $0.writeZeroes(node, at: 96 << 10, count: 32 << 10, traits: .mayUnmap, userData: 0)
        }
        #expect(result == 0)
        #expect(
            try extents(test, node, from: 64 << 10, to: 192 << 10) == [
                BlockExtent(offset: 64 << 10, count: 32 << 10, kind: .data),
                BlockExtent(offset: 96 << 10, count: 32 << 10, kind: .zero),
                BlockExtent(offset: 128 << 10, count: 64 << 10, kind: .data),
            ])
    }

    @Test("Where the file system can't tell everything is data", arguments: [Errno.invalidArgument, .notSupported])
    func unknown(error: Errno) throws {
        let image = try sparse()
        let test = try TestQueue()
        let file = try FileNode(FileOptions(path: image.path), environment: test.environment)
        let node = try test.queue.attach(file)
        try Faults.with(Fault(.seek, .fail(error), descriptor: file.descriptor)) { () throws in
            #expect(
                try extents(test, node, from: 0, to: 1 << 20) == [BlockExtent(offset: 0, count: 1 << 20, kind: .data)])
        }
    }

    @Test("A window's offsets count from its start")
    func window() throws {
        let image = try sparse()
        let test = try TestQueue()
        let file = try FileNode(FileOptions(path: image.path), environment: test.environment)
        let raw = try RawNode(name: "raw", child: file, offset: 32 << 10, size: 96 << 10)
        let node = try test.queue.attach(raw)
        #expect(
            try extents(test, node, from: 0, to: 96 << 10) == [
                BlockExtent(offset: 0, count: 32 << 10, kind: .zero),
                BlockExtent(offset: 32 << 10, count: 64 << 10, kind: .data),
            ])
        #expect(
            try test.one { $0.blockStatus(node, at: 96 << 10, count: 1, userData: 0) } == Errno.ioError.result)
        #expect(try test.one { $0.blockStatus(node, at: 96 << 10, count: 0, userData: 0) } == 0)
    }

    @Test("A disk that stores nothing reads as zeroes, unless it leaves memory alone", arguments: [true, false])
    func null(zeroes: Bool) throws {
        let test = try TestQueue()
        let node = try test.queue.attach(NullNode(name: "null", size: 8192, readsZeroes: zeroes))
        #expect(
            try extents(test, node, from: 0, to: 8192)
                == [BlockExtent(offset: 0, count: 8192, kind: zeroes ? .zero : [])])
    }
}
