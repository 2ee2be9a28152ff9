import Block
import BlockTestSupport
import Sys
import Testing

@Suite struct FileNodeTests {
    @Test("What is written is read back, through both cache modes", arguments: [false, true])
    func roundTrip(direct: Bool) throws {
        let image = try TemporaryImage(size: 1 << 20)
        let test = try TestQueue()
        var options = FileOptions(name: "disk", path: image.path)
        options.direct = direct
        let node = try test.queue.attach(FileNode(options, environment: test.environment))
        var random = Random(seed: 1)
        let bytes = random.bytes(8192)
        #expect(try test.write(node, bytes, at: 4096) == 8192)
        #expect(try test.read(node, at: 4096, count: 8192) == bytes)
        #expect(try test.one { $0.flush(node, userData: 0) } == 0)
        #expect(try Array(image.contents()[4096..<12288]) == bytes)
    }

    @Test("A file of half a sector has a whole one, whose rest reads as zeroes")
    func partialSector() throws {
        let image = try TemporaryImage(bytes: [UInt8](repeating: 7, count: 700))
        let test = try TestQueue()
        let file = try FileNode(FileOptions(path: image.path), environment: test.environment)
        #expect(file.length == 1024)
        let node = try test.queue.attach(file)
        let expected = [UInt8](repeating: 7, count: 700) + [UInt8](repeating: 0, count: 324)
        #expect(try test.read(node, at: 0, count: 1024) == expected)
    }

    @Test("Requests beyond the end fail with EIO and touch nothing")
    func bounds() throws {
        let image = try TemporaryImage(size: 8192)
        let test = try TestQueue()
        let node = try test.queue.attach(FileNode(FileOptions(path: image.path), environment: test.environment))
        for offset: UInt64 in [8192, 4097, UInt64.max - 100, 1 << 63] {
            #expect(throws: Errno.ioError) { try test.read(node, at: offset, count: 4096) }
            #expect(throws: Errno.ioError) { try test.write(node, [UInt8](repeating: 1, count: 4096), at: offset) }
        }
        #expect(try image.contents() == [UInt8](repeating: 0, count: 8192))
        #expect(try test.write(node, [], at: 8192) == 0)
    }
}
