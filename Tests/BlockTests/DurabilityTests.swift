import Block
import BlockTestSupport
import Sys
import Testing

/// The table of docs/durability.md, by counting what reaches the kernel.
@Suite struct DurabilityTests {
    /// A cache mode and an engine, and what they make of requests.
    struct Mode: Sendable, CustomTestStringConvertible {
        var direct: Bool
        var dropsFlushes: Bool
        var engine = EngineKind.ring

        var testDescription: String { "\(engine), cache.direct=\(direct), cache.no-flush=\(dropsFlushes)" }

        /// 1 where durability is asked of the kernel.
        var asks: Int { dropsFlushes ? 0 : 1 }

        /// The calls that write and flush, or their completions.
        var calls: (write: SystemCall, sync: SystemCall) {
            switch engine {
            case .native: (.aioWrite, .aioSync)
            case .threads: (.writeVectors, .sync)
            default: (.ringWrite, .ringSync)
            }
        }

        static let all = [EngineKind.ring, .native, .threads].flatMap { engine in
            [false, true].flatMap { direct in
                [false, true].map { Mode(direct: direct, dropsFlushes: $0, engine: engine) }
            }
        }.filter { $0.direct || $0.engine != .native }
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
    private func count(_ mode: Mode, _ descriptor: Int32, _ body: () throws -> Void) throws -> Counts {
        let probe = { (call: SystemCall, request: UInt?) in
            Faults.plant(Fault(call, .short(Int.max), descriptor: descriptor, request: request, times: 1000))
        }
        let tokens = [
            probe(mode.calls.write, 0), probe(mode.calls.write, Self.dsync), probe(mode.calls.sync, nil),
        ]
        // What an engine hands to another thread, or anybody beside it.
        let others = mode.engine == .threads ? [] : [probe(.sync, nil), probe(.writeVectors, nil)]
        defer { (tokens + others).forEach(Faults.remove) }
        try body()
        let hits = tokens.map { 1000 - (Faults.remaining($0) ?? 0) }
        #expect(others.allSatisfy { Faults.remaining($0) == 1000 })
        return Counts(plain: hits[0], synchronous: hits[1], flushes: hits[2])
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
        options.engine = mode.engine
        let file = try FileNode(options, environment: test.environment)
        return (image, test, try test.queue.attach(file), file)
    }

    private let block = [UInt8](repeating: 1, count: 4096)

    @Test("A write is a write", arguments: Mode.all)
    func write(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let counts = try count(mode, file.descriptor) { try test.write(node, block, at: 0) }
        #expect(counts == Counts(plain: 1))
        withExtendedLifetime(image) {}
    }

    @Test("A durable write has RWF_DSYNC, unless flushes are dropped", arguments: Mode.all)
    func durable(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let counts = try count(mode, file.descriptor) { try test.write(node, block, at: 0, durable: true) }
        #expect(counts == Counts(plain: 1 - mode.asks, synchronous: mode.asks))
        withExtendedLifetime(image) {}
    }

    @Test("Of an unaligned durable write every piece has it, and no read", arguments: Mode.all)
    func unaligned(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let bytes = [UInt8](repeating: 1, count: 600_000)
        let counts = try count(mode, file.descriptor) { try test.write(node, bytes, at: 77, shift: 1, durable: true) }
        // Through the page cache it goes as it is; else through bounce buffers of 256 KiB.
        let pieces = mode.direct ? 3 : 1
        #expect(counts == Counts(plain: pieces * (1 - mode.asks), synchronous: pieces * mode.asks))
        withExtendedLifetime(image) {}
    }

    @Test("A flush is a data sync, unless flushes are dropped", arguments: Mode.all)
    func flush(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let counts = try count(mode, file.descriptor) { () throws in
            #expect(try test.one { $0.flush(node, userData: 0) } == 0)
        }
        #expect(counts == Counts(flushes: mode.asks))
        withExtendedLifetime(image) {}
    }

