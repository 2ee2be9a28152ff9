import Block
import BlockTestSupport
import JSON
import ObjectModel
import ReservationTestSupport
import SCSI
import Sys
import Testing

@testable import Reservations

/// One image shared by several machines of this process, under software managers.
final class SoftwareLab {
    let image: TemporaryImage
    let disk = MemoryDisk()
    /// What stands for the store's file.
    let place: TemporaryImage
    let reports = Locked<[ReservationReport]>([])
    let threads = ThreadFactory()
    let store = ObjectStore()

    init(folder: String = "/tmp") throws {
        image = try TemporaryImage(size: 1 << 20, folder: folder)
        place = try TemporaryImage(folder: folder)
        let reports = reports
        let environment = ManagerEnvironment(threads: threads, statusChanged: { _, _ in }) { _, _, report in
            reports.withLock { $0.append(report) }
        }
        try store.register(ReservationManager.type)
        try store.register(
            MemoryManager.type(environment, SoftwareManager.SoftwareRuntimeBox(), disk, place: place.path))
    }

    deinit { _ = store.deleteAll() }

    func manager(_ name: String, _ properties: JSONObject = JSONObject()) throws -> SoftwareManager {
        var properties = properties
        properties["initiator"] = .string(name)
        return try #require(
            try store.add("pr-manager-memory", id: "pr-\(name)-\(store.objects.count)", properties: properties)
                as? SoftwareManager)
    }

    /// A machine with the image as its disk.
    func machine(
        _ name: String, _ properties: JSONObject = JSONObject(), readOnly: Bool = false, active: Bool = true,
        allowsRing: Bool = true
    ) throws -> Machine {
        try Machine(
            name, try manager(name, properties), image.path, readOnly: readOnly, active: active, allowsRing: allowsRing)
    }

    /// A machine: an initiator with a queue of its own.
    final class Machine {
        let test: TestQueue
        let node: FileNode
        let handle: NodeHandle

        init(
            _ name: String, _ manager: SoftwareManager, _ path: String, readOnly: Bool = false, active: Bool = true,
            allowsRing: Bool = true
        ) throws {
            test = try TestQueue(environment: BlockEnvironment(allowsRing: allowsRing))
            var options = FileOptions(name: "disk-\(name)", path: path)
            options.readOnly = readOnly
            options.isActive = active
            options.discards = true
            node = try FileNode(options, environment: test.environment, reservations: manager)
            handle = try test.queue.attach(node)
        }

        var attachment: SoftwareAttachment {
            get throws { try #require(node.reservations as? SoftwareAttachment) }
        }

        /// How a write of one block ends.
        func write(_ byte: UInt8 = 1, at offset: UInt64 = 0) throws -> Int64 {
            do {
                return Int64(try test.write(handle, [UInt8](repeating: byte, count: 4096), at: offset))
            } catch let error as Errno {
                return error.result
            }
        }

        /// How a read of one block ends.
        func read(at offset: UInt64 = 0) throws -> Int64 {
            do {
                return Int64(try test.read(handle, at: offset, count: 4096).count)
            } catch let error as Errno {
                return error.result
            }
        }

        func run(_ command: PersistentReserveOut) throws -> CommandResult {
            let memory = TestCommand(command.block, .toDevice, data: command.parameterList)
            return try run(memory)
        }

        /// Runs a command, and again for each unit attention that it meets.
        func insist(_ command: PersistentReserveOut) throws -> CommandResult {
            for _ in 0..<8 {
                let result = try run(command)
                if result.sense?.key != .unitAttention { return result }
            }
            return try run(command)
        }

        func run(_ memory: TestCommand) throws -> CommandResult {
            try #require(test.queue.passThrough(handle, memory.pointer, userData: 0) != nil)
            let completion = try #require(try test.poll().first)
            try #require(completion.result == 0, "\(completion.result)")
            let sense = Array(memory.sense.prefix(Int(completion.senseLength)))
            return CommandResult(SCSIStatus(rawValue: completion.status), sense: Sense(decoding: sense.span))
        }

        func keys() throws -> [UInt64] {
            let command = PersistentReserveIn(.readKeys, allocationLength: 4096)
            for _ in 0..<8 {
                let memory = TestCommand(command.block, .fromDevice, room: 4096)
                let result = try run(memory)
                if result.sense?.key == .unitAttention { continue }
                try #require(result == .good, "\(result)")
                return try ReadKeysData(decoding: memory.data.span).keys
            }
            return []
        }

        /// Takes all unit attentions that wait.
        func attentions() throws -> [AdditionalSense] {
            var result: [AdditionalSense] = []
            while let sense = try attachment.takeAttention() { result.append(sense.reason) }
            return result
        }
    }
}
