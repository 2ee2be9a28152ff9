internal import CLinuxShims
package import Synchronization

/// What processes that share memory need of the kernel.
extension System {
    /// True when ``globalBarrier()`` works and other processes' barriers reach this one; asked once per process, which
    /// registers for it (membarrier(2), Linux 4.16).
    package static let hasGlobalBarrier: Bool = {
        (try? call(.barrier, .none) { _ in Int(hf_membarrier_register_global()) }) != nil
            && (try? call(.barrier, .none) { _ in Int(hf_membarrier_global()) }) != nil
    }()

    /// Orders memory on every thread of every process that registered: what each stored before is seen after.
    ///
    /// Call only when ``hasGlobalBarrier``.
    package static func globalBarrier() { _ = hf_membarrier_global() }

    /// The most words that ``waitForAny(_:timeoutNanoseconds:)`` takes.
    package static var mostWaitedWords: Int { Int(hf_futex_most) }

    /// Waits until one of several shared words differs from the value beside it, is woken, or the time runs out.
    ///
    /// - Throws: ENOSYS or EPERM where the kernel or a filter doesn't have it (futex_waitv, Linux 5.16).
    package static func waitForAny(
        _ words: [(word: UnsafeMutablePointer<Atomic<UInt32>>, value: UInt32)], timeoutNanoseconds: Int64
    ) throws(Errno) {
        let addresses = words.map { Optional(UnsafePointer(raw($0.word))) }
        let values = words.map(\.value)
        do throws(Errno) {
            _ = try call(.wait, .none) { _ in
                Int(hf_futex_wait_any(addresses, values, Int32(clamping: words.count), timeoutNanoseconds, 1))
            }
        } catch {
            // A word that has changed already, and the end of the time, are what was waited for.
            if error != .again && error != .timedOut { throw error }
        }
    }

    private static func raw(_ word: UnsafeMutablePointer<Atomic<UInt32>>) -> UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self)
    }
}
