internal import Glibc

/// A lock that threads can sleep on until what it guards changes.
final class Condition: @unchecked Sendable {
    // Safety: the C library's own objects; they stay where they are until nobody uses this one.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        mutex.initialize(to: pthread_mutex_t())
        change.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(change, nil)
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

    /// Wakes all sleepers.
    func announce() { pthread_cond_broadcast(change) }
}
