import BlockTestSupport
import Sys
import Testing

@testable import Block

extension ThrottleGroup {
    /// Takes back what waits and leaves, as queues do when they go: who has not left keeps its group, and the group keeps it.
    func dismiss(_ seats: [FilterSeat]) {
        for seat in seats {
            for direction in [ThrottleState.Direction.read, .write] {
                while let member = seat.member(of: self), member.waiting(direction) > 0 { withdraw(seat, direction) }
            }
            leave(seat)
        }
    }
}

@Suite struct ThrottleGroupTests {
    private func limits(operations: UInt64) -> ThrottleLimits {
        var limits = ThrottleLimits()
        limits[.operationsTotal].average = operations
        return limits
    }

    @Test("Members alternate, however many requests each of them has waiting")
    func fair() throws {
        let mailboxes = try (0..<3).map { _ in try Mailbox(capacity: 64) }
        let seats = mailboxes.map { FilterSeat($0, handle: 7) }
        let group = try ThrottleGroup(limits(operations: 10), now: 0)
        defer { group.dismiss(seats) }
        // The first two pass: the bucket holds one, and one more.
        var now: UInt64 = 0
        #expect(group.arrive(seats[0], .read, bytes: 512, now: now) == .pass)
        #expect(group.arrive(seats[0], .read, bytes: 512, now: now) == .pass)
        #expect(group.arrive(seats[0], .read, bytes: 512, now: now) == .hold(until: 100_000_000))
        for _ in 0..<20 { #expect(group.arrive(seats[0], .read, bytes: 512, now: now) == .hold(until: nil)) }
        for _ in 0..<3 { #expect(group.arrive(seats[1], .read, bytes: 512, now: now) == .hold(until: nil)) }
        #expect(group.arrive(seats[2], .read, bytes: 512, now: now) == .hold(until: nil))
        #expect(group.retry(seats[1], .read, bytes: 512, now: 100_000_000) == .hold(until: nil))
        var order: [Int] = []
        var turn = 0
        while order.count < 12 {
            now += 100_000_000
            #expect(group.retry(seats[turn], .read, bytes: 512, now: now - 1) == .hold(until: now))
            #expect(group.retry(seats[turn], .read, bytes: 512, now: now) == .pass)
            order.append(turn)
            // Who is woken has the turn; nobody is when it stays.
            for (index, mailbox) in mailboxes.enumerated() where mailbox.take() != nil {
                #expect(seats[index].attend())
                turn = index
            }
        }
        #expect(order == [0, 1, 2, 0, 1, 0, 1, 0, 0, 0, 0, 0])
    }

    @Test("A request that is withdrawn gives its turn to the next")
    func withdraw() throws {
        let mailboxes = try (0..<2).map { _ in try Mailbox(capacity: 64) }
        let seats = mailboxes.map { FilterSeat($0, handle: 1) }
        let group = try ThrottleGroup(limits(operations: 10), now: 0)
        defer { group.dismiss(seats) }
        for _ in 0..<2 { #expect(group.arrive(seats[0], .write, bytes: 1, now: 0) == .pass) }
        #expect(group.arrive(seats[0], .write, bytes: 1, now: 0) == .hold(until: 100_000_000))
        #expect(group.arrive(seats[1], .write, bytes: 1, now: 0) == .hold(until: nil))
        group.withdraw(seats[0], .write)
        #expect(mailboxes[1].take()?.index == 1)
        group.leave(seats[0])
        #expect(group.retry(seats[1], .write, bytes: 1, now: 100_000_000) == .pass)
        #expect(group.arrive(seats[1], .write, bytes: 1, now: 300_000_000) == .pass)
    }

    @Test("New limits hold at once, and wake who waited for the old ones")
    func change() throws {
        let mailbox = try Mailbox(capacity: 64)
        let seat = FilterSeat(mailbox, handle: 1)
        let group = try ThrottleGroup(limits(operations: 10), now: 0)
        defer { group.dismiss([seat]) }
        for _ in 0..<2 { #expect(group.arrive(seat, .read, bytes: 1, now: 0) == .pass) }
        #expect(group.arrive(seat, .read, bytes: 1, now: 0) == .hold(until: 100_000_000))
        var wrong = limits(operations: 5)
        wrong[.operationsTotal].burst = 4
        #expect(throws: BlockError.self) { try group.setLimits(wrong, now: 1) }
        #expect(group.limits == limits(operations: 10) && mailbox.take() == nil)
        try group.setLimits(ThrottleLimits(), now: 1)
        #expect(mailbox.take() != nil && seat.attend())
        #expect(group.retry(seat, .read, bytes: 1, now: 2) == .pass)
        for _ in 0..<100 { #expect(group.arrive(seat, .read, bytes: 1 << 40, now: 2) == .pass) }
    }
}

@Suite struct ThrottleNodeTests {
    private func node(_ limits: ThrottleLimits, over child: any BlockNode) throws -> (ThrottleNode, ThrottleGroup) {
        let group = try ThrottleGroup(limits, now: System.monotonicNanoseconds)
        return (ThrottleNode(name: "t", child: child, group: group), group)
    }

    @Test("Requests keep to the rate, in order, and flushes don't wait", arguments: [true, false])
    func rate(ring: Bool) throws {
        var limits = ThrottleLimits()
        limits[.operationsTotal].average = 200
        let (node, _) = try node(limits, over: NullNode(name: "n"))
        let test = try TestQueue(environment: BlockEnvironment(allowsRing: ring))
        let handle = try test.queue.attach(node)
        let memory = try AlignedBuffer(count: 512, alignment: 512)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        let start = System.monotonicNanoseconds
        for tag in 0..<41 { test.queue.read(handle, into: base, count: 512, at: 0, userData: UInt64(tag)) }
        test.queue.flush(handle, userData: 99)
        let completions = try test.finish()
        let passed = System.monotonicNanoseconds - start
        // 21 at once, and 20 that wait 5 ms each.
        #expect(passed >= 100_000_000)
        #expect(completions.filter { $0.userData != 99 }.map(\.userData) == Array(0..<41))
        // Behind the first; not behind the last, however long this thread had to wait for a processor.
        #expect((completions.firstIndex { $0.userData == 99 } ?? 41) < 41)
        #expect(completions.allSatisfy { $0.result == ($0.userData == 99 ? 0 : 512) })
        try test.queue.detach(handle)
    }

    @Test("What is out of bounds, empty or read-only is answered without waiting")
    func refused() throws {
        var limits = ThrottleLimits()
        limits[.operationsTotal].average = 1
        let (node, _) = try node(limits, over: NullNode(name: "n", size: 4096, isReadOnly: true))
        let test = try TestQueue()
        let handle = try test.queue.attach(node)
        let memory = try AlignedBuffer(count: 512, alignment: 512)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        for _ in 0..<20 {
            #expect(
                try test.one { $0.read(handle, into: base, count: 512, at: 4096, userData: 0) } == Errno.ioError.result)
            #expect(try test.one { $0.read(handle, into: base, count: 0, at: 0, userData: 0) } == 0)
            #expect(
                try test.one { $0.write(handle, from: base, count: 512, at: 0, userData: 0) }
                    == Errno.notPermitted.result)
        }
    }

    @Test("Requests that wait can be cancelled, and those behind them go on")
    func cancel() throws {
        var limits = ThrottleLimits()
        limits[.operationsTotal].average = 20
        let (node, group) = try node(limits, over: NullNode(name: "n"))
        let test = try TestQueue()
        let handle = try test.queue.attach(node)
        var names: [RequestID] = []
        for tag in 0..<8 {
            let name = test.queue.writeZeroes(handle, at: 0, count: 512, userData: UInt64(tag))
            names.append(try #require(name))
        }
        // Three have passed; the fourth has the timer.
        #expect(test.queue.cancel(names[3]) && test.queue.cancel(names[5]))
        try group.setLimits(ThrottleLimits(), now: System.monotonicNanoseconds)
        let completions = try test.finish()
        #expect(Set(completions.filter { $0.result == Errno.canceled.result }.map(\.userData)) == [3, 5])
        #expect(completions.count == 8)
    }

    @Test("A queue that goes takes its waiting requests along")
    func close() throws {
        var limits = ThrottleLimits()
        limits[.bytesTotal].average = 1
        let (node, _) = try node(limits, over: NullNode(name: "n"))
        do {
            let test = try TestQueue()
            let handle = try test.queue.attach(node)
            for tag in 0..<4 { test.queue.discard(handle, at: 0, count: 1 << 20, userData: UInt64(tag)) }
            #expect(test.queue.inFlight == 4)
        }
        #expect(node.bottom.control.attachments == 0)
    }

    @Test("Two queues have one limit together")
    func queues() throws {
        var limits = ThrottleLimits()
        limits[.operationsTotal].average = 400
        let (node, _) = try node(limits, over: NullNode(name: "n"))
        let factory = ThreadFactory()
        let counts = Locked<[Int: Int]>([:])
        let start = System.monotonicNanoseconds
        for thread in 0..<2 {
            try factory.start("hf-member") {
                let count = (try? Self.fill(node, count: 60)) ?? -1
                counts.withLock { $0[thread] = count }
            }
        }
        while counts.withLock({ $0.count }) < 2 { _ = try System.waitReadable([], timeoutNanoseconds: 5_000_000) }
        let taken = System.monotonicNanoseconds - start
        #expect(counts.withLock { $0.values.min() } ?? 0 >= 60)
        // 40 at once and 400 a second: neither queue has credit of its own. One more begins when the bucket is just full.
        #expect(taken >= UInt64(2 * 60 - 40 - 2) * 2_500_000, "\(taken) ns")
    }

    private static func fill(_ node: ThrottleNode, count: Int) throws -> Int {
        let test = try TestQueue()
        let handle = try test.queue.attach(node)
        for tag in 0..<16 { test.queue.discard(handle, at: 0, count: 4096, userData: UInt64(tag)) }
        var done = 0
        while done < count {
            let completions = try test.poll()
            guard !completions.isEmpty else { return done }
            for completion in completions {
                done += 1
                test.queue.discard(handle, at: 0, count: 4096, userData: completion.userData)
            }
        }
        return done
    }
}
