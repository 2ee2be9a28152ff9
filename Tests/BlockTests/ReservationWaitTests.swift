import BlockTestSupport
import SCSI
import Sys
import Testing

@testable import Block

/// Commands that a manager takes its time for.
@Suite struct ReservationWaitTests {
    private static let readKeys: [UInt8] = [0x5e, 0, 0, 0, 0, 0, 0, 0, 32, 0]

    private struct Subject {
        let image: TemporaryImage
        let test: TestQueue
        let manager = TestManager()
        let handles: [NodeHandle]
        let controls: [NodeControl]

        init(nodes: Int = 1, gate: (any Gate)? = nil, allowsRing: Bool = true) throws {
            image = try TemporaryImage(size: 65536)
            test = try TestQueue(environment: BlockEnvironment(allowsRing: allowsRing))
            var (handles, controls): ([NodeHandle], [NodeControl]) = ([], [])
            for number in 0..<nodes {
                let file = try FileNode(
                    FileOptions(name: "disk\(number)", path: image.path), environment: test.environment,
                    reservations: manager)
                handles.append(try test.queue.attach(file))
                controls.append(file.control)
            }
            (self.handles, self.controls) = (handles, controls)
        }

        func send(_ command: TestCommand, to node: Int = 0, userData: UInt64) throws -> RequestID {
            let request = test.queue.passThrough(handles[node], command.pointer, userData: userData)
            return try #require(request)
        }

        func reply(_ node: Int = 0, _ place: Int = 0) -> Reply { manager.attachments[node].commands[place].reply }
    }

    @Test("The queue goes on while a manager takes its time, and other nodes' commands overtake")
    func others() throws {
        let subject = try Subject(nodes: 2)
        let (first, second) = (TestCommand(Self.readKeys), TestCommand(Self.readKeys))
        _ = try subject.send(first, userData: 1)
        _ = try subject.send(second, to: 1, userData: 2)
        #expect(try subject.test.one { $0.flush(subject.handles[0], userData: 3) } == 0)
        #expect(subject.reply(1).answer(.communicationFailure))
        #expect(try subject.test.poll().map(\.userData) == [2])
        #expect(subject.reply(0).answer(ReservationAnswer(.good)))
        #expect(try subject.test.poll().map(\.userData) == [1])
    }

    @Test("A cancelled command ends at once, and a later answer touches nothing, not even the slot's next command")
    func cancel() throws {
        let subject = try Subject()
        let (first, second) = (TestCommand(Self.readKeys), TestCommand(Self.readKeys))
        let request = try subject.send(first, userData: 1)
        let canceled = subject.test.queue.cancel(request)
        #expect(canceled)
        #expect(try subject.test.poll() == [Completion(userData: 1, result: Errno.canceled.result)])
        #expect(subject.manager.attachments[0].canceled == 1)
        let again = subject.test.queue.cancel(request)
        #expect(!again)
        // Takes the same slot.
        _ = try subject.send(second, userData: 2)
        let late = subject.reply(0, 0)
        #expect(!late.isAwaited)
        #expect(!late.answer(.status(.good, sense: [], data: [1, 2, 3])))
        #expect(try subject.test.poll(timeout: 1_000_000).isEmpty)
        #expect(first.isUntouched && second.isUntouched)
        #expect(subject.reply(0, 1).answer(.status(.good, sense: [], data: [7])))
        #expect(try subject.test.poll() == [Completion(userData: 2, result: 0, residual: 63)])
        #expect(first.isUntouched && second.data[0] == 7)
    }

    @Test("A command that was answered before it is cancelled completes with the answer")
    func answeredFirst() throws {
        let subject = try Subject()
        let command = TestCommand(Self.readKeys)
        let request = try subject.send(command, userData: 1)
        #expect(subject.reply().answer(ReservationAnswer(.reservationConflict)))
        #expect(!subject.reply().answer(ReservationAnswer(.good)))
        _ = subject.test.queue.cancel(request)
        #expect(try subject.test.poll() == [Completion(userData: 1, result: 0, residual: 64, status: 0x18)])
        #expect(subject.manager.attachments[0].canceled == 0)
    }

    @Test("Answers from other threads end every command exactly once, whoever is first, answer or cancel")
    func races() throws {
        let subject = try Subject()
        let commands = (0..<64).map { _ in TestCommand(Self.readKeys) }
        for round in 0..<20 {
            let requests = try commands.enumerated().map { try subject.send($1, userData: UInt64($0)) }
            let pending = subject.manager.attachments[0].commands.suffix(64)
            let done = try EventCount()
            try ThreadFactory().start("answers") {
                for (place, one) in pending.enumerated() where place % 2 == round % 2 || place > 32 {
                    one.reply.answer(ReservationAnswer(.good))
                }
                done.signal()
            }
            for (place, request) in requests.enumerated() where place % 2 != round % 2 || place <= 40 {
                _ = subject.test.queue.cancel(request)
            }
            let completions = try subject.test.finish()
            #expect(completions.map(\.userData).sorted() == (0..<64).map { UInt64($0) })
            #expect(completions.allSatisfy { $0.result == 0 || $0.result == Errno.canceled.result })
            done.wait()
        }
    }

