import Block
import BlockTestSupport
import Sys
import Testing

/// The table of docs/durability.md, by counting what reaches the kernel.
@Suite struct DurabilityTests {
    /// A cache mode, and what it makes of requests.
    struct Mode: Sendable, CustomTestStringConvertible {
        var direct: Bool
        var dropsFlushes: Bool

        var testDescription: String { "cache.direct=\(direct),cache.no-flush=\(dropsFlushes)" }

        /// 1 where durability is asked of the kernel.
        var asks: Int { dropsFlushes ? 0 : 1 }

        static let all = [false, true].flatMap { direct in
            [false, true].map { Mode(direct: direct, dropsFlushes: $0) }
        }
    }

    /// What requests did to one file.
    private struct Counts: Equatable, CustomStringConvertible {
        var plain = 0
        var synchronous = 0
        var flushes = 0
        var description: String { "\(plain) writes, \(synchronous) with RWF_DSYNC, \(flushes) data syncs" }
    }

    /// RWF_DSYNC.
    private static let dsync: UInt = 2

    /// Counts what `body` does: faults that change nothing and are hit by each call.
    private func count(_ descriptor: Int32, _ body: () throws -> Void) throws -> Counts {
        let probe = { (call: SystemCall, request: UInt?) in
            Faults.plant(Fault(call, .short(Int.max), descriptor: descriptor, request: request, times: 1000))
        }
        let tokens = [probe(.ringWrite, 0), probe(.ringWrite, Self.dsync), probe(.ringSync, nil)]
        let waits = probe(.sync, nil)
        defer { (tokens + [waits]).forEach(Faults.remove) }
        try body()
        let hits = (tokens + [waits]).map { 1000 - (Faults.remaining($0) ?? 0) }
        return Counts(plain: hits[0], synchronous: hits[1], flushes: hits[2] + hits[3])
    }

    private func prepared(
        _ mode: Mode, readOnly: Bool = false, detection: ZeroDetection = .off
    ) throws -> (TemporaryImage, TestQueue, NodeHandle, FileNode) {
        let image = try TemporaryImage(bytes: [UInt8](repeating: 7, count: 1 << 20))
        let test = try TestQueue()
        var options = FileOptions(path: image.path)
        options.direct = mode.direct
        options.dropsFlushes = mode.dropsFlushes
        options.readOnly = readOnly
        options.detectsZeroes = detection
        let file = try FileNode(options, environment: test.environment)
        return (image, test, try test.queue.attach(file), file)
    }

    private let block = [UInt8](repeating: 1, count: 4096)

    @Test("A write is a write", arguments: Mode.all)
    func write(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let counts = try count(file.descriptor) { try test.write(node, block, at: 0) }
        #expect(counts == Counts(plain: 1))
        withExtendedLifetime(image) {}
    }

    @Test("A durable write has RWF_DSYNC, unless flushes are dropped", arguments: Mode.all)
    func durable(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let counts = try count(file.descriptor) { try test.write(node, block, at: 0, durable: true) }
        #expect(counts == Counts(plain: 1 - mode.asks, synchronous: mode.asks))
        withExtendedLifetime(image) {}
    }

    @Test("Of an unaligned durable write every piece has it, and no read", arguments: Mode.all)
    func unaligned(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let bytes = [UInt8](repeating: 1, count: 600_000)
        let counts = try count(file.descriptor) { try test.write(node, bytes, at: 77, shift: 1, durable: true) }
        // Through the page cache it goes as it is; else through bounce buffers of 256 KiB.
        let pieces = mode.direct ? 3 : 1
        #expect(counts == Counts(plain: pieces * (1 - mode.asks), synchronous: pieces * mode.asks))
        withExtendedLifetime(image) {}
    }

    @Test("A flush is a data sync, unless flushes are dropped", arguments: Mode.all)
    func flush(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let counts = try count(file.descriptor) { () throws in
            #expect(try test.one { $0.flush(node, userData: 0) } == 0)
        }
        #expect(counts == Counts(flushes: mode.asks))
        withExtendedLifetime(image) {}
    }

