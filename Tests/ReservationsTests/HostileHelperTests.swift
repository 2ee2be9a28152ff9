import Block
import BlockTestSupport
import JSON
import ObjectModel
import PRWire
import ReservationTestSupport
import Reservations
import SCSI
import Sys
import Testing

/// Helpers that break the protocol, go away, or take their time.
struct HostileHelperTests {
    let lab: HelperLab
    let disk: String

    init() throws {
        lab = try HelperLab()
        disk = try lab.folder.disk("a.img")
    }

    /// What READ KEYS with one key is answered with.
    private static let answer = PRReply(
        .good, data: ReadKeysData(generation: 1, keys: [0x1122_3344_5566_7788]).encoded
    ).encoded(allocationLength: 64)

    /// A helper that answers every command with the bytes that stand in `script` then; and then hangs up, if told so.
    private func helper(_ script: Locked<[UInt8]>, hangsUp: Bool = false) throws -> FakeHelper {
        try FakeHelper(lab.folder("helper")) { connection in
            guard connection.greet() else { return }
            while let command = connection.receive(16) {
                guard command.descriptors == 1, connection.send(script.withLock { $0 }), !hangsUp else { return }
            }
        }
    }

    /// One command through a manager of its own.
    private func ask(_ properties: JSONObject = JSONObject()) throws -> (command: TestCommand, completion: Completion) {
        let id = "pr\(lab.handles.count)"
        let place = try lab.open(disk, try lab.add(lab.folder("helper"), id, properties))
        let command = TestCommand(Blocks.readKeys)
        let completion = try lab.run(command, on: place)
        try lab.store.delete(id)
        return (command, completion)
    }

