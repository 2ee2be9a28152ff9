import Foundation
import Glibc
import Holdfast
import Synchronization
import Testing

/// Runs what `docs/embedding-swift.md` shows.
struct EmbeddingSwiftTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = try folder.file()
    }

    /// A guest that sends its requests one after another, and ends with the last.
    private final class Guest: GuestDevice {
        private struct State: Sendable {
            var next: UInt64 = 0
            var results: [UInt64: Int64] = [:]
        }

        private let bell = Pipe()
        private let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
        private let count: UInt64
        private let state = Mutex(State())

        init(count: UInt64) {
            self.count = count
            memory.initializeMemory(as: UInt8.self, repeating: 0x5a, count: 4096)
            _ = fcntl(doorbell, F_SETFL, O_NONBLOCK)
            ring()
        }

        deinit { memory.deallocate() }

        var doorbell: Int32 { bell.fileHandleForReading.fileDescriptor }

        private func ring() { bell.fileHandleForWriting.write(Data([1])) }

        func next() -> GuestRequest? {
            var rung: UInt8 = 0
            guard Glibc.read(doorbell, &rung, 1) == 1 else { return nil }
            let tag = state.withLock { state in
                defer { state.next += 1 }
                return state.next
            }
            // Each block is written and read, and the last request is a flush.
            let operation: GuestRequest.Operation = tag == count - 1 ? .flush : tag % 2 == 0 ? .write : .read
            return GuestRequest(operation: operation, memory: memory, count: 4096, offset: tag / 2 * 4096, tag: tag)
        }

        func finish(_ completion: Completion) {
            let isLast = state.withLock { state in
                state.results[completion.userData] = completion.result
                return UInt64(state.results.count) == count
            }
            if !isLast { ring() }
        }

        var isOver: Bool { UInt64(results.count) == count }
        var results: [UInt64: Int64] { state.withLock { $0.results } }
    }

    @Test func `a loop serves a guest until it is over`() throws {
        let backend = try Backend()
        let disk = try backend.addNode("driver=file,node-name=disk0,filename=\(path)")
        let guest = Guest(count: 65)
        try serve(guest, disk, on: backend)
        var expected = Dictionary(uniqueKeysWithValues: (UInt64(0)..<64).map { ($0, Int64(4096)) })
        expected[64] = 0
        #expect(guest.results == expected)
        let content = try folder.content()
        #expect(content[..<131072].allSatisfy { $0 == 0x5a } && content[131072...].allSatisfy { $0 == 0 })
        // The loop has let the disk go.
        try backend.removeNode("disk0")
    }

    @Test func `the policy of a disk decides what becomes of a request`() throws {
        let backend = try Backend()
        let disk = try backend.addNode("driver=null-co,node-name=disk0")
        let errors = DeviceErrors(of: disk, device: "vda", policy: ErrorPolicy(reads: .ignore, writes: .stop))
        func ended(_ error: Int32, isWrite: Bool) -> Fate {
            fate(of: Completion(userData: 0, result: Int64(-error)), isWrite: isWrite, errors)
        }
        #expect(fate(of: Completion(userData: 0, result: 512), isWrite: true, errors) == .done)
        #expect(ended(EIO, isWrite: false) == .done)
        #expect(ended(EIO, isWrite: true) == .retryLater)
        #expect(ended(EBADE, isWrite: true) == .failed(.reservationConflict))
    }

    @Test func `a guest's commands reach its reservation manager, others are asked about`() throws {
        let backend = try Backend()
        let first = try openSharedDisk(path, for: "vm-a", on: backend)
        let second = try openSharedDisk(path, for: "vm-b", on: backend)
        let queue = try backend.makeQueue()
        let handle = try queue.attach(first, sharesWrites: true)
        func run(_ command: GuestCommand) throws -> CommandResult {
            let completions = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 1)
            defer { completions.deallocate() }
            try #require(queue.passThrough(handle, command.command, userData: 3) != nil)
            try #require(try queue.poll(completions) == 1)
            return command.result(completions[0])
        }
        let register = PersistentReserveOut(.register, key: 0, actionKey: 0xa)
        let reserve = PersistentReserveOut(.reserve, type: .exclusiveAccess, key: 0xa)
        // Whoever is new is told of the power on first.
        #expect(
            try run(GuestCommand(register.block, .toDevice, data: register.parameterList)).sense?.reason
                == .powerOnOrReset)
        for command in [register, reserve] {
            #expect(try run(GuestCommand(command.block, .toDevice, data: command.parameterList)) == .good)
        }
        let keys = GuestCommand(
            PersistentReserveIn(.readKeys, allocationLength: 64).block, .fromDevice,
            data: Array(repeating: 0, count: 64))
        #expect(try run(keys) == .good)
        #expect(try ReadKeysData(decoding: Array(keys.data).span).keys == [0xa])

        let modeSelect: [UInt8] = [0x15, 0x10, 0, 0, 24, 0]
        #expect(answer(modeSelect, for: first) == nil)
        #expect(answer(modeSelect, for: second)?.sense?.reason == .powerOnOrReset)
        #expect(answer(modeSelect, for: second) == .reservationConflict)
    }

    @Test func `a disk goes from one backend to another and stays where it is when it can't`() async throws {
        let (source, target) = (try Backend(), try Backend())
        let here = try source.addNode("driver=file,node-name=disk0,filename=\(path)")
        let there = try target.addNode("driver=file,node-name=disk0,filename=\(path),active=off")
        try await here.write([1, 2, 3], at: 0)
        let queue = try source.makeQueue()
        let waiting = try target.makeQueue()
        _ = try (queue.attach(here), waiting.attach(there))
        #expect(throws: QAPIError.self) { try takeOver(there, on: target) }
        #expect(there.isActive == false)
        try handOver(here, on: source)
        try takeOver(there, on: target)
        #expect(try await there.read(count: 3, at: 0) == [1, 2, 3])
        await #expect(throws: Errno.notPermitted) { try await here.read(count: 3, at: 0) }
    }
}