    @Test("A queue looks for the answer while that comes soon, and never beyond a deadline", arguments: [true, false])
    func lookedFor(allowsRing: Bool) throws {
        let subject = try Subject(allowsRing: allowsRing)
        let (test, manager, handle) = (subject.test, subject.manager, subject.handles[0])
        for number in 0..<200 {
            let command = TestCommand(Self.readKeys)
            test.queue.passThrough(handle, command.pointer, userData: UInt64(number))
            let start = System.monotonicNanoseconds
            if number % 10 == 9 {
                #expect(try test.poll(timeout: 2_000_000).isEmpty)
                #expect(System.monotonicNanoseconds - start >= 2_000_000)
            }
            let reply = try #require(manager.attachments[0].commands.last).reply
            try ThreadFactory().start("answer") { reply.answer(.status(.good, sense: [], data: [3])) }
            #expect(try test.poll() == [Completion(userData: UInt64(number), result: 0, residual: 63)])
            #expect(command.data[0] == 3)
        }
    }

    @Test("Other requests go on while a command waits for its answer")
    func besideOthers() throws {
        let subject = try Subject(nodes: 2)
        let command = TestCommand(Self.readKeys)
        _ = try subject.send(command, userData: 1)
        for round in 0..<100 as Range<UInt64> {
            subject.test.queue.flush(subject.handles[1], userData: 2 + round)
            #expect(try subject.test.poll().map(\.userData) == [2 + round])
        }
        subject.reply().answer(ReservationAnswer(.good))
        #expect(try subject.test.poll().map(\.userData) == [1])
    }

    @Test("An armed queue's descriptor tells of an answer, with and without a ring", arguments: [true, false])
    func announced(allowsRing: Bool) throws {
        let subject = try Subject(allowsRing: allowsRing)
        let (test, manager, handle) = (subject.test, subject.manager, subject.handles[0])
        let command = TestCommand(Self.readKeys)
        test.queue.passThrough(handle, command.pointer, userData: 3)
        try test.queue.submit()
        try test.queue.arm()
        let descriptor = test.queue.completionDescriptor
        #expect(try !System.waitReadable([descriptor], timeoutNanoseconds: 1_000_000))
        manager.attachments[0].commands[0].reply.answer(.status(.good, sense: [], data: [9]))
        #expect(try System.waitReadable([descriptor], timeoutNanoseconds: 60_000_000_000))
        #expect(try test.poll(min: 0, timeout: 0) == [Completion(userData: 3, result: 0, residual: 63)])
        #expect(command.data[0] == 9)
    }

    @Test("A queue that goes away leaves its commands behind")
    func queueGoes() throws {
        let subject = try Subject()
        let command = TestCommand(Self.readKeys)
        do {
            let queue = try BlockQueue(environment: subject.test.environment)
            let file = try FileNode(
                FileOptions(path: subject.image.path), environment: subject.test.environment,
                reservations: subject.manager)
            let handle = try queue.attach(file)
            queue.passThrough(handle, command.pointer, userData: 0)
        }
        let left = subject.manager.attachments[1]
        #expect(left.canceled == 1 && left.detached == 1)
        #expect(left.commands.first?.reply.answer(ReservationAnswer(.good)) == false)
    }

    @Test("A drain waits for the command that a manager has")
    func drain() throws {
        let subject = try Subject()
        let command = TestCommand(Self.readKeys)
        _ = try subject.send(command, userData: 1)
        subject.controls[0].beginDrain()
        #expect(try subject.test.poll(timeout: 1_000_000).isEmpty)
        #expect(!subject.controls[0].isDrained)
        subject.reply().answer(ReservationAnswer(.good))
        #expect(try subject.test.poll().count == 1)
        #expect(try subject.test.poll(min: 0, timeout: 0).isEmpty)
        #expect(subject.controls[0].isDrained)
        subject.controls[0].endDrain()
    }

    /// Lets one thread wait for another.
    private final class EventCount: Sendable {
        private let event: EventDescriptor

        init() throws { event = try EventDescriptor() }

        func signal() { event.signal() }

        func wait() { _ = try? System.waitReadable([event.rawValue], timeoutNanoseconds: 60_000_000_000) }
    }
}