    /// Expects B/08h/00h and no data.
    private func expectUnreachable(
        _ asked: (command: TestCommand, completion: Completion), _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let sense = asked.command.sense
        #expect(asked.completion.result == 0 && asked.completion.status == 2, comment, sourceLocation: sourceLocation)
        #expect(
            Array(sense[2...2] + sense[12...13]) == [0x0b, 0x08, 0x00], comment, sourceLocation: sourceLocation)
        #expect(
            asked.command.data.allSatisfy { $0 == TestCommand.untouched }, comment, sourceLocation: sourceLocation)
    }

    @Test func `an answer that is whole is taken, however slowly it comes`() throws {
        let fake = try FakeHelper(lab.folder("helper")) { connection in
            guard connection.send([0, 0]), connection.drip([0, 0]), connection.receive(4) != nil else { return }
            while connection.receive(16) != nil { connection.drip(Self.answer) }
        }
        let (command, completion) = try ask()
        #expect(completion == Completion(userData: 0, result: 0, residual: 48))
        #expect(Array(command.data[8..<17]) == [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, TestCommand.untouched])
        #expect(fake.count == 1)
    }

    @Test func `an answer that ends after any of its bytes fails the command`() throws {
        let script = Locked<[UInt8]>([])
        let fake = try helper(script, hangsUp: true)
        for length in 0..<Self.answer.count {
            script.withLock { $0 = Array(Self.answer.prefix(length)) }
            expectUnreachable(try ask(), "\(length) bytes")
        }
        script.withLock { $0 = Self.answer }
        #expect(try ask().completion.residual == 48)
        #expect(fake.count > Self.answer.count)
    }

    /// The header of an answer: status and size.
    private static func header(_ status: [UInt8], _ size: [UInt8]) -> [UInt8] {
        status + size + [UInt8](repeating: 0, count: 96)
    }

    private static let lies: [(String, [UInt8])] = [
        ("more data than asked for", header([0, 0, 0, 0], [0, 0, 0, 65]) + [UInt8](repeating: 1, count: 65)),
        ("4 GiB of data", header([0, 0, 0, 0], [255, 255, 255, 255])),
        ("a negative size", header([0, 0, 0, 0], [128, 0, 0, 0])),
        ("data with a conflict", header([0, 0, 0, 0x18], [0, 0, 0, 8]) + [UInt8](repeating: 1, count: 8)),
        ("a status of more than a byte", header([0, 0, 1, 0], [0, 0, 0, 0])),
        ("a negative status", header([255, 255, 255, 255], [0, 0, 0, 0])),
        ("garbage", [UInt8](repeating: 0xff, count: 300)), ("text", Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)),
    ]

    @Test(arguments: lies.indices)
    func `an answer that lies fails the command`(place: Int) throws {
        let (name, bytes) = Self.lies[place]
        let fake = try helper(Locked(bytes), hangsUp: place == Self.lies.count - 1)
        expectUnreachable(try ask(["timeout": 2]), "\(name)")
        #expect(fake.count >= 1)
    }

    @Test func `bytes behind an answer end the connection, and the answer counts`() throws {
        let script = Locked(Self.answer + [0])
        let fake = try helper(script)
        let manager = try lab.add(lab.folder("helper"))
        try lab.open(disk, manager)
        let command = TestCommand(Blocks.readKeys)
        #expect(try lab.run(command).residual == 48)
        #expect(eventually { fake.count == 2 })
        script.withLock { $0 = Self.answer }
        #expect(try lab.run(TestCommand(Blocks.readKeys)).residual == 48)
    }

    @Test func `bytes that nobody asked for end the connection`() throws {
        let fake = try FakeHelper(lab.folder("helper")) { connection in
            guard connection.greet() else { return }
            connection.send([1])
            connection.waitForEnd()
        }
        let manager = try lab.add(lab.folder("helper"), "pr0", ["connect": "lazy"])
        #expect(eventually { fake.count >= 2 })
        #expect(eventually { !manager.isConnected })
    }

    @Test func `an answer before the parameter list fails the command`() throws {
        let fake = try FakeHelper(lab.folder("helper")) { connection in
            guard connection.greet(), connection.receive(1) != nil else { return }
            connection.send(Self.header([0, 0, 0, 0], [0, 0, 0, 0]) + Self.header([0, 0, 0, 0], [0, 0, 0, 0]))
        }
        try lab.open(disk, try lab.add(lab.folder("helper")))
        let list = PersistentReserveOut(.register, key: 0, actionKey: 1).parameterList
        // Whether the second answer is seen in time or not, nothing traps and the command ends once.
        let command = TestCommand(Blocks.register, .toDevice, data: list)
        #expect(try lab.run(command).result == 0)
        #expect(try lab.test.poll(min: 0, timeout: 0).isEmpty)
        #expect(fake.count >= 1)
    }

    @Test func `a greeting that wants what nobody knows is answered with nothing wanted`() throws {
        let answers = Locked<[[UInt8]]>([])
        let fake = try FakeHelper(lab.folder("helper")) { connection in
            guard connection.send([0xff, 0xff, 0xff, 0xff]), let answer = connection.receive(4) else { return }
            answers.withLock { $0.append(answer.bytes) }
            connection.waitForEnd()
        }
        #expect(try lab.add(lab.folder("helper")).isConnected)
        #expect(eventually { answers.withLock { $0 } == [[0, 0, 0, 0]] })
        #expect(fake.count == 1)
    }

    @Test func `a helper that greets and leaves is not called in a frenzy`() throws {
        let fake = try FakeHelper(lab.folder("helper")) { connection in _ = connection.greet() }
        let start = System.monotonicNanoseconds
        _ = try lab.add(lab.folder("helper"), "pr0", ["connect": "lazy"])
        let end = start + 400_000_000
        #expect(eventually { System.monotonicNanoseconds >= end })
        let calls = fake.count
        // At 0, 50, 150, 350 and 750 ms; later on a busy machine.
        let leastTime = UInt64(50_000_000) * ((1 << UInt64(calls - 1)) - 1)
        #expect(calls >= 1 && System.monotonicNanoseconds - start >= leastTime, "\(calls) calls")
    }

    @Test func `a helper that never answers, or never reads, is left after the time-out`() throws {
        let fake = try FakeHelper(lab.folder("helper")) { connection in
            guard connection.greet() else { return }
            connection.waitForEnd()
        }
        expectUnreachable(try ask(["timeout": 0.05]))
        #expect(fake.count >= 1)
    }

    @Test func `descriptors that a helper sends are dropped`() throws {
        let passing = try System.open(disk, .readOnly)
        let number = passing.rawValue
        let fake = try FakeHelper(lab.folder("helper")) { connection in
            guard connection.greet(), connection.receive(16) != nil else { return }
            connection.send(Self.answer, descriptor: number)
            connection.waitForEnd()
        }
        #expect(try ask().completion.residual == 48)
        #expect(fake.count >= 1)
        withExtendedLifetime(passing.rawValue) {}
    }

    /// A manager whose connection's number is known, so that faults hit it and nobody else's.
    private func addKnown() throws -> Int32 {
        let numbers = Locked<[Int32]>([])
        let path = lab.folder("helper")
        let token = Faults.plant(
            Fault(
                .connect,
                .answer { _ in
                    guard let number = try? UnixSocket.connect(path).release() else { return -1 }
                    numbers.withLock { $0.append(number) }
                    return Int(number)
                }, pathSuffix: lab.folder("known")))
        defer { Faults.remove(token) }
        try lab.open(disk, try lab.add(lab.folder("known")))
        return try #require(numbers.withLock { $0.first })
    }

    @Test func `an error of the socket after the command began fails it`() throws {
        let fake = try helper(Locked(Self.answer))
        let number = try addKnown()
        // A byte is out: the helper may have seen the command.
        try Faults.with(
            Fault(.send, .short(16), descriptor: number), Fault(.receive, .fail(.connectionReset), descriptor: number)
        ) { () throws in
            let command = TestCommand(Blocks.readKeys)
            let completion = try lab.run(command)
            expectUnreachable((command, completion))
        }
        #expect(fake.count == 1)
    }

    @Test(arguments: [Errno.connectionReset, .brokenPipe, .noMemory])
    func `an error of the socket before the command is out keeps it for the next connection`(error: Errno) throws {
        let fake = try helper(Locked(Self.answer))
        let number = try addKnown()
        // The helper's name is there from the second connection on.
        try System.unlink(lab.folder("helper"))
        let later = try FakeHelper(lab.folder("known")) { connection in
            guard connection.greet() else { return }
            while connection.receive(16)?.descriptors == 1 { connection.send(Self.answer) }
        }
        try Faults.with(Fault(.send, .fail(error), descriptor: number)) { () throws in
            #expect(try lab.run(TestCommand(Blocks.readKeys)).residual == 48)
        }
        #expect(fake.count == 1 && later.count == 1)
    }

    @Test func `short sends and receipts are completed`() throws {
        let fake = try helper(Locked(Self.answer))
        let number = try addKnown()
        try Faults.with(
            Fault(.send, .short(1), descriptor: number, times: 15),
            Fault(.receive, .short(3), descriptor: number, times: 30)
        ) { () throws in
            #expect(try lab.run(TestCommand(Blocks.readKeys)).residual == 48)
        }
        #expect(fake.count == 1)
    }
}
