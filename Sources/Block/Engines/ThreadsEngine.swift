internal import Sys

/// Blocking calls of the worker pool: works with every file and every kernel.
///
/// What needs no waiting needs no worker: the queue's own thread asks the page cache with RWF_NOWAIT first, which costs
/// less than waking a thread, and copies from and to files that lie in memory. Past the page cache it would wait for the
/// device.
enum ThreadsEngine: Engine {
    static func prepare(
        _ queue: inout QueueState, _ handle: UInt32, _ attachment: inout Attachment, _ plan: inout Plan
    ) throws(Errno) {
        if plan.isBuffered || plan.isInMemory { plan.unwaitedBits = Operation.read.bit | Operation.write.bit }
        plan.carriesDirectly()
    }

    static func issue(_ queue: inout QueueState, _ index: UInt32) {
        let slot = queue.slots + Int(index)
        let piece = queue.piece(index)
        let plan = queue.plans + Int(slot.pointee.plan)
        var transfer = WorkerTransfer()
        transfer.work = piece.work
        transfer.descriptor = plan.pointee.descriptor
        transfer.address = piece.vectorCount == 0 ? slot.pointee.address : UInt64(slot.pointee.vectors)
        transfer.length = slot.pointee.length
        transfer.vectorCount = piece.vectorCount
        transfer.offset = slot.pointee.offset
        if piece.work == .write, slot.pointee.traits & RequestTraits.durable.rawValue != 0 {
            transfer.flags = System.TransferFlags(rawValue: Int32(bitPattern: plan.pointee.durableFlags))
        }
        let job = QueueState.job(of: queue.slow + Int(index))
        job.pointee.slot = index
        job.pointee.transfer = transfer
        queue.jobs.append(job)
    }

    static func cancel(_ queue: inout QueueState, _ index: UInt32) -> Bool {
        let job = QueueState.job(of: queue.slow + Int(index))
        if queue.jobs.remove(job) { return true }
        guard queue.environment.workers.withdraw(job) else { return false }
        job.pointee.mailbox = nil
        return true
    }

    static func submit(_ queue: inout QueueState) -> Bool { queue.submitJobs() }
}

extension QueueState {
    /// Answers what needs no waiting, and hands the rest to the pool; false when there was nothing.
    mutating func submitJobs() -> Bool {
        guard jobs.count > 0 else { return false }
        var rest = WorkerChain()
        while let job = jobs.popFirst() {
            guard !answersUnwaited(job) else { continue }
            job.pointee.mailbox = mailbox
            rest.append(job)
        }
        guard rest.count > 0 else { return true }
        do throws(Errno) {
            try environment.workers.submit(rest)
        } catch {
            while let job = rest.popFirst() {
                job.pointee.mailbox = nil
                // No thread at all, which another try would not change.
                engineDone(job.pointee.slot, Errno.noMemory.result)
            }
        }
        return true
    }

    /// Carries a job out at once if that needs no waiting.
    private mutating func answersUnwaited(_ job: UnsafeMutablePointer<WorkerJob>) -> Bool {
        guard let transfer = job.pointee.transfer else { return false }
        let index = job.pointee.slot
        let plan = plans + Int(slots[Int(index)].plan)
        let bit: UInt32
        switch transfer.work {
        case .nop:
            engineDone(index, 0)
            return true
        case .flush: return false
        case .read: bit = Operation.read.bit
        case .write: bit = Operation.write.bit
        }
        // A durable write waits for the device.
        guard plan.pointee.unwaitedBits & bit != 0, transfer.flags.isEmpty else { return false }
        let result = transfer.run(plan.pointee.isInMemory ? [] : .withoutWaiting)
        switch result {
        case Errno.again.result: return false
        case Errno.notSupported.result, Errno.invalidArgument.result:
            // This file can't tell whether it would wait.
            plan.pointee.unwaitedBits &= ~bit
            return false
        default:
            engineDone(index, result)
            return true
        }
    }
}
