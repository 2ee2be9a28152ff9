internal import CLiburing
internal import Sys

extension QueueState {
    /// A registered file's flag, where it stands in the first word of an entry.
    static var fixedFileFlag: UInt64 { UInt64(HF_IOSQE_FIXED_FILE) << 8 }

    /// Makes the completion descriptor readable with every completion from now on.
    mutating func arm() throws(Errno) {
        checkThread()
        isArmed = true
        if let ring {
            if isEventRegistered {
                _ = io_uring_cq_eventfd_toggle(ring, true)
            } else {
                let descriptor = descriptors.completions.rawValue
                _ = try System.call(.ringRegister, .none) { _ in Int(io_uring_register_eventfd(ring, descriptor)) }
                isEventRegistered = true
            }
            // What came while nobody was told, in the ring or still on its way there.
            let isPending = hf_sq_flags(ring) & UInt32(HF_IORING_SQ_TASKRUN) != 0
            if isPending || io_uring_cq_ready(ring) > 0 { descriptors.completions.signal() }
        }
        // The ring watches the mailbox too, but can't be relied on to tell: the kernel (seen with 6.18) passes the wake-up of
        // one eventfd on to another, the ring's, only the first time.
        descriptors.waitable.remove(mailbox.descriptor)
        try descriptors.waitable.insert(mailbox.descriptor)
        if let native {
            descriptors.waitable.remove(native.pointee.event.rawValue)
            try descriptors.waitable.insert(native.pointee.event.rawValue)
        }
        if ring == nil || waitsInNative {
            descriptors.waitable.remove(descriptors.timer.rawValue)
            try descriptors.waitable.insert(descriptors.timer.rawValue)
        }
        // Before the first submission there is nothing that could follow.
        if owner == 0 { announceReady() } else { try submitFollowing() }
    }

    /// Leaves the completion descriptor alone, for callers that poll anyway.
    mutating func disarm() {
        checkThread()
        isArmed = false
        if let ring, isEventRegistered { _ = io_uring_cq_eventfd_toggle(ring, false) }
        descriptors.waitable.remove(mailbox.descriptor)
        descriptors.waitable.remove(descriptors.timer.rawValue)
        if let native { descriptors.waitable.remove(native.pointee.event.rawValue) }
        descriptors.completions.clear()
    }
}