    @Test("Durable zeroes and copies end with a data sync", arguments: Mode.all)
    func zeroes(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode, detection: .on)
        for (traits, expected) in [(RequestTraits.durable, mode.asks), ([], 0)] {
            let zeroes = try count(mode, file.descriptor) { () throws in
                let result = try test.one {
                    $0.writeZeroes(node, at: 0, count: 8192, traits: traits, userData: 0)
                }
                #expect(result == 0)
            }
            #expect(zeroes == Counts(flushes: expected))
            let detected = try count(mode, file.descriptor) { () throws in
                try test.write(node, [UInt8](repeating: 0, count: 8192), at: 8192, durable: traits == .durable)
            }
            #expect(detected == Counts(flushes: expected))
            let copied = try count(mode, file.descriptor) { () throws in
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
        let counts = try count(mode, file.descriptor) { () throws in
            let result = try test.one { $0.writeZeroes(node, at: 0, count: 8192, traits: .durable, userData: 0) }
            #expect(result == 0)
        }
        #expect(counts == Counts(plain: 1 - mode.asks, synchronous: mode.asks, flushes: mode.asks))
        withExtendedLifetime(image) {}
    }

    @Test("Discards, resizing and what a read-only node gets make nothing durable", arguments: Mode.all)
    func others(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        let counts = try count(mode, file.descriptor) { () throws in
            #expect(try test.one { $0.discard(node, at: 0, count: 8192, userData: 0) } == 0)
            try file.resize(to: 2 << 20, .off, isExact: true)
            try file.resize(to: 1 << 20, .off, isExact: true)
        }
        #expect(counts == Counts())
        let (other, guarded, handle, readable) = try prepared(mode, readOnly: true)
        let none = try count(mode, readable.descriptor) { () throws in
            #expect(try guarded.one { $0.flush(handle, userData: 0) } == 0)
            #expect(throws: Errno.notPermitted) { try guarded.write(handle, block, at: 0, durable: true) }
        }
        #expect(none == Counts())
        withExtendedLifetime((image, other)) {}
    }

    @Test("A window that drops flushes drops them for itself alone")
    func window() throws {
        let mode = Mode(direct: false, dropsFlushes: false)
        let (image, test, node, file) = try prepared(mode)
        let dropping = try test.queue.attach(Dropping(file))
        let counts = try count(mode, file.descriptor) { () throws in
            #expect(try test.one { $0.flush(dropping, userData: 0) } == 0)
            try test.write(dropping, block, at: 0, durable: true)
        }
        #expect(counts == Counts(plain: 1))
        let below = try count(mode, file.descriptor) { () throws in
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

    @Test(
        "A flush that failed makes later ones fail, of a cached file alone",
        arguments: Mode.all.filter { !$0.dropsFlushes })
    func sticky(mode: Mode) throws {
        let (image, test, node, file) = try prepared(mode)
        try Faults.with(Fault(mode.calls.sync, .fail(.noSpace), descriptor: file.descriptor)) { () throws in
            #expect(try test.one { $0.flush(node, userData: 0) } == Errno.noSpace.result)
        }
        // The first error stays, whatever comes.
        let expected = mode.direct ? 0 : Errno.noSpace.result
        #expect(try test.one { $0.flush(node, userData: 0) } == expected)
        #expect(try test.one { $0.writeZeroes(node, at: 0, count: 4096, traits: .durable, userData: 0) } == expected)
        #expect(try test.write(node, block, at: 0) == 4096)
        #expect(file.flushFailure == (mode.direct ? nil : .noSpace))
        withExtendedLifetime(image) {}
    }

    @Test(
        "A durable write that fails with EIO is such a flush, other failures aren't",
        arguments: Mode.all.filter { !$0.dropsFlushes && !$0.direct }, [false, true])
    func stickyWrite(mode: Mode, durable: Bool) throws {
        let (image, test, node, file) = try prepared(mode)
        for error in [Errno.noSpace, .ioError] {
            Faults.with(Fault(mode.calls.write, .fail(error), descriptor: file.descriptor)) {
                #expect(throws: error) { try test.write(node, block, at: 0, durable: durable) }
            }
            let fails = durable && error == .ioError
            #expect(try test.one { $0.flush(node, userData: 0) } == (fails ? Errno.ioError.result : 0))
        }
        withExtendedLifetime(image) {}
    }
}
