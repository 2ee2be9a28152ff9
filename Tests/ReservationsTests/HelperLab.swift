import Block
import BlockTestSupport
import JSON
import ObjectModel
import ReservationTestSupport
import Reservations
import SCSI
import Sys
import Testing

/// A manager of the kind `pr-manager-helper` with nodes on a queue.
final class HelperLab {
    let folder: SocketFolder
    let threads = ThreadFactory()
    let store = ObjectStore()
    let test: TestQueue
    /// Every change of the manager's status, as it was told.
    let changes = Locked<[Bool]>([])
    private(set) var handles: [NodeHandle] = []

    init(_ folder: SocketFolder? = nil) throws {
        self.folder = try folder ?? SocketFolder()
        test = try TestQueue()
        let changes = changes
        let environment = ManagerEnvironment(threads: threads) { _, isConnected in
            changes.withLock { $0.append(isConnected) }
        }
        for type in ManagerTable.types(environment) { try store.register(type) }
    }

    deinit { _ = store.deleteAll() }

    /// Creates a manager.
    @discardableResult
    func add(_ path: String, _ id: String = "pr0", _ properties: JSONObject = JSONObject()) throws -> ReservationManager
    {
        var properties = properties
        properties["path"] = .string(path)
        return try #require(
            try store.add("pr-manager-helper", id: id, properties: properties) as? ReservationManager)
    }

    /// Opens a file under a manager and returns its number.
    @discardableResult
    func open(_ path: String, _ manager: ReservationManager) throws -> Int {
        let file = try FileNode(
            FileOptions(name: "disk\(handles.count)", path: path), environment: test.environment, reservations: manager)
        handles.append(try test.queue.attach(file))
        return handles.count - 1
    }

    /// Queues a command on a disk.
    @discardableResult
    func send(_ command: TestCommand, to disk: Int = 0, userData: UInt64 = 0) throws -> RequestID {
        let request = test.queue.passThrough(handles[disk], command.pointer, userData: userData)
        return try #require(request)
    }

    /// Sends a command and waits for its end.
    func run(_ command: TestCommand, on disk: Int = 0) throws -> Completion {
        try send(command, to: disk)
        return try #require(try test.poll().first)
    }

    /// Sends PERSISTENT RESERVE OUT and returns how it ended.
    func run(_ command: PersistentReserveOut, on disk: Int = 0) throws -> CommandResult {
        let memory = TestCommand(command.block, .toDevice, data: command.parameterList)
        return try result(try run(memory, on: disk), memory)
    }

    /// Sends PERSISTENT RESERVE IN and returns its data.
    func read(_ action: PersistentReserveIn.ServiceAction, on disk: Int = 0) throws -> [UInt8] {
        let command = PersistentReserveIn(action, allocationLength: 1024)
        let memory = TestCommand(command.block, .fromDevice, room: 1024)
        let completion = try run(memory, on: disk)
        try #require(try result(completion, memory) == .good)
        return Array(memory.data.prefix(1024 - Int(completion.residual)))
    }

    func keys(on disk: Int = 0) throws -> [UInt64] {
        let data = try read(.readKeys, on: disk)
        return try ReadKeysData(decoding: data.span).keys
    }

    private func result(_ completion: Completion, _ memory: TestCommand) throws -> CommandResult {
        try #require(completion.result == 0, "\(completion.result)")
        let sense = Array(memory.sense.prefix(Int(completion.senseLength)))
        return CommandResult(SCSIStatus(rawValue: completion.status), sense: Sense(decoding: sense.span))
    }
}

/// Waits for something that another thread brings about; false after a minute.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = System.monotonicNanoseconds + 60_000_000_000
    while System.monotonicNanoseconds < deadline {
        if try condition() { return true }
        _ = try? System.waitReadable([], timeoutNanoseconds: 1_000_000)
    }
    return false
}

/// CDBs that tests send.
enum Blocks {
    static let readKeys: [UInt8] = [0x5e, 0, 0, 0, 0, 0, 0, 0, 64, 0]
    static let register: [UInt8] = [0x5f, 0, 0, 0, 0, 0, 0, 0, 24, 0]
    /// READ KEYS with an allocation length.
    static func readKeys(_ length: UInt16) -> [UInt8] {
        PersistentReserveIn(.readKeys, allocationLength: length).block
    }
}
