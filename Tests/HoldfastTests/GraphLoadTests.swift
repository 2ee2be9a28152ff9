import Foundation
import Holdfast
import QAPI
import Synchronization
import Testing

/// The graph while several threads use it.
struct GraphLoadTests {
    let folder: TemporaryFolder
    let backend: Backend
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
        path = try folder.file(size: 1 << 20)
    }

    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    /// Runs a body on so many threads and waits for all.
    private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) -> Locked<[String]> {
        let (failures, group) = (Locked<[String]>([]), DispatchGroup())
        for index in 0..<count {
            group.enter()
            Thread.detachNewThread {
                do { try body(index) } catch { failures.withLock { $0.append("\(error)") } }
                group.leave()
            }
        }
        group.wait()
        return failures
    }

    @Test func `requests go on while nodes are reopened under them`() throws {
        let option = "driver=raw,node-name=d,file.driver=file,file.filename=\(path)"
        let disk = try backend.addNode(option)
        let (finished, wrong) = (Counter(), Counter())
        let (backend, writers) = (backend, 3)
        let failures = onThreads(writers + 1) { index in
            defer { finished.value.add(1, ordering: .relaxed) }
            guard index < writers else {
                for round in 0..<30 {
                    let direct = round % 2 == 0 ? "on" : "off"
                    try backend.reopenNode("\(option),cache.direct=\(direct),discard=unmap")
                }
                return
            }
            let queue = try OneRequest(backend)
            let handle = try queue.attach(disk, sharesWrites: true, for: "writer\(index)")
            var value: UInt8 = 1
            // As long as the other one reopens, and once at least.
            repeat {
                let offset = UInt64(index) * 65536
                guard try queue.write(handle, value, at: offset) == 4096,
                    try queue.read(handle, at: offset) == (4096, value)
                else {
                    wrong.value.add(1, ordering: .relaxed)
                    return
                }
                value = value &+ 1
            } while finished.value.load(ordering: .relaxed) == 0
            try queue.queue.detach(handle)
        }
        #expect(failures.withLock { $0 } == [])
        #expect(wrong.value.load(ordering: .relaxed) == 0)
        #expect(disk.users.isEmpty && disk.permissions.isEmpty)
    }

    @Test func `of many threads that want a disk for themselves one has it at a time`() throws {
        let disk = try backend.addNode("driver=file,node-name=d,auto-read-only=on,filename=\(path)")
        let (holders, most, successes) = (Counter(), Counter(), Counter())
        let backend = backend
        let failures = onThreads(4) { _ in
            let queue = try OneRequest(backend)
            for _ in 0..<50 {
                guard let handle = try? queue.attach(disk) else { continue }
                let now = holders.value.add(1, ordering: .sequentiallyConsistent).newValue
                most.value.max(now, ordering: .relaxed)
                successes.value.add(1, ordering: .relaxed)
                holders.value.subtract(1, ordering: .sequentiallyConsistent)
                try queue.queue.detach(handle)
            }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(most.value.load(ordering: .relaxed) == 1 && successes.value.load(ordering: .relaxed) > 0)
        #expect(disk.permissions.isEmpty)
        // Nothing is locked any more, and nothing open for writing.
        let file = try System.open(path, .readWrite)
        #expect(try System.conflictingLock(file.rawValue, .exclusive, start: 0, length: 0) == nil)
    }
}
