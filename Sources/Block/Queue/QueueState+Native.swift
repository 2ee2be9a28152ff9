internal import CLinuxShims
internal import Sys

extension QueueState {
    /// Makes the AIO context on first need.
    mutating func makeNative() throws(Errno) {
        guard native == nil else { return }
        let context = try NativeContext(depth: depth)
        let memory = UnsafeMutablePointer<NativeContext>.allocate(capacity: 1)
        memory.initialize(to: context)
        native = memory
    }

    /// Ends the AIO context, in which nothing but watches is left.
    func freeNative() {
        guard let native else { return }
        native.deinitialize(count: 1)
        native.deallocate()
    }

    /// Hands what waits to the kernel and takes what is done; false when there was neither.
    mutating func submitNative() -> Bool {
        guard let native else { return false }
        if waitsInNative { watchByNative(native) }
        var hasWorked = false
        while native.pointee.pendingCount > 0 {
            do throws(Errno) {
                hasWorked = try native.pointee.submitBatch() > 0 || hasWorked
            } catch {
                // The kernel has no room; completions make some.
                if error == .again && native.pointee.inKernel > 0 { break }
                guard let block = native.pointee.popFirst() else { break }
                refused(block, error)
                hasWorked = true
            }
        }
        return takeNative(native) > 0 || hasWorked
    }

    /// Deals with a block that the kernel wouldn't take.
    private mutating func refused(_ block: UnsafeMutablePointer<hf_aio_block>, _ error: Errno) {
        guard block.pointee.data < UInt64(depth) else {
            if block.pointee.data == native?.pointee.mailboxTag {
                native?.pointee.mailboxWatch = .nobody
            } else {
                native?.pointee.timerWatch = .nobody
            }
            return
        }
        let index = UInt32(truncatingIfNeeded: block.pointee.data)
        let plan = plans + Int(slots[Int(index)].plan)
        if block.pointee.command == UInt16(HF_AIO_SYNC_DATA), error == .invalidArgument {
            // This file's flush is only to be waited for.
            plan.pointee.syncsByWorker = true
            return ThreadsEngine.issue(&self, index)
        }
        // Nothing of ours is in the kernel that would make room by ending.
        if error == .again { return ThreadsEngine.issue(&self, index) }
        engineDone(index, error.result)
    }

    /// Takes what the context has told the ring of.
    mutating func nativeSignalled(_ native: UnsafeMutablePointer<NativeContext>) {
        // Before looking, so that what comes later is signalled again.
        native.pointee.event.clear()
        _ = native.pointee.context.take { nativeDone($0, native) }
    }

    /// Takes completions that are there; returns how many.
    private mutating func takeNative(_ native: UnsafeMutablePointer<NativeContext>) -> Int {
        if isArmed { native.pointee.event.clear() }
        return native.pointee.context.take { nativeDone($0, native) }
    }

    /// Waits in the context's own call for anything to end; the mailbox and the timer are watched there too.
    mutating func waitInNative(missing: Int, deadline: UInt64?) throws(Errno) {
        guard let native, missing > 0 else { return }
        var timeout: Int64?
        if let deadline {
            let now = System.monotonicNanoseconds
            timeout = deadline > now ? Int64(clamping: deadline - now) : 0
        }
        do throws(Errno) {
            guard native.pointee.isWatching else {
                // The kernel had no room for the watches.
                let event = native.pointee.event.rawValue
                let descriptors = [mailbox.descriptor, descriptors.timer.rawValue, event]
                guard try System.waitReadable(descriptors, timeoutNanoseconds: timeout) else { return }
                native.pointee.event.clear()
                takeNotes()
                return expireTimers()
            }
            _ = try native.pointee.context.wait(least: 1, timeoutNanoseconds: timeout) { nativeDone($0, native) }
        } catch {
            guard error == .interrupted else { throw error }
        }
    }

    /// Takes one completion.
    private mutating func nativeDone(_ event: hf_aio_event, _ native: UnsafeMutablePointer<NativeContext>) {
        if event.data == native.pointee.mailboxTag {
            native.pointee.mailboxWatch = .nobody
            takeNotes()
        } else if event.data == native.pointee.timerTag {
            native.pointee.timerWatch = .nobody
            expireTimers()
        } else {
            let index = UInt32(truncatingIfNeeded: event.data)
            guard index < depth else { return }
            native.pointee.inKernel -= 1
            engineDone(index, Faults.isArmed ? distorted(index, event.result) : event.result)
        }
    }

    /// The result of a request that a test may have planted a fault for.
    @inline(never)
    private func distorted(_ index: UInt32, _ result: Int64) -> Int64 {
        let call: SystemCall
        switch piece(index).work {
        case .read: call = .aioRead
        case .write: call = .aioWrite
        case .flush, .nop: call = .aioSync
        }
        let descriptor = plans[Int(slots[Int(index)].plan)].descriptor
        let flags = call == .aioWrite ? writeFlags(index) : 0
        guard let fault = Faults.next(call, .descriptor(descriptor), request: flags) else { return result }
        return Int64(fault.apply(limit: max(Int(result), 0), argument: nil) { result < 0 ? Int(result) : $0 })
    }

    // MARK: - What the context watches

    private func watchByNative(_ native: UnsafeMutablePointer<NativeContext>) {
        if native.pointee.mailboxWatch == .nobody {
            native.pointee.mailboxWatch = .pending
            watch(mailbox.descriptor, native.pointee.mailboxTag, native)
        }
        if native.pointee.timerWatch == .nobody {
            native.pointee.timerWatch = .pending
            watch(descriptors.timer.rawValue, native.pointee.timerTag, native)
        }
    }

    private func watch(_ descriptor: Int32, _ tag: UInt64, _ native: UnsafeMutablePointer<NativeContext>) {
        (native.pointee.blocks + Int(tag)).pointee = hf_aio_block(polling: descriptor, data: tag)
        native.pointee.append(Int(tag))
    }
}
