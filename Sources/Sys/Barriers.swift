internal import CLinuxShims
package import Synchronization

extension System {
    /// True when ``processBarrier()`` works; asked once per process, which registers for it.
    package static let hasProcessBarrier: Bool = {
        (try? call(.barrier, .none) { _ in Int(hf_membarrier_register()) }) != nil
    }()

    /// Orders memory on every thread of this process: what each stored before is seen after, and the other way round.
    ///
    /// Threads that only use a compiler barrier then need nothing more. Call only when ``hasProcessBarrier``.
    package static func processBarrier() { _ = hf_membarrier() }

    /// The kernel's number of the calling thread.
    ///
    /// `pthread_self()` must not be used across an await; this may.
    package static var threadID: Int32 { hf_gettid() }

    /// A value that differs between live threads and costs no system call.
    package static var threadToken: UInt { UInt(hf_thread_token()) }

    /// Names the calling thread; the kernel keeps 15 bytes.
    package static func nameThread(_ name: String) { hf_set_thread_name(name) }

    /// Waits until somebody calls ``wake(_:shared:)``, the word differs from `value`, or the time runs out.
    ///
    /// A word in memory that several processes map is `shared`, for all that wait on it and wake it.
    package static func wait(
        on word: UnsafeMutablePointer<Atomic<UInt32>>, while value: UInt32, timeoutNanoseconds: Int64,
        shared: Bool = false
    ) {
        let raw = UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self)
        _ = hf_futex_wait(raw, value, timeoutNanoseconds, shared ? 1 : 0)
    }

    /// Wakes all that wait on a word.
    package static func wake(_ word: UnsafeMutablePointer<Atomic<UInt32>>, shared: Bool = false) {
        let raw = UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self)
        _ = hf_futex_wake(raw, Int32.max, shared ? 1 : 0)
    }
}
