import BlockSchema
import Holdfast
import JSON
import QAPI
import ReservationTestSupport
import Reservations
import SCSI
import Sys

/// A monitor with one disk, driven by lines.
///
///     object OPTIONS | node OPTIONS | fdset PATH | remove | active on|off | set NAME VALUE
///     pr ACTION TYPE KEY ACTION-KEY | keys | holder | attentions | stuck | slots
///     write EPOCH BLOCK | stamp EPOCH BLOCKS | read BLOCK
///     start EPOCH DEPTH BLOCKS SIZE SEED | stop | figures
///     arm POINT kill|stop COUNT | identity NUMBER
///
/// The answer to each begins with `ok` or `error`.
final class Peer {
    private let backend: Backend
    private var node: Node?
    private var writer: Writer?
    /// What its writes are stamped with.
    private var initiator: UInt64 = 0

    /// What the last one was that held a command up.
    private let stuck = Locked("")
    private let observation: EventObservation

    init() throws {
        backend = try Backend()
        observation = backend.observeEvents { [stuck] event in
            guard let data = event.data as? PrStuckEvent else { return }
            stuck.withLock { $0 = data.reason }
        }
    }

    func answer(to line: String) -> String {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = words.count > 1 ? words[1] : ""
        do {
            return ("ok " + (try run(words.first ?? "", rest))).trimmed
        } catch let error as QAPIError {
            return "error \(error.message)"
        } catch {
            return "error \(error)"
        }
    }

    /// A line that can't be understood.
    struct Misuse: Error { let line: String }

    private func run(_ command: String, _ rest: String) throws -> String {
        let numbers = rest.split(separator: " ").map { UInt64($0) ?? 0 }
        switch command {
        case "object": try backend.addObject(rest)
        case "node": node = try backend.addNode(rest)
        case "remove":
            try stop()
            if let node { try backend.removeNode(node.name) }
            node = nil
        case "active": try backend.setActive(rest == "on", node: try disk.name)
        case "set":
            let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2 else { throw Misuse(line: rest) }
            let value: JSONValue = Int64(words[1]).map { .int($0) } ?? .string(words[1])
            try backend.setProperty(words[0], of: "/objects/pr0", to: value)
        case "pr": return try reserve(rest.split(separator: " ").map(String.init))
        case "keys": return try keys()
        case "holder": return try holder()
        case "attentions": return try attentions()
        case "slots": return slots()
        case "identity": initiator = numbers[0]
        case "fdset":
            let descriptor = try System.open(rest, .readWrite)
            return "/dev/fdset/\(try backend.addDescriptor(descriptor.rawValue).fdsetId)"
        case "write":
            return "\(try Request(backend, try disk).write(stamp(numbers[0], 0, numbers[1]), at: numbers[1]))"
        case "read": return "\(try Request(backend, try disk).read(at: numbers[0]))"
        case "stamp":
            let request = try Request(backend, try disk)
            for block in 0..<numbers[1] {
                let result = request.write(stamp(numbers[0], block, block), at: block)
                guard result == BlockStamp.blockSize else { return "\(result)" }
            }
            return "\(BlockStamp.blockSize)"
        case "start":
            guard numbers.count == 5 else { throw Misuse(line: rest) }
            try stop()
            writer = try Writer(
                backend, try disk, initiator: initiator, epoch: numbers[0], depth: Int(numbers[1]), blocks: numbers[2],
                size: Int(numbers[3]), seed: numbers[4])
        case "stop": return try stop()
        case "stuck": return stuck.withLock { $0 }
        case "figures": return writer.map { "\($0.figures)" } ?? ""
        case "arm": try arm(rest.split(separator: " ").map(String.init))
        default: throw Misuse(line: command)
        }
        return ""
    }

    private var disk: Node {
        get throws {
            guard let node else { throw Misuse(line: "no node") }
            return node
        }
    }

    private func stamp(_ epoch: UInt64, _ sequence: UInt64, _ block: UInt64) -> BlockStamp {
        BlockStamp(
            initiator: initiator, epoch: epoch, sequence: sequence, offset: block * UInt64(BlockStamp.blockSize))
    }

    @discardableResult
    private func stop() throws -> String {
        guard let writer else { return "" }
        self.writer = nil
        return "\(writer.stop())"
    }

