import Block
import BlockTestSupport
import SCSI
import Sys
import Testing

/// Where device commands go, with and without a reservation manager.
@Suite struct ReservationRoutingTests {
    private static let readKeys: [UInt8] = [0x5e, 0, 0, 0, 0, 0, 0, 0, 32, 0]
    private static let register: [UInt8] = [0x5f, 0, 0, 0, 0, 0, 0, 0, 24, 0]

    /// A file under a manager, on a queue.
    private struct Subject {
        let image: TemporaryImage
        let test: TestQueue
        let manager: TestManager
        let handle: NodeHandle

        init() throws {
            image = try TemporaryImage(size: 65536)
            test = try TestQueue()
            manager = TestManager()
            let file = try FileNode(
                FileOptions(name: "disk", path: image.path), environment: test.environment, reservations: manager)
            handle = try test.queue.attach(file)
        }

        var attachment: TestManager.Attachment { get throws { try #require(manager.attachments.first) } }

        func run(_ command: TestCommand) throws -> Completion {
            test.queue.passThrough(handle, command.pointer, userData: 1)
            return try #require(try test.poll().first)
        }
    }

    @Test("Commands about reservations go to the node's manager, data come back, and the residual counts the rest")
    func reading() throws {
        let subject = try Subject()
        try subject.attachment.answerAll(with: .status(.good, sense: [], data: [1, 2, 3]))
        let command = TestCommand(Self.readKeys, room: 40)
        #expect(try subject.run(command) == Completion(userData: 1, result: 0, residual: 37))
        #expect(Array(command.data[..<4]) == [1, 2, 3, TestCommand.untouched])
        let sent = try #require(try subject.attachment.commands.first).command
        #expect(sent.block == Self.readKeys && sent.list.isEmpty && sent.room == 40 && !sent.isOut)
        #expect(sent.timeoutMilliseconds == 1000)
        let node = try subject.attachment.node
        #expect(node.name == "disk" && node.path == subject.image.path && node.isWritable && node.isActive)
    }

    @Test("A parameter list goes along as a copy, as long as the CDB says")
    func writing() throws {
        let subject = try Subject()
        try subject.attachment.answerAll(with: ReservationAnswer(.reservationConflict))
        let list = (0..<30).map { UInt8($0) }
        let completion = try subject.run(TestCommand(Self.register, .toDevice, data: list))
        #expect(completion == Completion(userData: 1, result: 0, residual: 6, status: 0x18))
        let sent = try #require(try subject.attachment.commands.first).command
        #expect(sent.list == Array(list[..<24]) && sent.room == 0 && sent.isOut)
    }

    @Test("Sense data come cut to the room there is", arguments: [0, 4, 18, 96])
    func sense(room: Int) throws {
        let subject = try Subject()
        try subject.attachment.answerAll(with: .communicationFailure)
        let command = TestCommand(Self.readKeys, sense: room)
        let completion = try subject.run(command)
        #expect(completion.result == 0 && completion.status == 2 && Int(completion.senseLength) == min(room, 18))
        let expected = Sense.communicationFailure.fixed
        #expect(Array(command.sense.prefix(18)) == Array(expected.prefix(room)))
        #expect(command.data.allSatisfy { $0 == TestCommand.untouched })
    }

    @Test("A manager's answer never writes past the room, whatever it says")
    func tooMuch() throws {
        let subject = try Subject()
        try subject.attachment.answerAll(
            with: .status(.good, sense: [UInt8](repeating: 1, count: 300), data: [UInt8](repeating: 9, count: 1000)))
        let command = TestCommand(Self.readKeys, room: 33)
        #expect(try subject.run(command) == Completion(userData: 1, result: 0))
        #expect(command.data == [UInt8](repeating: 9, count: 33))
        #expect(command.sense.allSatisfy { $0 == TestCommand.untouched })
    }

    static let malformed: [(String, [UInt8], PassThroughCommand.Direction, Int)] = [
        ("no CDB", [], .fromDevice, 32),
        ("a CDB of 33 bytes", readKeys + [UInt8](repeating: 0, count: 23), .fromDevice, 32),
        ("a reservation CDB of 17 bytes", readKeys + [0, 0, 0, 0, 0, 0, 0], .fromDevice, 32),
        ("reading to the device", readKeys, .toDevice, 32), ("reading without data", readKeys, .none, 32),
        ("writing from the device", register, .fromDevice, 24), ("writing without data", register, .none, 24),
        ("too little room", readKeys, .fromDevice, 31), ("too short a list", register, .toDevice, 23),
        ("a list of 2^24 bytes", [0x5f, 0, 0, 0, 0, 1, 0, 0, 0, 0], .toDevice, 1 << 24),
        ("a list of 8193 bytes", [0x5f, 0, 0, 0, 0, 0, 0, 0x20, 1, 0], .toDevice, 8193),
    ]

    @Test("What doesn't fit together is refused before the manager hears of it", arguments: malformed.indices)
    func checks(place: Int) throws {
        let (name, block, direction, room) = Self.malformed[place]
        let subject = try Subject()
        let command = TestCommand(block, direction, room: room)
        #expect(try subject.run(command).result == Errno.invalidArgument.result, "\(name)")
        #expect(try subject.attachment.commands.isEmpty)
        #expect(command.isUntouched)
    }

    @Test("A CDB that lacks trailing bytes is completed with zeroes; nothing to transfer needs no direction")
    func short() throws {
        let subject = try Subject()
        try subject.attachment.answerAll(with: ReservationAnswer(.good))
        #expect(try subject.run(TestCommand([0x5e, 1], .none, room: 0)).result == 0)
        #expect(try subject.attachment.commands.first?.command.block == [0x5e, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("What a manager can't be asked is an error number")
    func failure() throws {
        let subject = try Subject()
        try subject.attachment.answerAll(with: .failure(22))
        #expect(try subject.run(TestCommand(Self.readKeys)).result == Errno.invalidArgument.result)
        #expect(subject.test.statistics(subject.handle)?[.passThrough].failed == 1)
    }

    @Test(
        "Other commands end with ENOTSUP on a file", arguments: [[0x12, 0, 0, 0, 32, 0], [0x16, 0, 0, 0, 0, 0], [0]])
    func others(block: [UInt8]) throws {
        let subject = try Subject()
        #expect(try subject.run(TestCommand(block)).result == Errno.notSupported.result)
        #expect(try subject.attachment.commands.isEmpty)
    }

    @Test("Without a manager a file takes no command, and a device takes them all")
    func noManager() throws {
        let image = try TemporaryImage(size: 4096)
        let test = try TestQueue()
        let file = try test.queue.attach(FileNode(FileOptions(path: image.path), environment: test.environment))
        let command = TestCommand(Self.readKeys)
        #expect(try test.one { $0.passThrough(file, command.pointer, userData: 0) } == Errno.notSupported.result)
        let device = try HostDeviceNode(FileOptions(path: "/dev/null"), environment: test.environment)
        let handle = try test.queue.attach(device)
        #expect(try test.one { $0.passThrough(handle, command.pointer, userData: 0) } == Errno.notTypewriter.result)
    }

    @Test("A device's other commands go to the kernel beside its manager")
    func deviceWithManager() throws {
        let test = try TestQueue()
        let manager = TestManager()
        let device = try HostDeviceNode(
            FileOptions(name: "null", path: "/dev/null"), environment: test.environment, reservations: manager)
        let handle = try test.queue.attach(device)
        let attachment = try #require(manager.attachments.first)
        attachment.answerAll(with: ReservationAnswer(.good))
        let (keys, inquiry) = (TestCommand(Self.readKeys), TestCommand([0x12, 0, 0, 0, 32, 0]))
        #expect(try test.one { $0.passThrough(handle, keys.pointer, userData: 0) } == 0)
        #expect(try test.one { $0.passThrough(handle, inquiry.pointer, userData: 0) } == Errno.notTypewriter.result)
        #expect(attachment.commands.count == 1)
    }

    @Test("A window of a disk takes no commands, about reservations either")
    func window() throws {
        let subject = try Subject()
        let file = try FileNode(
            FileOptions(path: subject.image.path), environment: subject.test.environment,
            reservations: subject.manager)
        let window = try subject.test.queue.attach(RawNode(name: "w", child: file, offset: 512))
        let whole = try subject.test.queue.attach(RawNode(name: "r", child: file))
        subject.manager.attachments[1].answerAll(with: ReservationAnswer(.good))
        let command = TestCommand(Self.readKeys)
        let refused = try subject.test.one { $0.passThrough(window, command.pointer, userData: 0) }
        #expect(refused == Errno.notSupported.result)
        #expect(try subject.test.one { $0.passThrough(whole, command.pointer, userData: 0) } == 0)
    }

    @Test("The command is read once: changing it while it waits changes nothing")
    func readOnce() throws {
        let image = try TemporaryImage(size: 512)
        let test = try TestQueue()
        let manager = TestManager()
        let file = try FileNode(FileOptions(path: image.path), environment: test.environment, reservations: manager)
        let handle = try test.queue.attach(file)
        manager.attachments.first?.answerAll(with: ReservationAnswer(.good))
        let command = TestCommand(Self.readKeys)
        file.control.beginDrain()
        test.queue.passThrough(handle, command.pointer, userData: 0)
        command.setBlock(0, 0x5f)
        command.setBlock(8, 200)
        file.control.endDrain()
        #expect(try test.finish().map(\.result) == [0])
        #expect(manager.attachments.first?.commands.first?.command.block == Self.readKeys)
    }

    @Test("A node is taken off its manager once, when the last queue lets it go")
    func detach() throws {
        let subject = try Subject()
        #expect(try subject.attachment.detached == 0)
        try subject.test.queue.detach(subject.handle)
        #expect(try subject.attachment.detached == 1)
    }

    @Test("A manager that refuses a node keeps it from being opened")
    func refusal() throws {
        let image = try TemporaryImage(size: 512)
        let manager = TestManager()
        manager.refusal = BlockError(.unsupported, "not this disk")
        #expect(throws: BlockError.self) {
            try FileNode(FileOptions(path: image.path), environment: BlockEnvironment(), reservations: manager)
        }
    }
}
