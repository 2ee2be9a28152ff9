import Holdfast
import QAPI
import Synchronization
import Sys
import Testing

struct BackendTests {
    @Test func `threads are named, listed and made by the caller's hook`() throws {
        var configuration = Backend.Configuration()
        let plain = ThreadFactory()
        let holder = Holder(Mutex([]))
        configuration.startThread = { name, body in
            holder.add(name)
            return (try? plain.start(name, body)) != nil
        }
        let backend = try Backend(configuration)
        #expect(backend.threads.map(\.name) == ["hf-control"])
        let thread = try backend.makeIOThread(named: "disk-io")
        #expect(thread.name == "disk-io")
        #expect(holder.names == ["hf-control", "disk-io"])
        #expect(Set(backend.threads.map(\.name)) == ["hf-control", "disk-io"])
    }

    @Test func `a hook that fails is an error`() throws {
        var configuration = Backend.Configuration()
        configuration.startThread = { _, _ in false }
        #expect(throws: QAPIError.self) { try Backend(configuration) }
    }

    @Test func `a sealed backend starts no thread and does I/O all the same`() async throws {
        let backend = try Backend()
        try backend.seal()
        let sealed = backend.threads.map(\.name)
        #expect(sealed.contains("hf-io"))
        let node = try backend.addNode("null-co,node-name=n")
        #expect(try await node.read(count: 16, at: 0) == Array(repeating: 0, count: 16))
        #expect(throws: Errno.notPermitted) { try backend.makeIOThread(named: "late") }
        #expect(backend.threads.map(\.name) == sealed)
    }

    @Test func `the threads end with the backend`() throws {
        let log = Holder(Mutex([]))
        var configuration = Backend.Configuration()
        let plain = ThreadFactory()
        configuration.startThread = { name, body in
            (try? plain.start(name) {
                body()
                log.add(name)
            }) != nil
        }
        var backend: Backend? = try Backend(configuration)
        _ = try backend?.sharedIOThread
        backend = nil
        while !plain.threads.isEmpty {}
        #expect(Set(log.names) == ["hf-control", "hf-io"])
    }

    @Test func `calls run on the control thread, whoever makes them`() async throws {
        let backend = try Backend()
        #expect(!backend.control.isCurrent)
        let names = try await backend.perform { backend throws(QAPIError) in
            // On the thread already: this must not wait for itself.
            let node = try backend.addNode("null-co,node-name=n")
            return backend.control.isCurrent ? [node.name] + backend.nodes.map(\.name) : []
        }
        #expect(names == ["n", "n"])
        let error = await #expect(throws: QAPIError.self) {
            try await backend.perform { backend throws(QAPIError) in try backend.removeNode("absent") }
        }
        #expect(error?.errorClass == .deviceNotFound)
    }

    @Test func `an actor lives on the control thread`() async throws {
        actor Monitor {
            let backend: Backend
            nonisolated var unownedExecutor: UnownedSerialExecutor { backend.control.asUnownedSerialExecutor() }
            init(_ backend: Backend) { self.backend = backend }
            func add(_ option: String) throws -> Bool {
                try backend.addNode(option)
                return backend.control.isCurrent
            }
        }
        let backend = try Backend()
        let monitor = Monitor(backend)
        #expect(try await monitor.add("null-co,node-name=n"))
        #expect(backend.nodes.map(\.name) == ["n"])
    }

    @Test func `calls from many threads take turns`() async throws {
        let backend = try Backend()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<50 {
                group.addTask {
                    _ = try? backend.addNode("null-co,node-name=n\(index)")
                    if index % 2 == 0 { try? backend.removeNode("n\(index)") }
                }
            }
        }
        #expect(backend.nodes.count == 25)
    }
}

/// Collects names from several threads.
private final class Holder: Sendable {
    private let list: Mutex<[String]>
    init(_ list: consuming Mutex<[String]>) { self.list = list }
    var names: [String] { list.withLock { $0 } }
    func add(_ name: String) { list.withLock { $0.append(name) } }
}
