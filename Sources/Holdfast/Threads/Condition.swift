internal import Glibc
internal import Sys

/// A lock that threads can sleep on until what it guards changes.
final class Condition: @unchecked Sendable {
    // Safety: the C library's own objects; they stay where they are until nobody uses this one.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        mutex.initialize(to: pthread_mutex_t())
        change.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        // Steps of the system's clock must not make anybody wait longer.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(change, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(mutex)
        change.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` while nobody else does.
    func withLock<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Sleeps until ``announce()``, or for no reason; only inside of ``withLock(_:)``, which others may enter meanwhile.
    func wait() { pthread_cond_wait(change, mutex) }

    /// The same, for a time at most.
    func wait(nanoseconds: UInt64) {
        let end = System.monotonicNanoseconds &+ nanoseconds
        var time = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
        pthread_cond_timedwait(change, mutex, &time)
    }

    /// Wakes all sleepers.
    func announce() { pthread_cond_broadcast(change) }
}
