import BlockTestSupport
import Sys
import Testing

@testable import Block

@Suite struct EngineChoiceTests {
    /// Collects what is reported.
    private final class Reports: Sendable {
        private let all = Locked<[EngineFallback]>([])
        var taken: [EngineFallback] { all.withLock { $0 } }
        func add(_ fallback: EngineFallback) { all.withLock { $0.append(fallback) } }
    }

    private let reports = Reports()

    private func environment(ring: Bool = true, native: Bool = true) -> BlockEnvironment {
        BlockEnvironment(allowsRing: ring, allowsNative: native, report: { [reports] in reports.add($0) })
    }

    private func open(
        _ environment: BlockEnvironment, folder: String = "/tmp", direct: Bool = false, _ engine: EngineKind? = nil
    ) throws -> (TemporaryImage, FileNode) {
        let image = try TemporaryImage(size: 8192, folder: folder)
        var options = FileOptions(name: "disk", path: image.path)
        options.direct = direct
        options.engine = engine
        return (image, try FileNode(options, environment: environment))
    }

    @Test("io_uring serves files that can say whether they would wait", arguments: [true, false])
    func ring(direct: Bool) throws {
        let choice = try #require(try open(environment(), direct: direct).1.engineRecord?.current)
        #expect(choice.engine == .ring)
        #expect(choice.requested == nil)
        #expect(!choice.isFallback)
        #expect(reports.taken.isEmpty)
    }

    @Test("Files that lie in memory are served by the calling thread", arguments: [true, false])
    func memory(direct: Bool) throws {
        let environment = environment()
        let (_, node) = try open(environment, folder: "/dev/shm", direct: direct)
        let choice = try #require(node.engineRecord?.current)
        #expect(choice.engine == .threads)
        #expect(!choice.isFallback)
        let test = try TestQueue(environment: environment)
        let handle = try test.queue.attach(node)
        #expect(try test.write(handle, [UInt8](repeating: 7, count: 4096), at: 4096) == 4096)
        #expect(try test.read(handle, at: 4096, count: 4096) == [UInt8](repeating: 7, count: 4096))
        #expect(environment.threads.threads.isEmpty)
        #expect(reports.taken.isEmpty)
    }

    @Test(
        "A device that can't say whether it would wait is asked once, and is best served past io_uring's threads",
        arguments: [(true, EngineKind.native), (false, .ring)])
    func silent(direct: Bool, expected: EngineKind) throws {
        let environment = environment()
        let image = try TemporaryImage(size: 8192)
        var options = FileOptions(name: "disk", path: image.path)
        options.direct = direct
        let host = try HostFile(options, environment: environment)
        let selector = EngineSelector()
        let probe = Faults.plant(Fault(.readVectors, .fail(.notSupported), descriptor: host.descriptor, times: 5))
        defer { Faults.remove(probe) }
        for _ in 0..<3 { #expect(selector.choose(host, environment).engine == expected) }
        #expect(Faults.remaining(probe) == 4)
    }

    @Test("What is asked for is what there is", arguments: [EngineKind.ring, .native, .threads], ["/tmp", "/dev/shm"])
    func asked(engine: EngineKind, folder: String) throws {
        let choice = try #require(
            try open(environment(), folder: folder, direct: true, engine).1.engineRecord?.current)
        #expect(choice.engine == engine)
        #expect(choice.requested == engine)
        #expect(choice.reason == "asked for by aio=\(engine.name)")
        #expect(reports.taken.isEmpty)
    }

    @Test(
        "What can't be used gives way to the next, which is reported once",
        arguments: [
            (false, true, true, nil, EngineKind.native), (false, true, false, nil, .threads),
            (false, false, true, nil, .threads), (false, true, true, .ring, .native),
            (true, false, true, .native, .ring),
            (false, false, true, .native, .threads),
        ] as [(Bool, Bool, Bool, EngineKind?, EngineKind)])
    func fallback(ring: Bool, native: Bool, direct: Bool, asked: EngineKind?, expected: EngineKind) throws {
        let (_, node) = try open(environment(ring: ring, native: native), direct: direct, asked)
        let choice = try #require(node.engineRecord?.current)
        #expect(choice.engine == expected)
        #expect(choice.requested == asked)
        #expect(choice.isFallback)
        #expect(choice.reason.hasPrefix("\((asked ?? .ring).name) can't be used: "))
        #expect(reports.taken == [EngineFallback(node: "disk", choice: choice)])
    }

    @Test("Linux AIO without direct I/O is refused, and no other engine is")
    func nativeBuffered() throws {
        #expect { _ = try open(environment(), .native) } throws: {
            ($0 as? BlockError)?.code == .invalid && "\($0)".contains("cache.direct=on")
        }
        #expect(throws: Never.self) { try open(environment(), .threads) }
    }

    @Test("A queue that can't offer the node's engine takes another and says so")
    func queueWithout() throws {
        let (_, node) = try open(environment(), .ring)
        let test = try TestQueue(environment: environment(ring: false))
        let handle = try test.queue.attach(node)
        #expect(node.engineRecord?.current.engine == .threads)
        #expect(reports.taken.map(\.choice.engine) == [.threads])
        #expect(try test.write(handle, [1, 2, 3], at: 100) == 3)
        #expect(try test.read(handle, at: 99, count: 5) == [0, 1, 2, 3, 0])
    }

    @Test("Both probes find what this kernel has")
    func probes() {
        #expect(RingSupport.shared.failure == nil)
        #expect(AIOSupport.shared.failure == nil)
        #expect(Set(EngineKind.allCases.map(\.name)).count == EngineKind.allCases.count)
    }
}
