import BlockTestSupport
import Sys
import Testing

@testable import Block

@Suite struct ThreadsEngineTests {
    private let image: TemporaryImage
    private let environment = BlockEnvironment()

    init() throws { image = try TemporaryImage(bytes: [UInt8](repeating: 5, count: 1 << 16)) }

    private func queue(direct: Bool = false) throws -> (TestQueue, NodeHandle, FileNode) {
        let test = try TestQueue(environment: environment)
        var options = FileOptions(name: "disk", path: image.path)
        options.engine = .threads
        options.direct = direct
        let node = try FileNode(options, environment: environment)
        return (test, try test.queue.attach(node), node)
    }

    @Test("What the page cache has is read without a worker")
    func cached() throws {
        let (test, handle, _) = try queue()
        for _ in 0..<10 { #expect(try test.read(handle, at: 512, count: 8192).allSatisfy { $0 == 5 }) }
        #expect(environment.threads.threads.isEmpty)
    }

    @Test("What would wait goes to a worker", arguments: [Errno.again, .notSupported])
    func wouldWait(error: Errno) throws {
        let (test, handle, node) = try queue()
        try Faults.with(Fault(.readVectors, .fail(error), descriptor: node.descriptor)) { () throws in
            #expect(try test.read(handle, at: 0, count: 4096) == [UInt8](repeating: 5, count: 4096))
        }
        #expect(environment.threads.threads.map(\.name) == ["hf-worker-1"])
        // A file that can't tell is not asked again.
        let mayAsk = test.queue.state.pointee.plans[0].unwaitedBits & Operation.read.bit != 0
        #expect(mayAsk == (error == .again))
    }

    @Test("Past the page cache every transfer has a worker")
    func direct() throws {
        let (test, handle, _) = try queue(direct: true)
        #expect(try test.read(handle, at: 0, count: 4096) == [UInt8](repeating: 5, count: 4096))
        #expect(environment.threads.threads.count == 1)
    }

    @Test("A durable write is durable by its own call, and a plain one is not")
    func durable() throws {
        let (test, handle, node) = try queue()
        let sync = Faults.plant(Fault(.sync, .fail(.ioError), descriptor: node.descriptor))
        defer { Faults.remove(sync) }
        #expect(try test.write(handle, [1, 2, 3], at: 0, durable: true) == 3)
        #expect(try test.write(handle, [4], at: 3) == 1)
        #expect(Faults.remaining(sync) == 1)
        #expect(try Array(image.contents()[..<5]) == [1, 2, 3, 4, 5])
    }

    @Test("Where no thread can be made the request fails rather than hang")
    func noThread() throws {
        let (test, handle, _) = try queue(direct: true)
        environment.threads.seal()
        #expect(throws: Errno.noMemory) { try test.read(handle, at: 0, count: 4096) }
    }

    @Test("Requests that wait for a worker are taken back")
    func cancel() throws {
        let (test, handle, _) = try queue(direct: true)
        let memory = try AlignedBuffer(count: 4096, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        let name = test.queue.read(handle, into: base, count: 4096, at: 0, userData: 1)
        #expect(test.queue.cancel(try #require(name)) == true)
        #expect(try test.poll() == [Completion(userData: 1, result: Errno.canceled.result)])
        #expect(environment.threads.threads.isEmpty)
    }
}
