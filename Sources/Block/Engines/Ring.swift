internal import CLiburing
internal import CLinuxShims
internal import Sys

/// Creates and registers with io_uring instances.
enum Ring {
    /// What a ring is for.
    enum Purpose { case main, polling }

    /// Allocates and sets up a ring that its first submitter enables.
    ///
    /// The submission ring has an entry for each request: what is rarely needed besides makes the kernel take what is
    /// there, and a small ring stays in the cache. With a submission thread an entry's place is free only later than its
    /// completion, so that it has twice as many and some.
    static func create(
        _ purpose: Purpose, options: QueueOptions, depth: UInt32
    ) throws(Errno) -> UnsafeMutablePointer<io_uring> {
        let support = RingSupport.shared
        if let failure = support.failure { throw failure }
        let ring: UnsafeMutablePointer<io_uring> = CacheLine.allocate(capacity: 1)
        ring.initialize(to: io_uring())
        var parameters = io_uring_params()
        parameters.flags = support.flags | UInt32(IORING_SETUP_CLAMP | IORING_SETUP_CQSIZE | IORING_SETUP_R_DISABLED)
        if options.submissionPolling && purpose == .main {
            // The submission thread runs task work itself.
            parameters.flags &= ~UInt32(
                IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG)
            parameters.flags |= UInt32(IORING_SETUP_SQPOLL)
            parameters.sq_thread_idle = 50
        }
        if purpose == .polling { parameters.flags |= UInt32(IORING_SETUP_IOPOLL) }
        let entries = parameters.flags & UInt32(IORING_SETUP_SQPOLL) != 0 ? depth * 2 + 16 : max(depth, 8)
        parameters.cq_entries = entries * 2
        do throws(Errno) {
            try open(ring, entries: entries, &parameters)
        } catch {
            ring.deallocate()
            throw error
        }
        if options.kernelWorkers > 0 {
            var limits: (UInt32, UInt32) = (options.kernelWorkers, options.kernelWorkers)
            // A kernel before 5.15 has no such limit; its own then holds.
            _ = withUnsafeMutablePointer(to: &limits.0) { io_uring_register_iowq_max_workers(ring, $0) }
        }
        return ring
    }

    /// Sets a ring up and maps it.
    ///
    /// Does for a ring without an index of its submission entries what liburing does before 2.5: that doesn't know the flag,
    /// and would write the index, over other things.
    static func open(
        _ ring: UnsafeMutablePointer<io_uring>, entries: UInt32, _ parameters: inout io_uring_params
    ) throws(Errno) {
        guard parameters.flags & UInt32(HF_IORING_SETUP_NO_SQARRAY) != 0 else {
            _ = try System.call(.ringSetup, .none) { _ in Int(io_uring_queue_init_params(entries, ring, &parameters)) }
            return
        }
        let file = try System.call(.ringSetup, .none) { _ in Int(io_uring_setup(entries, &parameters)) }
        let result = io_uring_queue_mmap(Int32(truncatingIfNeeded: file), &parameters, ring)
        guard result == 0 else {
            _ = hf_close(Int32(truncatingIfNeeded: file))
            throw Errno(result: Int(result))
        }
        ring.pointee.features = parameters.features
    }

    /// Ends a ring and frees it.
    static func destroy(_ ring: UnsafeMutablePointer<io_uring>) {
        io_uring_queue_exit(ring)
        ring.deallocate()
    }

    /// Reserves a table of registered files; returns how many places it has, 0 when there can be none.
    static func reserveFiles(_ ring: UnsafeMutablePointer<io_uring>, count: Int) -> Int {
        var count = count
        while count >= 16 {
            if (try? System.call(.ringRegister, .none) { _ in Int(io_uring_register_files_sparse(ring, UInt32(count))) })
                != nil
            {
                return count
            }
            // RLIMIT_NOFILE bounds the table.
            count /= 2
        }
        return 0
    }

    /// Puts a file into a place of the table, or takes it out (-1).
    static func setFile(_ ring: UnsafeMutablePointer<io_uring>, _ place: Int, _ descriptor: Int32) throws(Errno) {
        var descriptor = descriptor
        _ = try System.call(.ringRegister, .descriptor(descriptor)) { _ in
            Int(io_uring_register_files_update(ring, UInt32(place), &descriptor, 1))
        }
    }

    /// Reserves a table of registered buffers; returns how many places it has.
    static func reserveBuffers(_ ring: UnsafeMutablePointer<io_uring>, count: Int) -> Int {
        let result = try? System.call(.ringRegister, .none) { _ in
            Int(io_uring_register_buffers_sparse(ring, UInt32(count)))
        }
        return result == nil ? 0 : count
    }

    /// Pins memory in a place of the table, or lets it go (nil).
    static func setBuffer(
        _ ring: UnsafeMutablePointer<io_uring>, _ place: Int, _ bytes: UnsafeMutableRawBufferPointer?
    ) throws(Errno) {
        var vector = iovec(iov_base: bytes?.baseAddress, iov_len: bytes?.count ?? 0)
        var tag: UInt64 = 0
        _ = try System.call(.ringRegister, .none) { _ in
            Int(io_uring_register_buffers_update_tag(ring, UInt32(place), &vector, &tag, 1))
        }
    }
}
