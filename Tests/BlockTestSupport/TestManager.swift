package import Block
package import Sys

/// A reservation manager in the hands of a test: keeps commands until they are answered.
package final class TestManager: PRManager {
    /// One node at the manager.
    package final class Attachment: PRAttachment {
        /// What came and has no answer.
        package struct Pending: Sendable {
            package let command: ReservationCommand
            package let reply: Reply
        }

        private struct State {
            var pending: [Pending] = []
            var answer: ReservationAnswer?
            var canceled = 0
            var detached = 0
            var events: [Event] = []
            var refusal: BlockError?
        }

        /// What an attachment was told of its node.
        package enum Event: Hashable, Sendable {
            case added(OpenFlags)
            case removed(OpenFlags)
            case activating
            case deactivated
        }

        package let node: NodeIdentity
        package let gate: (any Gate)?
        private let state = Locked(State())
        /// What a real manager would lock on each descriptor that is added.
        private let lockByte: Int64?

        init(_ node: NodeIdentity, gate: (any Gate)?, lockByte: Int64?) throws(BlockError) {
            self.node = node
            self.gate = gate
            self.lockByte = lockByte
            try lock(node.descriptor)
        }

        private func lock(_ descriptor: Int32) throws(BlockError) {
            guard let lockByte else { return }
            do throws(Errno) {
                try System.lock(descriptor, .shared, start: lockByte, length: 1)
            } catch {
                throw BlockError(.system, "no lock", cause: error)
            }
        }

        package func descriptorAdded(_ descriptor: Int32) throws(BlockError) {
            try note(.added(flags(descriptor)))
            try lock(descriptor)
        }

        package func descriptorRemoved(_ descriptor: Int32) {
            try? note(.removed(flags(descriptor)))
            if let lockByte { try? System.unlock(descriptor, start: lockByte, length: 1) }
        }

        package func activating() throws(BlockError) { try note(.activating) }
        package func deactivated() { try? note(.deactivated) }

        private func flags(_ descriptor: Int32) -> OpenFlags {
            ((try? System.openFlags(of: descriptor)) ?? []).intersection([.direct, .readWrite])
        }

        private func note(_ event: Event) throws(BlockError) {
            try state.withLock { state throws(BlockError) in
                state.events.append(event)
                if let refusal = state.refusal { throw refusal }
            }
        }

        /// What it was told, in order.
        package var events: [Event] { state.withLock { $0.events } }

        /// Refuses what it can refuse from now on.
        package func refuse(_ error: BlockError?) { state.withLock { $0.refusal = error } }

        package func submit(_ command: ReservationCommand, reply: Reply) {
            let answer = state.withLock { state in
                state.pending.append(Pending(command: command, reply: reply))
                return state.answer
            }
            if let answer { reply.answer(answer) }
        }

        package func cancel(_ reply: Reply) {
            state.withLock { $0.canceled += 1 }
        }

        package func detach() { state.withLock { $0.detached += 1 } }

        /// Everything that came, answered or not.
        package var commands: [Pending] { state.withLock { $0.pending } }
        package var canceled: Int { state.withLock { $0.canceled } }
        package var detached: Int { state.withLock { $0.detached } }

        /// Answers everything that comes from now on at once.
        package func answerAll(with answer: ReservationAnswer) { state.withLock { $0.answer = answer } }
    }

    private let gate: (any Gate)?
    package private(set) var attachments: [Attachment] = []
    /// Makes the next attachment fail.
    package var refusal: BlockError?
    package let guardsDisk: Bool
    private let lockByte: Int64?

    /// One that guards disks may lock a byte of each descriptor.
    package init(gate: (any Gate)? = nil, guardsDisk: Bool = false, lockByte: Int64? = nil) {
        self.gate = gate
        self.guardsDisk = guardsDisk
        self.lockByte = lockByte
    }

    package func attach(_ node: NodeIdentity) throws(BlockError) -> any PRAttachment {
        if let refusal { throw refusal }
        let attachment = try Attachment(node, gate: gate, lockByte: lockByte)
        attachments.append(attachment)
        return attachment
    }
}

/// A device command with memory of its own: CDB, data and sense data.
package final class TestCommand {
    package let pointer = UnsafeMutablePointer<PassThroughCommand>.allocate(capacity: 1)
    private let memory: UnsafeMutableRawBufferPointer
    private let (blockLength, dataLength): (Int, Int)
    /// What memory is filled with that nobody has written to.
    package static let untouched: UInt8 = 0xa5

    package init(
        _ block: [UInt8], _ direction: PassThroughCommand.Direction = .fromDevice, data: [UInt8]? = nil,
        room: Int = 64, sense: Int = 96, timeout: UInt32 = 1000
    ) {
        (blockLength, dataLength) = (block.count, data?.count ?? room)
        memory = .allocate(byteCount: blockLength + dataLength + sense, alignment: 8)
        memory.initializeMemory(as: UInt8.self, repeating: TestCommand.untouched)
        memory.copyBytes(from: block)
        if let data { UnsafeMutableRawBufferPointer(rebasing: memory[blockLength...]).copyBytes(from: data) }
        pointer.initialize(
            to: PassThroughCommand(
                cdb: UnsafeRawBufferPointer(rebasing: memory[..<blockLength]), direction: direction,
                data: UnsafeMutableRawBufferPointer(rebasing: memory[blockLength..<blockLength + dataLength]),
                sense: UnsafeMutableRawBufferPointer(rebasing: memory[(blockLength + dataLength)...]),
                timeoutMilliseconds: timeout))
    }

    deinit {
        pointer.deallocate()
        memory.deallocate()
    }

    package var data: [UInt8] { Array(memory[blockLength..<blockLength + dataLength]) }
    package var sense: [UInt8] { Array(memory[(blockLength + dataLength)...]) }
    /// True while nobody has written data or sense data.
    package var isUntouched: Bool { (data + sense).allSatisfy { $0 == TestCommand.untouched } }

    /// Changes a byte of the CDB, as a guest might that shares the memory.
    package func setBlock(_ place: Int, _ byte: UInt8) { memory[place] = byte }
}
