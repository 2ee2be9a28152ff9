internal import CLinuxShims
internal import Glibc

extension System {
    /// Whether another thread can do something while this one looks on: asked once, for the processors that are online.
    private static let hasOtherProcessors = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1

    /// Looks whether something holds, for some nanoseconds at most and without sleeping; false when it still doesn't.
    ///
    /// For what another thread does within microseconds: going to sleep and being woken take tens of them where idle
    /// processors halt, as those of virtual machines do.
    package static func spin(nanoseconds: UInt64, until holds: () -> Bool) -> Bool {
        if holds() { return true }
        guard hasOtherProcessors else { return false }
        let end = monotonicNanoseconds &+ nanoseconds
        repeat {
            for _ in 0..<64 {
                hf_pause()
                if holds() { return true }
            }
            // Who does it may wait for this very processor.
            sched_yield()
        } while monotonicNanoseconds < end
        return false
    }
}
