package import Block
package import Synchronization
package import Sys

/// The lock under which what the attachments of a disk share is changed: by one thread of one process at a time.
///
/// It lies on a description of its own, which does no I/O and goes to nobody else: a duplicate elsewhere, or a request
/// that is still in flight, would keep it beyond the death of its holder.
package final class RegistryLock {
    private let own: Descriptor
    /// Description of the page's own, on whose first byte the lock lies too; -1 as long as there is none.
    private let page = Atomic<Int32>(-1)
    private let turn: UnsafeMutablePointer<Atomic<UInt32>>

    /// How long a holder elsewhere is left alone between two looks, in nanoseconds.
    private static let (firstPause, longestPause): (UInt64, UInt64) = (1_000_000, 20_000_000)

    /// Opens the file of a data descriptor once more, for reading and writing.
    ///
    /// - Throws: Why this process can't share the disk, and what it can do instead.
    package init(reopening descriptor: Int32, name: String) throws(BlockError) {
        do throws(Errno) {
            own = try System.open("/proc/self/fd/\(descriptor)", [.readWrite, .nonBlocking])
        } catch {
            throw RegistryLock.refusal(error, name)
        }
        turn = .allocate(capacity: 1)
        turn.initialize(to: Atomic(0))
    }

    deinit {
        turn.deinitialize(count: 1)
        turn.deallocate()
        let page = page.load(ordering: .relaxed)
        if page >= 0 { _ = Descriptor(owning: page) }
    }

    private static func refusal(_ error: Errno, _ name: String) -> BlockError {
        switch error {
        case .accessDenied, .notPermitted, .readOnlyFileSystem, .textBusy:
            BlockError(
                .system,
                "'\(name)' can't be opened for writing, which everybody needs who shares its reservations, readers too: "
                    + "open it without pr-manager, with read-only=on and force-share=on", cause: error)
        case .noEntry:
            BlockError(
                .system, "'\(name)' can't be opened once more, which reservations need: is /proc mounted?", cause: error
            )
        default: BlockError(.system, "'\(name)' can't be opened once more, which reservations need", cause: error)
        }
    }

    /// The description, by which the locks of all others on the file can be seen, those of this process too.
    package var descriptor: Int32 { own.rawValue }

    /// From now on takes the first byte of the disk's page as well, for disks that not all reach by one inode.
    package func extend(to page: Int32) throws(Errno) {
        guard self.page.load(ordering: .acquiring) < 0 else { return }
        let another = try System.open("/proc/self/fd/\(page)", .readWrite)
        let (exchanged, _) = self.page.compareExchange(
            expected: -1, desired: another.rawValue, ordering: .acquiringAndReleasing)
        if exchanged { _ = another.release() }
    }

    /// The same while the lock is held, for a page that nobody else knows yet: takes its byte too.
    package func extendHeld(to page: Int32) throws(Errno) {
        try extend(to: page)
        try System.lock(self.page.load(ordering: .acquiring), .exclusive, start: 0, length: 1)
    }

    // MARK: - Taking and giving back

    /// Takes the lock; ETIMEDOUT when that lasts until a time of ``System/monotonicNanoseconds``.
    ///
    /// `hint` is a word that all processes share and ``release(hint:)`` steps; without one, waiters look again after at
    /// most 20 ms.
    package func acquire(
        deadlineNanoseconds deadline: UInt64, hint: UnsafeMutablePointer<Atomic<UInt32>>?
    ) throws(Errno) {
        try enter(deadline)
        do throws(Errno) {
            try lock(own.rawValue, LockBytes.registry, deadline, hint)
            let page = page.load(ordering: .acquiring)
            if page >= 0 {
                do throws(Errno) {
                    try lock(page, 0, deadline, hint)
                } catch {
                    try? System.unlock(own.rawValue, start: LockBytes.registry, length: 1)
                    throw error
                }
            }
        } catch {
            leave()
            throw error
        }
    }

    /// Whether nobody has the lock, neither here nor elsewhere; true of one whose holder has died.
    package var isFree: Bool {
        guard turn.pointee.load(ordering: .acquiring) == 0 else { return false }
        let page = page.load(ordering: .acquiring)
        let isTaken = { (descriptor: Int32, byte: Int64) in
            // What can't be told is left alone.
            (try? System.conflictingLock(descriptor, .exclusive, start: byte, length: 1) == nil) != true
        }
        return !isTaken(own.rawValue, LockBytes.registry) && (page < 0 || !isTaken(page, 0))
    }

    /// Gives the lock back; on any thread.
    package func release(hint: UnsafeMutablePointer<Atomic<UInt32>>?) {
        let page = page.load(ordering: .acquiring)
        if page >= 0 { try? System.unlock(page, start: 0, length: 1) }
        try? System.unlock(own.rawValue, start: LockBytes.registry, length: 1)
        if let hint {
            hint.pointee.add(1, ordering: .releasing)
            System.wake(hint, shared: true)
        }
        leave()
    }

    private func lock(
        _ descriptor: Int32, _ byte: Int64, _ deadline: UInt64, _ hint: UnsafeMutablePointer<Atomic<UInt32>>?
    ) throws(Errno) {
        var pause = RegistryLock.firstPause
        while true {
            let seen = hint?.pointee.load(ordering: .acquiring) ?? 0
            do throws(Errno) {
                return try System.lock(descriptor, .exclusive, start: byte, length: 1)
            } catch {
                guard error == .again || error == .accessDenied else { throw error }
            }
            let now = System.monotonicNanoseconds
            guard now < deadline else { throw .timedOut }
            let time = Int64(clamping: min(pause, deadline - now))
            if let hint {
                System.wait(on: hint, while: seen, timeoutNanoseconds: time, shared: true)
            } else {
                _ = try? System.waitReadable([], timeoutNanoseconds: time)
            }
            pause = min(pause * 2, RegistryLock.longestPause)
        }
    }

    // MARK: - The threads of this process

    /// 0 free, 1 taken, 2 taken and waited for.
    private func enter(_ deadline: UInt64) throws(Errno) {
        if turn.pointee.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged { return }
        while turn.pointee.exchange(2, ordering: .acquiring) != 0 {
            let now = System.monotonicNanoseconds
            guard now < deadline else { throw .timedOut }
            System.wait(on: turn, while: 2, timeoutNanoseconds: Int64(clamping: deadline - now))
        }
    }

    private func leave() {
        if turn.pointee.exchange(0, ordering: .releasing) == 2 { System.wake(turn) }
    }
}

// Safety: the word is an atomic; the descriptors are never changed.
extension RegistryLock: @unchecked Sendable {}
