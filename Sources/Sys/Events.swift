internal import CLinuxShims

/// An eventfd: a descriptor that other threads make readable.
package struct EventDescriptor: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Creates one that isn't readable yet.
    package init() throws(Errno) {
        let flags = hf_efd_cloexec | hf_efd_nonblock
        descriptor = Descriptor(
            owning: Int32(try System.call(.eventDescriptor, .none) { _ in Int(hf_eventfd(0, flags)) }))
    }

    /// The number, for polling.
    package var rawValue: Int32 { descriptor.rawValue }

    /// Makes it readable; any thread may.
    package borrowing func signal() { EventDescriptor.signal(descriptor.rawValue) }

    /// Makes any eventfd readable.
    package static func signal(_ descriptor: Int32) {
        var one: UInt64 = 1
        // EAGAIN means that the counter is full, so it is readable already.
        while hf_write_fd(descriptor, &one, 8) == -Int(Errno.interrupted.rawValue) {}
    }

    /// Makes it unreadable again; returns how often it was signalled.
    @discardableResult
    package borrowing func clear() -> UInt64 {
        var count: UInt64 = 0
        return hf_read_fd(descriptor.rawValue, &count, 8) == 8 ? count : 0
    }
}

/// A timerfd on the monotonic clock.
package struct TimerDescriptor: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Creates a disarmed timer.
    package init() throws(Errno) {
        descriptor = Descriptor(owning: Int32(try System.call(.timerDescriptor, .none) { _ in Int(hf_timerfd()) }))
    }

    /// The number, for polling.
    package var rawValue: Int32 { descriptor.rawValue }

    /// Becomes readable at this time of ``System/monotonicNanoseconds``; nil disarms.
    package borrowing func set(_ deadline: UInt64?) {
        _ = hf_timerfd_set(descriptor.rawValue, deadline.map { max($0, 1) } ?? 0)
    }

    /// Makes it unreadable until the next time.
    package borrowing func clear() {
        var count: UInt64 = 0
        _ = hf_read_fd(descriptor.rawValue, &count, 8)
    }
}

/// A descriptor that is readable while one of its members is.
package struct DescriptorSet: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Creates an empty set.
    package init() throws(Errno) {
        descriptor = Descriptor(owning: Int32(try System.call(.eventDescriptor, .none) { _ in Int(hf_epoll_create()) }))
    }

    /// The number, for polling.
    package var rawValue: Int32 { descriptor.rawValue }

    /// Adds a member, which the set does not own.
    package borrowing func insert(_ member: Int32) throws(Errno) {
        let number = descriptor.rawValue
        _ = try System.call(.control, .descriptor(member)) { _ in Int(hf_epoll_add(number, member)) }
    }

    /// Takes a member out; not being one is fine.
    package borrowing func remove(_ member: Int32) { _ = hf_epoll_remove(descriptor.rawValue, member) }
}

extension System {
    /// Nanoseconds of a clock that never goes back.
    package static var monotonicNanoseconds: UInt64 { hf_monotonic_ns() }

    /// Nanoseconds since 1970 by the clock that people set.
    package static var realtimeNanoseconds: UInt64 { hf_realtime_ns() }

    /// Does nothing for a time.
    package static func sleep(nanoseconds: Int64) { _ = try? waitReadable([], timeoutNanoseconds: max(0, nanoseconds)) }

    /// Waits until one of at most eight descriptors is readable; returns false when the time ran out.
    package static func waitReadable(_ descriptors: [Int32], timeoutNanoseconds: Int64?) throws(Errno) -> Bool {
        try call(.wait, .none, retrying: false) { _ in
            Int(hf_wait_readable(descriptors, Int32(descriptors.count), timeoutNanoseconds ?? -1))
        } > 0
    }
}
