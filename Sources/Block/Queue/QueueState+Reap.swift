internal import CLiburing
internal import Synchronization
internal import Sys

extension QueueState {
    /// Takes completions off a ring into the caller's buffer, from `count` on; returns the new count.
    mutating func reap(
        _ ring: UnsafeMutablePointer<io_uring>, _ buffer: UnsafeMutableBufferPointer<Completion>, _ count: Int
    ) -> Int {
        let available = io_uring_cq_ready(ring)
        guard available > 0, let output = buffer.baseAddress else { return count }
        distortCompletions(ring, available)
        stampPoll()
        var count = count
        var taken: UInt32 = 0
        while taken < available, count < buffer.count {
            let room = min(Int(available &- taken), buffer.count &- count)
            let run = reapRun(ring, after: taken, atMost: room, output + count)
            count &+= run
            taken &+= UInt32(truncatingIfNeeded: run)
            if run == 0 {
                reapOther(ring, after: taken)
                taken &+= 1
            }
        }
        io_uring_cq_advance(ring, taken)
        if ring == pollRing { pollReaped &+= taken }
        return count
    }

    /// Takes the completions, from the one after `taken` on, of requests that went well, are of one kind and went to the
    /// kernel together; returns how many.
    ///
    /// What such a run has in common is entered into the books once. A function of its own, for the registers.
    @inline(never)
    private mutating func reapRun(
        _ ring: UnsafeMutablePointer<io_uring>, after taken: UInt32, atMost room: Int,
        _ output: UnsafeMutablePointer<Completion>
    ) -> Int {
        let mask = ring.pointee.cq.ring_mask
        let entries = ring.pointee.cq.cqes.unsafelyUnwrapped
        var position = ring.pointee.cq.khead.pointee &+ taken
        let slots = slots
        let first = entries[Int(position & mask)].user_data
        guard first < depth else { return 0 }
        let kind = slots[Int(first)].kind
        let stamp = slots[Int(first)].stamp
        guard kind & RequestSlot.flagsOfKind == 0 else { return 0 }
        let operation = RequestSlot.operation(of: kind)
        let isWrite = operation == Operation.write.rawValue
        var next = output
        let end = output + room
        var free = freeSlots + freeCount
        var bytes: UInt64 = 0
        var reached: UInt64 = 0
        repeat {
            let entry = entries + Int(position & mask)
            let tag = entry.pointee.user_data
            guard tag < depth else { break }
            let slot = slots + Int(tag)
            let length = slot.pointee.length
            guard slot.pointee.kind == kind, slot.pointee.stamp == stamp,
                Int64(entry.pointee.res) == Int64(bitPattern: length)
            else { break }
            next.initialize(to: Completion(userData: slot.pointee.userData, result: Int64(bitPattern: length)))
            bytes &+= length
            if isWrite { reached = max(reached, slot.pointee.offset &+ length) }
            slot.pointee.end()
            free.pointee = UInt32(truncatingIfNeeded: tag)
            position &+= 1
            next += 1
            free += 1
        } while next != end
        let count = free - (freeSlots + freeCount)
        guard count > 0 else { return 0 }
        freeCount &+= count
        let plan = plans + Int(RequestSlot.plan(of: kind))
        let statistics = plan.pointee.statistics
        statistics.succeeded(
            operation, count: UInt64(truncatingIfNeeded: count), bytes: bytes, nanoseconds: pollStamp &- stamp)
        statistics.ended(at: pollStamp)
        if isWrite { statistics.wrote(to: reached &- plan.pointee.baseOffset) }
        leave(plan, UInt64(truncatingIfNeeded: count))
        return count
    }

    /// Takes any other completion.
    @inline(never)
    mutating func reapOther(_ ring: UnsafeMutablePointer<io_uring>, after taken: UInt32) {
        let position = (ring.pointee.cq.khead.pointee &+ taken) & ring.pointee.cq.ring_mask
        let entry = ring.pointee.cq.cqes.unsafelyUnwrapped[Int(position)]
        if entry.user_data < UInt64(depth) {
            completed(UInt32(truncatingIfNeeded: entry.user_data), result: Int64(entry.res))
        } else {
            special(entry.user_data, result: entry.res, flags: entry.flags)
        }
    }
}
