import Block
import BlockTestSupport
import ReservationTestSupport
import Synchronization
import Sys
import Testing

@testable import Reservations

/// The lock under which what a disk's attachments share is changed.
@Suite(.enabled(if: PythonPeer.isAvailable)) struct RegistryLockTests {
    private let image: TemporaryImage

    init() throws { image = try TemporaryImage(size: 4096) }

    private func lock() throws -> RegistryLock { try RegistryLock(reopening: image.descriptor, name: image.path) }

    private func deadline(_ milliseconds: UInt64) -> UInt64 { System.monotonicNanoseconds + milliseconds * 1_000_000 }

    private func peer(holding: Bool) throws -> PythonPeer {
        let peer = try PythonPeer()
        #expect(peer("fd = os.open('\(image.path)', os.O_RDWR)") == "None")
        if holding { #expect(peer("lock(fd, WRITE, \(LockBytes.registry))") == "None") }
        return peer
    }

    @Test("It lies on a description of its own, which can write even if the data's can't")
    func description() throws {
        let reader = try System.open(image.path, .readOnly)
        let lock = try RegistryLock(reopening: reader.rawValue, name: image.path)
        #expect(lock.descriptor != reader.rawValue)
        #expect(try System.openFlags(of: lock.descriptor).access == .readWrite)
        try lock.acquire(deadlineNanoseconds: deadline(60_000), hint: nil)
        // Not even the descriptor that it was made from has it.
        let seen = try System.conflictingLock(reader.rawValue, .shared, start: LockBytes.registry, length: 1)
        #expect(seen?.kind == .exclusive && seen?.length == 1)
        lock.release(hint: nil)
        #expect(try System.conflictingLock(reader.rawValue, .shared, start: LockBytes.registry, length: 1) == nil)
    }

    @Test("A lock of another process is waited for up to the deadline, and no longer", arguments: [0, 60, 200])
    func timeout(milliseconds: Int) throws {
        let peer = try peer(holding: true)
        let lock = try lock()
        let begin = System.monotonicNanoseconds
        #expect(throws: Errno.timedOut) {
            try lock.acquire(deadlineNanoseconds: deadline(UInt64(milliseconds)), hint: nil)
        }
        let waited = (System.monotonicNanoseconds - begin) / 1_000_000
        #expect(waited >= milliseconds && waited < UInt64(milliseconds) + 30_000)
        #expect(peer("lock(fd, UNLOCK, \(LockBytes.registry))") == "None")
        // Having failed leaves nothing behind.
        try lock.acquire(deadlineNanoseconds: deadline(60_000), hint: nil)
        #expect(peer("lock(fd, WRITE, \(LockBytes.registry))") == "!EAGAIN")
        lock.release(hint: nil)
        #expect(peer("lock(fd, WRITE, \(LockBytes.registry))") == "None")
    }

    @Test("The lock of a process that is killed falls")
    func killed() throws {
        let peer = try peer(holding: true)
        let lock = try lock()
        #expect(throws: Errno.timedOut) { try lock.acquire(deadlineNanoseconds: deadline(0), hint: nil) }
        peer.end()
        try lock.acquire(deadlineNanoseconds: deadline(60_000), hint: nil)
        lock.release(hint: nil)
    }

    @Test("Threads of this process take turns, each with its own deadline")
    func threads() throws {
        let lock = try lock()
        let counter = Locked((inside: 0, most: 0, turns: 0))
        let threads = ThreadFactory()
        let finished = Finished()
        for number in 0..<4 {
            try threads.start("turn\(number)") {
                for _ in 0..<50 {
                    guard
                        (try? lock.acquire(deadlineNanoseconds: System.monotonicNanoseconds + 60_000_000_000, hint: nil))
                            != nil
                    else { break }
                    counter.withLock { $0 = ($0.inside + 1, max($0.most, $0.inside + 1), $0.turns + 1) }
                    counter.withLock { $0.inside -= 1 }
                    lock.release(hint: nil)
                }
                finished.note()
            }
        }
        finished.wait(for: 4)
        #expect(counter.withLock { $0.most } == 1 && counter.withLock { $0.turns } == 200)
        // One that has it keeps the others of this process out too, though the description is the same.
        try lock.acquire(deadlineNanoseconds: deadline(60_000), hint: nil)
        #expect(throws: Errno.timedOut) { try lock.acquire(deadlineNanoseconds: deadline(20), hint: nil) }
        lock.release(hint: nil)
        try lock.acquire(deadlineNanoseconds: deadline(0), hint: nil)
        lock.release(hint: nil)
    }

    @Test("Who gives it back wakes those who wait by the hint")
    func hint() throws {
        let memory = try PageMemory.create(count: 4096)
        let hint = memory.base.assumingMemoryBound(to: Atomic<UInt32>.self)
        let (one, other) = (try lock(), try lock())
        try one.acquire(deadlineNanoseconds: deadline(60_000), hint: hint)
        let before = hint.pointee.load(ordering: .relaxed)
        let finished = Finished()
        let outcome = Locked<Bool?>(nil)
        let address = UInt(bitPattern: memory.base)
        try ThreadFactory().start("waiter") {
            let hint = UnsafeMutablePointer<Atomic<UInt32>>(bitPattern: address)
            let taken: Void? = try? other.acquire(
                deadlineNanoseconds: System.monotonicNanoseconds + 60_000_000_000, hint: hint)
            outcome.withLock { $0 = taken != nil }
            if taken != nil { other.release(hint: hint) }
            finished.note()
        }
        one.release(hint: hint)
        finished.wait(for: 1)
        #expect(outcome.withLock { $0 } == true)
        #expect(hint.pointee.load(ordering: .relaxed) == before + 2)
        withExtendedLifetime(memory) {}
    }

    @Test("Two that reach a disk by different inodes exclude each other by its page")
    func page() throws {
        let elsewhere = try TemporaryImage(size: 4096)
        let memory = try PageMemory.create(count: 4096)
        let one = try lock()
        let other = try RegistryLock(reopening: elsewhere.descriptor, name: elsewhere.path)
        // Without the page they don't see each other.
        try one.acquire(deadlineNanoseconds: deadline(60_000), hint: nil)
        try other.acquire(deadlineNanoseconds: deadline(0), hint: nil)
        one.release(hint: nil)
        other.release(hint: nil)
        for lock in [one, other, one] { try lock.extend(to: memory.descriptor) }
        try one.acquire(deadlineNanoseconds: deadline(60_000), hint: nil)
        #expect(throws: Errno.timedOut) { try other.acquire(deadlineNanoseconds: deadline(0), hint: nil) }
        // The one that failed doesn't keep its own inode's byte.
        let probe = try System.open(elsewhere.path, .readWrite)
        #expect(try System.conflictingLock(probe.rawValue, .exclusive, start: LockBytes.registry, length: 1) == nil)
        one.release(hint: nil)
        try other.acquire(deadlineNanoseconds: deadline(0), hint: nil)
        other.release(hint: nil)
    }

    @Test(
        "Who can't open the disk for writing is refused with what it can do instead",
        arguments: [Errno.accessDenied, .readOnlyFileSystem, .notPermitted])
    func refusal(cause: Errno) throws {
        let suffix = "/fd/\(image.descriptor)"
        let error = #expect(throws: BlockError.self) {
            try Faults.with(Fault(.open, .fail(cause), pathSuffix: suffix)) { _ = try lock() }
        }
        #expect(error?.message.contains("open it without pr-manager, with read-only=on and force-share=on") == true)
        #expect(error?.cause == cause)
    }

    @Test("A file system without such locks is told from one that is locked")
    func withoutLocks() throws {
        let lock = try lock()
        let error = #expect(throws: Errno.self) {
            try Faults.with(Fault(.lock, .fail(Errno(rawValue: 37)), descriptor: lock.descriptor)) {
                try lock.acquire(deadlineNanoseconds: deadline(60_000), hint: nil)
            }
        }
        #expect(error?.rawValue == 37)
        try lock.acquire(deadlineNanoseconds: deadline(0), hint: nil)
        lock.release(hint: nil)
    }
}

/// Counts what threads have finished.
final class Finished: @unchecked Sendable {
    // Safety: the word is an atomic.
    private let word: UnsafeMutablePointer<Atomic<UInt32>>

    init() {
        word = .allocate(capacity: 1)
        word.initialize(to: Atomic(0))
    }

    deinit { word.deallocate() }

    func note() {
        word.pointee.add(1, ordering: .releasing)
        System.wake(word)
    }

    /// Waits until so many have; fails after half a minute.
    func wait(for count: UInt32) {
        let deadline = System.monotonicNanoseconds + 60_000_000_000
        while true {
            let seen = word.pointee.load(ordering: .acquiring)
            guard seen < count else { return }
            guard System.monotonicNanoseconds < deadline else {
                Issue.record("threads didn't finish")
                return
            }
            System.wait(on: word, while: seen, timeoutNanoseconds: 1_000_000_000)
        }
    }
}
