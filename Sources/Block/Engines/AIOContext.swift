internal import CLinuxShims
internal import Sys

/// A context of Linux AIO: requests go in as blocks, completions come out of a ring that the kernel maps.
struct AIOContext: ~Copyable {
    private let number: UInt64
    /// The completion ring; `nil` where this kernel's has a layout that isn't known.
    private let ring: UnsafeMutablePointer<hf_aio_ring>?
    /// Where ``wait(least:timeoutNanoseconds:_:)`` puts events.
    private let events: UnsafeMutablePointer<hf_aio_event>
    private let capacity: Int
    /// What tests know the context by.
    private let label: Int32

    /// Makes room for so many requests at a time; EAGAIN when the system's limit `fs.aio-max-nr` is reached.
    ///
    /// Tests know the calls by `label`, a descriptor that belongs to the context.
    init(capacity: Int, label: Int32) throws(Errno) {
        var number: UInt64 = 0
        _ = try System.call(.aioSetup, .none) { _ in Int(hf_aio_setup(UInt32(capacity), &number)) }
        self.number = number
        self.capacity = capacity
        self.label = label
        events = .allocate(capacity: capacity)
        ring = AIOContext.ring(at: number)
    }

    deinit {
        // Waits for what is in flight.
        _ = hf_aio_destroy(number)
        events.deallocate()
    }

    private static func ring(at number: UInt64) -> UnsafeMutablePointer<hf_aio_ring>? {
        guard let ring = UnsafeMutablePointer<hf_aio_ring>(bitPattern: UInt(number)),
            ring.pointee.magic == UInt32(truncatingIfNeeded: HF_AIO_RING_MAGIC),
            ring.pointee.incompatible_features == 0,
            ring.pointee.header_length == UInt32(MemoryLayout<hf_aio_ring>.size)
        else { return nil }
        return ring
    }

    /// Hands blocks to the kernel; returns how many it took, at least one.
    ///
    /// An error is about the first. The kernel may look at a block until it completes.
    borrowing func submit(
        _ blocks: UnsafeMutablePointer<UnsafeMutablePointer<hf_aio_block>?>, count: Int
    ) throws(Errno) -> Int {
        let (number, label) = (number, label)
        return try System.call(.aioSubmit, .descriptor(label)) { _ in Int(hf_aio_submit(number, count, blocks)) }
    }

    /// Asks for a request's early end; the kernel (6.18) knows how to for polls only.
    ///
    /// Its completion comes all the same.
    borrowing func cancel(_ block: UnsafeMutablePointer<hf_aio_block>) {
        let (number, label) = (number, label)
        _ = try? System.call(.aioCancel, .descriptor(label)) { _ in Int(hf_aio_cancel(number, block)) }
    }

    /// Takes the completions that are there; returns how many, without a system call where the ring can be read.
    borrowing func take(_ body: (hf_aio_event) -> Void) -> Int {
        guard let ring else {
            return (try? wait(least: 0, timeoutNanoseconds: 0, body)) ?? 0
        }
        let count = ring.pointee.count
        let tail = hf_aio_ring_tail(ring)
        var head = ring.pointee.head
        guard head != tail else { return 0 }
        let first = UnsafeMutableRawPointer(ring + 1).assumingMemoryBound(to: hf_aio_event.self)
        var taken = 0
        while head != tail, head < count {
            let event = first[Int(head)]
            head = head &+ 1 == count ? 0 : head &+ 1
            taken &+= 1
            body(event)
        }
        hf_aio_ring_set_head(ring, head)
        return taken
    }

    /// Waits for completions and takes them; returns how many, fewer than `least` when the time ran out.
    borrowing func wait(
        least: Int, timeoutNanoseconds: Int64?, _ body: (hf_aio_event) -> Void
    ) throws(Errno) -> Int {
        let (number, events, capacity, label) = (number, events, capacity, label)
        let count = try System.call(.aioWait, .descriptor(label), retrying: false) { _ in
            Int(hf_aio_wait(number, least, capacity, events, timeoutNanoseconds ?? -1))
        }
        for index in 0..<count { body(events[index]) }
        return count
    }
}
