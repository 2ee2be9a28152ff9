import Block
import BlockTestSupport
import Sys
import Testing

@Suite struct ZeroingTests {
    private func prepared(_ discards: Bool = true) throws -> (TemporaryImage, TestQueue, NodeHandle, Int32) {
        let image = try TemporaryImage(bytes: [UInt8](repeating: 7, count: 1 << 20))
        let test = try TestQueue()
        var options = FileOptions(path: image.path)
        options.discards = discards
        let file = try FileNode(options, environment: test.environment)
        return (image, test, try test.queue.attach(file), file.descriptor)
    }

    private func isZeroed(_ image: TemporaryImage, _ range: Range<Int>) throws -> Bool {
        var expected = [UInt8](repeating: 7, count: 1 << 20)
        expected.replaceSubrange(range, with: repeatElement(0, count: range.count))
        return try image.contents() == expected
    }

    @Test(
        "A range reads as zeroes by every way that a file system may lack",
        arguments: [
            [], [Errno.notSupported], [.notSupported, .notSupported], [.invalidArgument], [.busy, .notSupported],
        ],
        [[], RequestTraits.mayUnmap, .durable])
    func ways(failures: [Errno], traits: RequestTraits) throws {
        let (image, test, node, descriptor) = try prepared()
        let tokens = failures.map { Faults.plant(Fault(.allocate, .fail($0), descriptor: descriptor)) }
        defer { tokens.forEach(Faults.remove) }
        #expect(
            try test.one { $0.writeZeroes(node, at: 1000, count: 600_000, traits: traits, userData: 0) } == 0)
        #expect(try isZeroed(image, 1000..<601_000))
        #expect(tokens.compactMap(Faults.remaining).allSatisfy { $0 == 0 })
    }

    @Test("Where nothing helps zeroes are written, unless the caller forbids it")
    func fallback() throws {
        let (image, test, node, descriptor) = try prepared()
        try Faults.with(Fault(.allocate, .fail(.notSupported), descriptor: descriptor, times: 100)) { () throws in
            let refused = try test.one { $0.writeZeroes(node, at: 0, count: 4096, traits: .noFallback, userData: 0) }
            #expect(refused == Errno.notSupported.result)
            #expect(try isZeroed(image, 0..<0))
            #expect(try test.one { $0.writeZeroes(node, at: 77, count: 700_001, userData: 0) } == 0)
            #expect(try isZeroed(image, 77..<700_078))
        }
        #expect(test.statistics(node)?[.writeZeroes].operations == 1)
        #expect(test.statistics(node)?[.writeZeroes].failed == 1)
    }

    @Test("Unmapping gives space back only where the node allows it", arguments: [true, false])
    func unmap(discards: Bool) throws {
        let (image, test, node, _) = try prepared(discards)
        let before = try System.status(of: image.descriptor).allocated
        #expect(try test.one { $0.writeZeroes(node, at: 0, count: 1 << 20, traits: .mayUnmap, userData: 0) } == 0)
        let after = try System.status(of: image.descriptor).allocated
        #expect(discards ? after < before / 2 : after >= before)
        #expect(try isZeroed(image, 0..<1 << 20))
    }

    @Test("A node above that ignores discards keeps zeroes allocated too")
    func ignoredAbove() throws {
        let image = try TemporaryImage(bytes: [UInt8](repeating: 7, count: 1 << 20))
        let test = try TestQueue()
        var options = FileOptions(path: image.path)
        options.discards = true
        let node = try test.queue.attach(Keeping(FileNode(options, environment: test.environment)))
        let before = try System.status(of: image.descriptor).allocated
        #expect(try test.one { $0.writeZeroes(node, at: 0, count: 1 << 20, traits: .mayUnmap, userData: 0) } == 0)
        #expect(try test.one { $0.discard(node, at: 0, count: 1 << 20, userData: 0) } == 0)
        #expect(try System.status(of: image.descriptor).allocated >= before)
        #expect(try isZeroed(image, 0..<1 << 20))
    }

    /// A node with `discard=ignore`.
    private final class Keeping: BlockNode {
        let below: FileNode
        init(_ below: FileNode) { self.below = below }
        var name: String { "keeping" }
        var bottom: any BottomDriver { below }
        var length: UInt64 { below.length }
        func bottomLength(for length: UInt64) throws(BlockError) -> UInt64 { length }
        func lower(into plan: inout Plan) throws(BlockError) {
            try below.lower(into: &plan)
            plan.discards = false
        }
    }

    @Test("Behind the end of a file room is made where nothing else works")
    func behindTheEnd() throws {
        let (image, test, node, descriptor) = try prepared()
        try System.truncate(image.descriptor, to: 4096)
        // In place, and out of the file.
        let faults = (0..<2).map { _ in Faults.plant(Fault(.allocate, .fail(.notSupported), descriptor: descriptor)) }
        defer { faults.forEach(Faults.remove) }
        #expect(
            try test.one { $0.writeZeroes(node, at: 65536, count: 65536, traits: .noFallback, userData: 0) } == 0)
        #expect(faults.map(Faults.remaining) == [0, 0])
        #expect(try image.contents() == [UInt8](repeating: 7, count: 4096) + [UInt8](repeating: 0, count: 126_976))
        // In front of it there is data.
        #expect(
            try test.one { $0.writeZeroes(node, at: 0, count: 4096, traits: .noFallback, userData: 0) }
                == Errno.notSupported.result)
    }

    @Test("A discard punches a hole, or does nothing where the node ignores it", arguments: [true, false])
    func discard(discards: Bool) throws {
        let (image, test, node, _) = try prepared(discards)
        #expect(try test.one { $0.discard(node, at: 4096, count: 8192, userData: 0) } == 0)
        #expect(try isZeroed(image, discards ? 4096..<12288 : 0..<0))
    }

    @Test("A file system that can't discard succeeds without asking again")
    func cannotDiscard() throws {
        let (image, test, node, descriptor) = try prepared()
        let token = Faults.plant(Fault(.allocate, .fail(.notSupported), descriptor: descriptor, times: 5))
        defer { Faults.remove(token) }
        for _ in 0..<3 { #expect(try test.one { $0.discard(node, at: 0, count: 4096, userData: 0) } == 0) }
        #expect(Faults.remaining(token) == 4)
        #expect(try isZeroed(image, 0..<0))
    }

    @Test("An error of the device is reported")
    func error() throws {
        let (_, test, node, descriptor) = try prepared()
        try Faults.with(Fault(.allocate, .fail(.ioError), descriptor: descriptor, times: 2)) { () throws in
            #expect(try test.one { $0.discard(node, at: 0, count: 4096, userData: 0) } == Errno.ioError.result)
            #expect(try test.one { $0.writeZeroes(node, at: 0, count: 4096, userData: 0) } == Errno.ioError.result)
        }
    }
}
