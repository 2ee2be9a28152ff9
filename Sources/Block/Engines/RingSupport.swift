internal import CLiburing
internal import Sys

/// What this kernel's io_uring can do; found out once per process by using it.
struct RingSupport: Sendable {
    /// The best set-up flags that work.
    let flags: UInt32
    /// Why there is no ring; nil when there is.
    let failure: Errno?

    /// The answer for this process.
    static let shared = RingSupport.probe()

    private static let deferring =
        UInt32(IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG)
        | UInt32(IORING_SETUP_SUBMIT_ALL)

    private static let candidates: [UInt32] = [
        // Without the index of submission entries the kernel does less for each (Linux 6.6).
        deferring | UInt32(HF_IORING_SETUP_NO_SQARRAY),
        deferring,
        UInt32(IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG | IORING_SETUP_SUBMIT_ALL),
        UInt32(IORING_SETUP_SUBMIT_ALL),
        0,
    ]

    /// Tries each set of flags with a real request.
    static func probe() -> RingSupport {
        var failure = Errno.noSystemCall
        for flags in candidates {
            do throws(Errno) {
                try test(flags)
                return RingSupport(flags: flags, failure: nil)
            } catch {
                failure = error
                guard error == .invalidArgument else { break }
            }
        }
        return RingSupport(flags: 0, failure: failure)
    }

    /// Creates a ring, sends a request through and looks at the answer: seccomp filters may allow one and not the other.
    private static func test(_ flags: UInt32) throws(Errno) {
        var ring = io_uring()
        var parameters = io_uring_params()
        parameters.flags = flags
        try Ring.open(&ring, entries: 4, &parameters)
        defer { io_uring_queue_exit(&ring) }
        // Timeouts without an entry of their own (Linux 5.11), and completions that are never dropped (5.5).
        let needed = UInt32(IORING_FEAT_EXT_ARG | IORING_FEAT_NODROP)
        guard parameters.features & needed == needed, let entry = io_uring_get_sqe(&ring) else { throw .noSystemCall }
        io_uring_prep_nop(entry)
        io_uring_sqe_set_data64(entry, 42)
        _ = try System.call(.ringEnter, .none) { _ in Int(io_uring_submit_and_wait(&ring, 1)) }
        var completion: UnsafeMutablePointer<io_uring_cqe>?
        guard io_uring_peek_cqe(&ring, &completion) == 0, completion?.pointee.user_data == 42 else {
            throw .noSystemCall
        }
    }
}
