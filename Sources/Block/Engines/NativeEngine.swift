internal import CLinuxShims
internal import Sys

/// Linux AIO: asynchronous where the file bypasses the page cache; one call of the kernel a batch.
enum NativeEngine: Engine {
    static func failure(_ environment: BlockEnvironment) -> Errno? {
        environment.allowsNative ? AIOSupport.shared.failure : .notPermitted
    }

    static func prepare(
        _ queue: inout QueueState, _ handle: UInt32, _ attachment: inout Attachment, _ plan: inout Plan
    ) throws(Errno) {
        try queue.makeNative()
        plan.carriesDirectly()
    }

    static func issue(_ queue: inout QueueState, _ index: UInt32) {
        guard let native = queue.native else { return }
        let slot = queue.slots + Int(index)
        let plan = queue.plans + Int(slot.pointee.plan)
        let piece = queue.piece(index)
        let block = native.pointee.blocks + Int(index)
        block.pointee = hf_aio_block()
        block.pointee.data = UInt64(index)
        block.pointee.descriptor = UInt32(bitPattern: plan.pointee.descriptor)
        block.pointee.flags = UInt32(HF_AIO_SIGNALS)
        block.pointee.event_descriptor = UInt32(bitPattern: native.pointee.event.rawValue)
        switch piece.work {
        case .nop:
            // The kernel has no such command.
            return queue.engineDone(index, 0)
        case .flush:
            guard !plan.pointee.syncsByWorker else { return ThreadsEngine.issue(&queue, index) }
            block.pointee.command = UInt16(HF_AIO_SYNC_DATA)
            return native.pointee.append(Int(index))
        case .read:
            block.pointee.command = UInt16(
                piece.vectorCount == 0 ? HF_AIO_READ : HF_AIO_READ_VECTORS)
        case .write:
            block.pointee.command = UInt16(
                piece.vectorCount == 0 ? HF_AIO_WRITE : HF_AIO_WRITE_VECTORS)
            if slot.pointee.traits & RequestTraits.durable.rawValue != 0 {
                block.pointee.transfer_flags = Int32(bitPattern: plan.pointee.durableFlags)
            }
        }
        block.pointee.address = piece.vectorCount == 0 ? slot.pointee.address : UInt64(slot.pointee.vectors)
        block.pointee.length = piece.vectorCount == 0 ? slot.pointee.length : UInt64(piece.vectorCount)
        block.pointee.offset = Int64(bitPattern: slot.pointee.offset)
        native.pointee.append(Int(index))
    }

    static func cancel(_ queue: inout QueueState, _ index: UInt32) -> Bool {
        guard let native = queue.native else { return false }
        if native.pointee.remove(Int(index)) { return true }
        // A flush may be with the workers.
        if ThreadsEngine.cancel(&queue, index) { return true }
        native.pointee.context.cancel(native.pointee.blocks + Int(index))
        return false
    }

    static func submit(_ queue: inout QueueState) -> Bool { queue.submitNative() }
}
