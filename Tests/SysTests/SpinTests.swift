import Foundation
import Glibc
import Synchronization
import Testing

@testable import Sys

@Suite struct SpinTests {
    @Test("What holds already isn't waited for")
    func once() {
        var asked = 0
        let holds = System.spin(nanoseconds: .max / 2) {
            asked += 1
            return true
        }
        #expect(holds && asked == 1)
    }

    @Test("What never holds is looked at for the time, or once where there is no other processor")
    func never() {
        var asked = 0
        let start = System.monotonicNanoseconds
        let holds = System.spin(nanoseconds: 2_000_000) {
            asked += 1
            return false
        }
        let took = System.monotonicNanoseconds - start
        #expect(!holds)
        #expect(took >= 2_000_000 ? asked > 64 : asked == 1)
    }

    @Test("What another thread does is seen", .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1))
    func other() {
        let flags = Flags()
        Thread.detachNewThread {
            while !flags.isAsked.load(ordering: .acquiring) { sched_yield() }
            flags.isDone.store(true, ordering: .releasing)
        }
        let holds = System.spin(nanoseconds: 60_000_000_000) {
            flags.isAsked.store(true, ordering: .releasing)
            return flags.isDone.load(ordering: .acquiring)
        }
        #expect(holds)
    }

    private final class Flags: Sendable {
        let isAsked = Atomic(false)
        let isDone = Atomic(false)
    }
}
