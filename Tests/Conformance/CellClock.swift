import Glibc
import Sys
import Testing

/// Holds a test to its time: the cells of the matrix are many.
struct CellClock {
    private let thread = System.threadToken
    private let start = Self.now

    /// What one cell may take of its thread, in nanoseconds; waiting, and what other tests take, doesn't count.
    static let limit: UInt64 = 1_000_000_000

    /// Sanitizers take several times as long, and who runs everything has time.
    private static let isEnforced =
        !Subject.isThorough && dlsym(nil, "__asan_init") == nil && dlsym(nil, "__tsan_init") == nil

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Warns when the time since the clock began is too long.
    func check(_ subject: Subject) {
        guard Self.isEnforced, System.threadToken == thread else { return }
        let taken = Self.now - start
        guard taken > Self.limit else { return }
        // How fast a machine is says nothing about the code.
        Issue.record("\(subject.testDescription) took \(taken / 1_000_000) ms of its thread", severity: .warning)
    }
}
