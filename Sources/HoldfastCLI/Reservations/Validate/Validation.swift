import Holdfast
import SCSI

/// The steps that clusters take on a shared disk, with two nodes of this process as the machines.
final class Validation {
    /// One thing that was tried.
    struct Step {
        var name: String
        var hasPassed: Bool
        /// What was found where it didn't pass, or a figure.
        var detail: String
        var microseconds: UInt64
    }

    private(set) var steps: [Step] = []
    /// How long PREEMPT AND ABORT of the busy writer took.
    private(set) var fenceMicroseconds: UInt64?
    private let first: Node
    private let second: Node
    private let clock = ContinuousClock()

    private static let (firstKey, secondKey): (UInt64, UInt64) = (0x686f_6c64_6661_7301, 0x686f_6c64_6661_7302)
    private static let shared = ReservationType.writeExclusiveRegistrantsOnly

    init(_ first: Node, _ second: Node) {
        self.first = first
        self.second = second
    }

    /// Takes all steps; whatever comes of them, both nodes are unregistered afterwards.
    func run() async {
        await beginnings()
        await clusterValidation()
        await agentFencing()
        for node in [first, second] {
            _ = await send(node, PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: 0))
        }
        await expect("both have left: no keys, no reservation") {
            let (left, holder) = (await keys(second), await held(second))
            return left == [] && holder == nil
        }
    }

    // MARK: - The sequences

    private func beginnings() async {
        await expect("a new machine is told of the power on first") {
            let read = PersistentReserveIn(.readKeys, allocationLength: 4096)
            let answers = (await raw(first, read), await raw(second, read))
            return answers.0?.sense?.reason == .powerOnOrReset && answers.1?.sense?.reason == .powerOnOrReset
        }
        await expect("both machines see one disk (VPD page 83h)") {
            first.deviceIdentification != nil && first.deviceIdentification == second.deviceIdentification
        }
        await expect("all types are there, and registrations survive a loss of power") {
            guard let data = await read(first, .reportCapabilities),
                let capabilities = try? ReservationCapabilities(decoding: data.span)
            else { return false }
            return capabilities.canPersist && capabilities.types == Set(ReservationType.allCases)
        }
    }

    /// What the storage tests of Windows' cluster validation do.
    private func clusterValidation() async {
        let (one, two) = (Self.firstKey, Self.secondKey)
        await expect("REGISTER on each machine") {
            let results = (
                await send(first, PersistentReserveOut(.register, key: 0, actionKey: one)),
                await send(second, PersistentReserveOut(.register, key: 0, actionKey: two))
            )
            return results.0 == .good && results.1 == .good
        }
        await expect("each sees both keys") {
            let seen = (await keys(first), await keys(second))
            return seen.0 == [one, two] && seen.1 == [one, two]
        }
        await expect("RESERVE by the first") { await reserve(first, one) == .good }
        await expect("the second reads the reservation of the first") { await held(second)?.key == one }
        await expect("RESERVE by the second is a conflict") { await reserve(second, two) == .reservationConflict }
        await expect("RELEASE by the second releases nothing") {
            let result = await send(second, PersistentReserveOut(.release, type: Self.shared, key: two))
            let left = await held(second)?.key
            return result == .good && left == one
        }
        await expect("who is registered writes") { await write(second) == nil }
        await expect("who has left doesn't") {
            let left = await send(second, PersistentReserveOut(.register, key: two, actionKey: 0))
            let failure = await write(second)
            return left == .good && failure == .reservationConflict
        }
        await expect("... and commands get RESERVATION CONFLICT") {
            second.admit([0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0]) == .refused(.reservationConflict)
        }
        await expect("REGISTER with a wrong key is a conflict") {
            await send(second, PersistentReserveOut(.register, key: 1, actionKey: two)) == .reservationConflict
        }
        await expect("REGISTER AND IGNORE EXISTING KEY lets it write again") {
            let back = await send(second, PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: two))
            let failure = await write(second)
            return back == .good && failure == nil
        }
        await expect("PREEMPT by the second takes the reservation") {
            let command = PersistentReserveOut(.preempt, type: Self.shared, key: two, actionKey: one)
            let result = await send(second, command)
            let (holder, left) = (await held(second)?.key, await keys(second))
            return result == .good && holder == two && left == [two]
        }
        await expect("the first is told, and can't write") {
            let told = first.takeUnitAttention()?.reason
            let failure = await write(first)
            return told == .registrationsPreempted && failure == .reservationConflict
        }
        await expect("RELEASE by the holder; all may write") {
            let result = await send(second, PersistentReserveOut(.release, type: Self.shared, key: two))
            let failure = await write(first)
            return result == .good && failure == nil
        }
        await expect("CLEAR takes all registrations") {
            guard await keys(second) == [two] else { return false }
            let result = await send(second, PersistentReserveOut(.clear, key: two))
            let left = await keys(first)
            return result == .good && left == []
        }
    }

    /// What fence_scsi does: on, off by the other machine, and what the watchdog of the victim looks for.
    private func agentFencing() async {
        let (one, two) = (Self.firstKey, Self.secondKey)
        await expect("fence_scsi on: both register, one reserves") {
            for (node, key) in [(first, one), (second, two)] {
                let command = PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: key)
                guard await send(node, command) == .good else { return false }
            }
            return await reserve(first, one) == .good
        }
        let writer = BusyWriter(first)
        await writer.start()
        try? await Task.sleep(for: .milliseconds(500))
        let before = writer.count
        let started = clock.now
        let command = PersistentReserveOut(.preemptAndAbort, type: Self.shared, key: two, actionKey: one)
        let result = await send(second, command)
        let taken = Self.microseconds(clock.now - started)
        if result != .good { writer.stop() }
        let failures = await writer.wait()
        fenceMicroseconds = result == .good ? taken : nil
        steps.append(
            Step(
                name: "fence_scsi off: PREEMPT AND ABORT of a busy writer", hasPassed: result == .good && before > 0,
                detail: result == .good ? "\(before) writes before it" : "\(result.map { "\($0)" } ?? "no answer")",
                microseconds: taken))
        note(
            "each stream of writes ended with EBADE", failures.allSatisfy { $0 == .reservationConflict },
            "\(failures.count) streams")
        await expect("fence_scsi judges: the key is gone, the reservation is the other's") {
            let (left, holder) = (await keys(second), await held(second)?.key)
            return left == [two] && holder == two
        }
        await expect("the watchdog of the victim misses its own key") {
            let attention = first.takeUnitAttention()?.reason
            let left = await keys(first)
            return attention == .registrationsPreempted && left == [two]
        }
        await expect("the survivor writes") { await write(second) == nil }
    }

    // MARK: - Steps

    /// Adds what was found otherwise.
    func note(_ name: String, _ hasPassed: Bool, _ detail: String) {
        steps.append(Step(name: name, hasPassed: hasPassed, detail: detail, microseconds: 0))
    }

    private func expect(_ name: String, _ body: () async -> Bool) async {
        let started = clock.now
        let hasPassed = await body()
        steps.append(
            Step(name: name, hasPassed: hasPassed, detail: "", microseconds: Self.microseconds(clock.now - started)))
    }

    private static func microseconds(_ duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = duration.components
        return UInt64(clamping: seconds) &* 1_000_000 &+ UInt64(clamping: attoseconds / 1_000_000_000_000)
    }

    // MARK: - Commands

    private func send(_ node: Node, _ command: PersistentReserveOut) async -> CommandResult? {
        while node.takeUnitAttention() != nil {}
        return try? await node.execute(command).result
    }

    private func reserve(_ node: Node, _ key: UInt64) async -> CommandResult? {
        await send(node, PersistentReserveOut(.reserve, type: Self.shared, key: key))
    }

    private func raw(_ node: Node, _ command: PersistentReserveIn) async -> CommandResult? {
        try? await node.execute(command).result
    }

    private func read(_ node: Node, _ action: PersistentReserveIn.ServiceAction) async -> [UInt8]? {
        while node.takeUnitAttention() != nil {}
        guard let reply = try? await node.execute(PersistentReserveIn(action, allocationLength: 8192)),
            reply.result == .good
        else { return nil }
        return reply.data
    }

    private func keys(_ node: Node) async -> [UInt64]? {
        guard let data = await read(node, .readKeys) else { return nil }
        return try? ReadKeysData(decoding: data.span).keys
    }

    private func held(_ node: Node) async -> ReadReservationData.Held? {
        guard let data = await read(node, .readReservation) else { return nil }
        return try? ReadReservationData(decoding: data.span).held
    }

    /// Writes back what the first bytes are; returns why it couldn't.
    private func write(_ node: Node) async -> Errno? {
        do throws(Errno) {
            let bytes = try await node.read(count: BusyWriter.blockSize(of: node), at: 0)
            try await node.write(bytes, at: 0)
            return nil
        } catch {
            return error
        }
    }
}