    // MARK: - Reservations

    private static let actions: [String: PersistentReserveOut.ServiceAction] = [
        "register": .register, "ignore": .registerAndIgnoreExistingKey, "reserve": .reserve, "release": .release,
        "clear": .clear, "preempt": .preempt, "abort": .preemptAndAbort, "replace": .replaceLostReservation,
    ]

    /// Sends a command, and again for every unit attention that it meets: `STATUS ua=...`.
    private func reserve(_ words: [String]) throws -> String {
        guard words.count == 4, let action = Self.actions[words[0]], let type = UInt8(words[1]),
            let key = UInt64(words[2]), let actionKey = UInt64(words[3])
        else { throw Misuse(line: words.joined(separator: " ")) }
        let disk = try disk
        return try insist {
            try disk.execute(
                PersistentReserveOut(action, type: ReservationType(rawValue: type), key: key, actionKey: actionKey))
        }.text
    }

    private func keys() throws -> String {
        let disk = try disk
        let answer = try insist { try disk.execute(PersistentReserveIn(.readKeys, allocationLength: 4096)) }
        guard answer.result == .good else { return answer.text }
        let keys = try ReadKeysData(decoding: answer.data.span)
        let list = keys.keys.map { "\($0)" }.joined(separator: ",")
        return "\(answer.text) generation=\(keys.generation) keys=\(list)"
    }

    private func holder() throws -> String {
        let disk = try disk
        let answer = try insist { try disk.execute(PersistentReserveIn(.readReservation, allocationLength: 64)) }
        guard answer.result == .good else { return answer.text }
        let data = try ReadReservationData(decoding: answer.data.span)
        return "\(answer.text) generation=\(data.generation) key=\(data.held.map { "\($0.key)" } ?? "none")"
    }

    /// Takes the unit attentions that wait.
    private func attentions() throws -> String {
        let disk = try disk
        return try insist { try disk.execute(PersistentReserveIn(.readKeys, allocationLength: 8)) }.text
    }

    private struct Answer {
        var result: CommandResult
        var data: [UInt8]
        var attentions: [AdditionalSense]

        /// `GOOD`, `CONFLICT`, `BUSY`, or key, code and qualifier of the sense data.
        var text: String {
            let what =
                switch result.status {
                case .good: "GOOD"
                case .reservationConflict: "CONFLICT"
                case .busy: "BUSY"
                default: result.sense.map { "\($0.key.rawValue)/\(Self.hex($0.reason))" } ?? "\(result.status)"
                }
            return "\(what) ua=\(attentions.map(Self.hex).joined(separator: ","))"
        }

        private static func hex(_ reason: AdditionalSense) -> String {
            let text = String(reason.rawValue, radix: 16)
            return String(repeating: "0", count: 4 - text.count) + text
        }
    }

    private func insist(_ send: () throws -> Node.ReservationReply) throws -> Answer {
        var seen: [AdditionalSense] = []
        while true {
            let reply = try send()
            guard let sense = reply.result.sense, sense.key == .unitAttention, seen.count < 32 else {
                return Answer(result: reply.result, data: reply.data, attentions: seen)
            }
            seen.append(sense.reason)
        }
    }

    /// The slots that this process holds, as the kernel has them.
    private func slots() -> String {
        let holders = LockHolders()
        let first = LockBytes.slot(0)
        var found: Set<Int64> = []
        for name in (try? System.entries(of: "/proc/self/fd")) ?? [] {
            for line in holders.locks(process: "self", descriptor: name)
            where line.start >= first && line.end < first + Int64(LockBytes.slotCount) {
                found.formUnion((line.start...line.end).map { $0 - first })
            }
        }
        return found.sorted().map { "\($0)" }.joined(separator: ",")
    }

    // MARK: - Ends

    /// Kills or stops this process when a point is reached for the COUNT-th time.
    private func arm(_ words: [String]) throws {
        guard words.count == 3, let count = Int(words[2]) else { throw Misuse(line: words.joined(separator: " ")) }
        let (point, kills) = (words[0], words[1] == "kill")
        let rest = Locked(count)
        Milestones.listen { name in
            guard name == point else { return }
            let isDue = rest.withLock { rest in
                rest -= 1
                return rest == 0
            }
            if isDue { Signals.raise(kills ? .kill : .stop) }
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
