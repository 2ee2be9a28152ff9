import Block
import BlockTestSupport
import Sys
import Testing

@Suite struct NullNodeTests {
    @Test("Reads give zeroes, or leave the memory alone when told so", arguments: [true, false])
    func reads(zeroes: Bool) throws {
        let test = try TestQueue()
        let node = try test.queue.attach(NullNode(name: "null", size: 4096, readsZeroes: zeroes))
        #expect(try test.read(node, at: 0, count: 4096) == [UInt8](repeating: zeroes ? 0 : 0xa5, count: 4096))
        #expect(try test.write(node, [1, 2, 3], at: 4093) == 3)
        #expect(throws: Errno.ioError) { try test.write(node, [1, 2, 3], at: 4094) }
        #expect(try test.one { $0.discard(node, at: 0, count: 4096, userData: 0) } == 0)
        #expect(try test.one { $0.writeZeroes(node, at: 0, count: 4096, userData: 0) } == 0)
    }

    @Test("A read-only node refuses what modifies with EPERM")
    func readOnly() throws {
        let test = try TestQueue()
        let node = try test.queue.attach(NullNode(name: "null", size: 4096, isReadOnly: true))
        #expect(throws: Errno.notPermitted) { try test.write(node, [1], at: 0) }
        #expect(try test.one { $0.discard(node, at: 0, count: 1, userData: 0) } == Errno.notPermitted.result)
        #expect(try test.one { $0.writeZeroes(node, at: 0, count: 1, userData: 0) } == Errno.notPermitted.result)
        #expect(try test.one { $0.flush(node, userData: 0) } == 0)
        #expect(try test.read(node, at: 0, count: 1) == [0])
    }
}

@Suite struct RawNodeTests {
    @Test(
        "A window must lie within the child and be whole sectors",
        arguments: [(0, nil, 4096), (512, nil, 3584), (4096, 0, 0), (512, 1024, 1024)] as [(UInt64, UInt64?, UInt64)])
    func windows(offset: UInt64, size: UInt64?, length: UInt64) throws {
        let child = NullNode(name: "null", size: 4096)
        #expect(try RawNode(name: "raw", child: child, offset: offset, size: size).length == length)
    }

    @Test(
        "A window beyond the child, or of half sectors, is refused",
        arguments: [(4097, nil), (0, 4608), (512, 4096), (0, 100), (UInt64.max, nil), (512, UInt64.max - 511)]
            as [(UInt64, UInt64?)])
    func refusals(offset: UInt64, size: UInt64?) {
        let child = NullNode(name: "null", size: 4096)
        #expect { _ = try RawNode(name: "raw", child: child, offset: offset, size: size) } throws: {
            ($0 as? BlockError)?.code == .invalid
        }
    }

    @Test("Requests stay within the window")
    func bounds() throws {
        let image = try TemporaryImage(bytes: [UInt8](repeating: 1, count: 4096))
        let test = try TestQueue()
        let file = try FileNode(FileOptions(path: image.path), environment: test.environment)
        let node = try test.queue.attach(RawNode(name: "raw", child: file, offset: 512, size: 1024))
        try test.write(node, [UInt8](repeating: 2, count: 1024), at: 0)
        #expect(throws: Errno.ioError) { try test.write(node, [3], at: 1024) }
        #expect(throws: Errno.ioError) { try test.read(node, at: 1000, count: 25) }
        let expected: [UInt8] =
            [UInt8](repeating: 1, count: 512) + [UInt8](repeating: 2, count: 1024) + [UInt8](repeating: 1, count: 2560)
        #expect(try image.contents() == expected)
        #expect(test.statistics(node)?.highestWriteEnd == 1024)
    }

    @Test("Device commands pass a whole child and no window")
    func commands() throws {
        let test = try TestQueue()
        var options = FileOptions(path: "/dev/null")
        options.name = "device"
        let device = try HostDeviceNode(options, environment: test.environment)
        let whole = try test.queue.attach(RawNode(name: "whole", child: device))
        let window = try test.queue.attach(RawNode(name: "window", child: device, size: 0))
        let command = TestCommand([0x12, 0, 0, 0, 32, 0])
        #expect(try test.one { $0.passThrough(whole, command.pointer, userData: 0) } == Errno.notTypewriter.result)
        #expect(try test.one { $0.passThrough(window, command.pointer, userData: 0) } == Errno.notSupported.result)
    }
}

@Suite struct OpenTests {
    private let environment = BlockEnvironment()

    private func open(_ path: String, _ change: (inout FileOptions) -> Void = { _ in }) throws -> FileNode {
        var options = FileOptions(path: path)
        change(&options)
        return try FileNode(options, environment: environment)
    }

    @Test("A refused open is an error", arguments: [Errno.accessDenied, .readOnlyFileSystem])
    func refused(error: Errno) throws {
        let image = try TemporaryImage(size: 512)
        Faults.with(Fault(.open, .fail(error), pathSuffix: image.path)) {
            #expect { _ = try open(image.path) } throws: { ($0 as? BlockError)?.cause == .accessDenied }
        }
    }

    @Test("With auto-read-only a file that can't be written to is read-only")
    func autoReadOnly() throws {
        let image = try TemporaryImage(size: 512)
        try Faults.with(Fault(.access, .fail(.readOnlyFileSystem), pathSuffix: image.path)) { () throws in
            #expect(try open(image.path) { $0.autoReadOnly = true }.isReadOnly)
        }
        let node = try open(image.path) { $0.autoReadOnly = true }
        #expect(!node.isReadOnly)
        // Nobody writes yet.
        #expect(try System.openFlags(of: node.descriptor).access == .readOnly)
    }

    @Test("A missing file is not opened read-only instead")
    func missing() {
        #expect { _ = try open("/nonexistent") { $0.autoReadOnly = true } } throws: {
            ($0 as? BlockError)?.cause == .noEntry
        }
    }

    @Test("Drivers refuse the other's kind of file")
    func kinds() throws {
        let image = try TemporaryImage(size: 512)
        #expect { _ = try open("/dev/null") } throws: { ($0 as? BlockError)?.code == .invalid }
        #expect { _ = try HostDeviceNode(FileOptions(path: image.path), environment: environment) } throws: {
            ($0 as? BlockError)?.code == .invalid
        }
    }

    @Test("A file system without direct I/O says what to do")
    func noDirect() throws {
        let image = try TemporaryImage(size: 512)
        Faults.with(Fault(.open, .fail(.invalidArgument), pathSuffix: image.path)) {
            #expect { _ = try open(image.path) { $0.direct = true } } throws: { "\($0)".contains("cache.direct=off") }
        }
    }

    @Test("Alignments that are no power of two are refused", arguments: [0, 3, 131_072] as [UInt32])
    func alignment(alignment: UInt32) throws {
        let image = try TemporaryImage(size: 512)
        #expect { _ = try open(image.path) { $0.leastAlignment = alignment } } throws: {
            ($0 as? BlockError)?.code == .invalid
        }
    }
}