    @Test("Durable zeroes and copies end with a data sync", arguments: Mode.all)
    func zeroes(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode, detection: .on)
        for (traits, expected) in [(RequestTraits.durable, mode.asks), ([], 0)] {
            let zeroes = try count(file.descriptor) { () throws in
                let result = try test.one {
                    $0.writeZeroes(node, at: 0, count: 8192, traits: traits, userData: 0)
                }
                #expect(result == 0)
            }
            #expect(zeroes == Counts(flushes: expected))
            let detected = try count(file.descriptor) { () throws in
                try test.write(node, [UInt8](repeating: 0, count: 8192), at: 8192, durable: traits == .durable)
            }
            #expect(detected == Counts(flushes: expected))
            let copied = try count(file.descriptor) { () throws in
                let result = try test.one {
                    $0.copy(
                        from: node, at: 65536, to: node, at: 131_072, count: 8192, durable: traits == .durable,
                        userData: 0)
                }
                #expect(result == 8192)
            }
            #expect(copied == Counts(flushes: expected))
        }
        withExtendedLifetime(image) {}
    }

    @Test("Durable zeroes that are written have both", arguments: Mode.all)
    func writtenZeroes(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let fault = Faults.plant(Fault(.allocate, .fail(.notSupported), descriptor: file.descriptor, times: 9))
        defer { Faults.remove(fault) }
        let counts = try count(file.descriptor) { () throws in
            let result = try test.one { $0.writeZeroes(node, at: 0, count: 8192, traits: .durable, userData: 0) }
            #expect(result == 0)
        }
        #expect(counts == Counts(plain: 1 - mode.asks, synchronous: mode.asks, flushes: mode.asks))
        withExtendedLifetime(image) {}
    }

    @Test("Discards, resizing and what a read-only node gets make nothing durable", arguments: Mode.all)
    func others(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let counts = try count(file.descriptor) { () throws in
            #expect(try test.one { $0.discard(node, at: 0, count: 8192, userData: 0) } == 0)
            try file.resize(to: 2 << 20, .off, isExact: true)
            try file.resize(to: 1 << 20, .off, isExact: true)
        }
        #expect(counts == Counts())
        let (other, guarded, handle, readable) = try prepared(mode, readOnly: true)
        let none = try count(readable.descriptor) { () throws in
            #expect(try guarded.one { $0.flush(handle, userData: 0) } == 0)
            #expect(throws: Errno.notPermitted) { try guarded.write(handle, block, at: 0, durable: true) }
        }
        #expect(none == Counts())
        withExtendedLifetime((image, other)) {}
    }

    @Test("A window that drops flushes drops them for itself alone")
    func window() throws {
        let (image, test, node, file) = try prepared(Mode(direct: false, dropsFlushes: false))
        let dropping = try test.queue.attach(Dropping(file))
        let counts = try count(file.descriptor) { () throws in
            #expect(try test.one { $0.flush(dropping, userData: 0) } == 0)
            try test.write(dropping, block, at: 0, durable: true)
        }
        #expect(counts == Counts(plain: 1))
        let below = try count(file.descriptor) { () throws in
            #expect(try test.one { $0.flush(node, userData: 0) } == 0)
        }
        #expect(below == Counts(flushes: 1))
        withExtendedLifetime(image) {}
    }

    /// A node with `cache.no-flush=on`.
    private final class Dropping: BlockNode {
        let below: any BottomDriver
        init(_ below: any BottomDriver) { self.below = below }
        var name: String { "dropping" }
        var bottom: any BottomDriver { below }
        var length: UInt64 { below.length }
        func bottomLength(for length: UInt64) throws(BlockError) -> UInt64 { length }
        func lower(into plan: inout Plan) throws(BlockError) {
            try below.lower(into: &plan)
            plan.dropsFlushes = true
        }
    }

    // MARK: - Failures

    @Test("A flush that failed makes later ones fail, of a cached file alone", arguments: [false, true])
    func sticky(direct: Bool) throws {
        let (image, test, node, file) = try prepared(Mode(direct: direct, dropsFlushes: false))
        try Faults.with(Fault(.ringSync, .fail(.noSpace), descriptor: file.descriptor)) { () throws in
            #expect(try test.one { $0.flush(node, userData: 0) } == Errno.noSpace.result)
        }
        // The first error stays, whatever comes.
        let expected = direct ? 0 : Errno.noSpace.result
        #expect(try test.one { $0.flush(node, userData: 0) } == expected)
        #expect(try test.one { $0.writeZeroes(node, at: 0, count: 4096, traits: .durable, userData: 0) } == expected)
        #expect(try test.write(node, block, at: 0) == 4096)
        #expect(file.flushFailure == (direct ? nil : .noSpace))
        withExtendedLifetime(image) {}
    }

    @Test("A durable write that fails with EIO is such a flush, other failures aren't", arguments: [false, true])
    func stickyWrite(durable: Bool) throws {
        let (image, test, node, file) = try prepared(Mode(direct: false, dropsFlushes: false))
        for error in [Errno.noSpace, .ioError] {
            Faults.with(Fault(.ringWrite, .fail(error), descriptor: file.descriptor)) {
                #expect(throws: error) { try test.write(node, block, at: 0, durable: durable) }
            }
            let fails = durable && error == .ioError
            #expect(try test.one { $0.flush(node, userData: 0) } == (fails ? Errno.ioError.result : 0))
        }
        withExtendedLifetime(image) {}
    }
}
