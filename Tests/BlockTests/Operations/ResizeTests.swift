import Block
import BlockTestSupport
import Sys
import Testing

@Suite struct ResizeTests {
    private func prepared(
        size: Int = 8192, direct: Bool = false, readOnly: Bool = false
    ) throws -> (TemporaryImage, TestQueue, FileNode, NodeHandle) {
        let image = try TemporaryImage(bytes: [UInt8](repeating: 7, count: size))
        let test = try TestQueue()
        var options = FileOptions(name: "disk", path: image.path)
        options.direct = direct
        options.readOnly = readOnly
        let file = try FileNode(options, environment: test.environment)
        return (image, test, file, try test.queue.attach(file))
    }

    @Test(
        "A file grows, reads as zeroes there, and queues take requests beyond the old end at once",
        arguments: [Preallocation.off, .reserved, .full], [false, true])
    func growth(preallocation: Preallocation, direct: Bool) throws {
        let (image, test, file, node) = try prepared(direct: direct)
        #expect(throws: Errno.ioError) { try test.read(node, at: 8192, count: 512) }
        try file.resize(to: 1 << 20, preallocation, isExact: false)
        #expect(file.length == 1 << 20)
        #expect(try test.read(node, at: 8192, count: 1 << 16) == [UInt8](repeating: 0, count: 1 << 16))
        #expect(try test.write(node, [1], at: (1 << 20) - 1) == 1)
        #expect(throws: Errno.ioError) { try test.read(node, at: (1 << 20) - 1, count: 2) }
        let allocated = try System.status(of: image.descriptor).allocated
        #expect(preallocation == .off ? allocated < 1 << 19 : allocated >= 1 << 20)
        #expect(try Array(image.contents()[..<8192]) == [UInt8](repeating: 7, count: 8192))
    }

    @Test("A file that shrinks refuses what lies beyond, and what was there is gone when it grows again")
    func shrinking() throws {
        let (image, test, file, node) = try prepared()
        try file.resize(to: 4096, .off, isExact: true)
        #expect(throws: Errno.ioError) { try test.read(node, at: 4096, count: 512) }
        #expect(try System.status(of: image.descriptor).size == 4096)
        try file.resize(to: 8000, .off, isExact: true)
        #expect(file.length == 8192)
        #expect(try System.status(of: image.descriptor).size == 8000)
        #expect(try test.read(node, at: 4096, count: 4096) == [UInt8](repeating: 0, count: 4096))
    }

    @Test("What makes no sense is refused before anything is touched")
    func refusals() throws {
        let (image, _, file, _) = try prepared()
        #expect(throws: BlockError.self) { try file.resize(to: 4096, .full, isExact: true) }
        #expect(throws: BlockError.self) { try file.resize(to: UInt64.max - 5, .off, isExact: true) }
        #expect(throws: BlockError.self) { try file.resize(to: 1 << 63, .off, isExact: true) }
        #expect(file.length == 8192)
        #expect(try System.status(of: image.descriptor).size == 8192)
        let (_, _, guarded, _) = try prepared(readOnly: true)
        #expect { try guarded.resize(to: 4096, .off, isExact: true) } throws: { "\($0)".contains("reading only") }
        let null = NullNode(name: "null", size: 4096)
        #expect { try null.resize(to: 8192, .off, isExact: true) } throws: { "\($0)".contains("null") }
    }

    @Test(
        "A file that can't be allocated has its old length again",
        arguments: [(Preallocation.reserved, SystemCall.allocate), (.full, .pwrite), (.full, .sync)])
    func rollback(preallocation: Preallocation, call: SystemCall) throws {
        let (image, test, file, node) = try prepared()
        Faults.with(Fault(call, .fail(.noSpace), descriptor: file.descriptor)) {
            #expect { try file.resize(to: 1 << 20, preallocation, isExact: true) } throws: {
                ($0 as? BlockError)?.cause == .noSpace
            }
        }
        #expect(try System.status(of: image.descriptor).size == 8192)
        #expect(throws: Errno.ioError) { try test.read(node, at: 8192, count: 512) }
    }

    @Test("A length that changed behind our back is seen when asked for")
    func refresh() throws {
        let (image, test, file, node) = try prepared()
        try System.truncate(image.descriptor, to: 16_384)
        #expect(file.length == 8192)
        #expect(throws: Errno.ioError) { try test.read(node, at: 8192, count: 512) }
        try file.refreshLength()
        #expect(file.length == 16_384)
        #expect(try test.read(node, at: 8192, count: 512) == [UInt8](repeating: 0, count: 512))
    }

    @Test("A window to the end follows its file, one of fixed size doesn't")
    func windows() throws {
        let (_, test, file, _) = try prepared()
        let open = try RawNode(name: "open", child: file, offset: 4096)
        let fixed = try RawNode(name: "fixed", child: file, offset: 4096, size: 4096)
        let node = try test.queue.attach(open)
        #expect(try open.bottomLength(for: 8192) == 12_288)
        #expect(throws: BlockError.self) { try open.bottomLength(for: UInt64.max) }
        #expect { try fixed.bottomLength(for: 8192) } throws: { "\($0)".contains("fixed size") }
        try file.resize(to: 12_288, .off, isExact: true)
        #expect(open.length == 8192 && fixed.length == 4096)
        #expect(try test.write(node, [9], at: 8191) == 1)
        #expect(throws: Errno.ioError) { try test.write(node, [9], at: 8192) }
    }

    // MARK: - The page cache

    @Test("Activation writes back and drops what is cached, unless told not to", arguments: [true, false])
    func dropCache(drops: Bool) throws {
        let image = try TemporaryImage(bytes: [UInt8](repeating: 7, count: 1 << 20))
        var options = FileOptions(path: image.path)
        options.dropsCache = drops
        options.checksCacheDropped = true
        let file = try FileNode(options, environment: BlockEnvironment())
        let calls = [SystemCall.sync, .advise, .residency].map {
            Faults.plant(Fault($0, .short(Int.max), descriptor: file.descriptor, times: 5))
        }
        defer { calls.forEach(Faults.remove) }
        // On a file system that lives in the page cache nothing can be dropped, which the check tells.
        let stays = try isMemoryOnly(image)
        if drops && stays {
            #expect { try file.activated() } throws: { ($0 as? BlockError)?.cause == .busy }
        } else {
            try file.activated()
        }
        #expect(calls.map(Faults.remaining) == (drops ? [4, 4, 4] : [5, 5, 5]))
    }

    private func isMemoryOnly(_ image: TemporaryImage) throws -> Bool {
        try System.synchronizeData(image.descriptor)
        try System.dropCache(image.descriptor)
        return try System.residentPages(image.descriptor, offset: 0, length: 1 << 20) > 0
    }

    @Test("Nothing is dropped for direct I/O")
    func dropCacheDirect() throws {
        let image = try TemporaryImage(size: 4096)
        var options = FileOptions(path: image.path)
        options.direct = true
        let file = try FileNode(options, environment: BlockEnvironment())
        try Faults.with(Fault(.advise, .fail(.ioError), descriptor: file.descriptor)) { () throws in
            try file.activated()
        }
    }
}
