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

/// Commands through a helper whose device does what the standard says.
struct HelperCommandTests {
    let lab: HelperLab
    let server: PRTestServer
    let disk: String

    init() throws {
        lab = try HelperLab()
        server = try PRTestServer(in: lab.folder)
        disk = try lab.folder.disk("shared.img")
        try server.start("vm-a")
        try server.start("vm-b")
    }

    /// Opens the disk once for each of two initiators.
    private func openBoth() throws {
        for name in ["vm-a", "vm-b"] { try lab.open(disk, try lab.add(server.path(name), name)) }
    }

    @Test func `two initiators register, reserve, conflict, preempt and hear of it`() throws {
        try openBoth()
        #expect(try lab.run(PersistentReserveOut(.register, key: 0, actionKey: 0xa)) == .good)
        #expect(try lab.run(PersistentReserveOut(.register, key: 0, actionKey: 0xb), on: 1) == .good)
        #expect(try lab.keys() == [0xa, 0xb])
        #expect(try lab.run(PersistentReserveOut(.reserve, type: .writeExclusive, key: 0xa)) == .good)
        let reserve = PersistentReserveOut(.reserve, type: .writeExclusive, key: 0xb)
        #expect(try lab.run(reserve, on: 1) == .reservationConflict)
        #expect(
            try lab.run(PersistentReserveOut(.release, type: .exclusiveAccess, key: 0xa))
                == .checkCondition(.invalidRelease))
        let reservation = try lab.read(.readReservation, on: 1)
        let held = try ReadReservationData(decoding: reservation.span)
        #expect(held.held == ReadReservationData.Held(key: 0xa, type: .writeExclusive))
        let preempt = PersistentReserveOut(.preemptAndAbort, type: .exclusiveAccess, key: 0xb, actionKey: 0xa)
        #expect(try lab.run(preempt, on: 1) == .good)
        let attention = try lab.run(PersistentReserveOut(.register, key: 0xa, actionKey: 0))
        #expect(attention == .checkCondition(Sense(.unitAttention, .registrationsPreempted)))
        #expect(try lab.keys() == [0xb])
        let status = try lab.read(.readFullStatus)
        let full = try ReadFullStatusData(decoding: status.span)
        #expect(full.descriptors.map(\.held) == [.exclusiveAccess] && full.generation == 3)
        let capabilities = try lab.read(.reportCapabilities)
        #expect(capabilities[2] & 1 == 1)
        #expect(try lab.run(PersistentReserveOut(.clear, key: 0xb), on: 1) == .good)
        #expect(try lab.keys().isEmpty)
    }

    @Test func `what reaches the device is the command, and the disk that the descriptor names`() throws {
        let other = try lab.folder.disk("other.img")
        let manager = try lab.add(server.path("vm-a"))
        try lab.open(disk, manager)
        try lab.open(other, manager)
        #expect(try lab.run(PersistentReserveOut(.register, key: 0, actionKey: 7), on: 1) == .good)
        let (first, second) = (try server.reservations(of: disk), try server.reservations(of: other))
        #expect(first.registrations.isEmpty && second.registrations.map(\.key) == [7])
        #expect(server.log.map(\.command.isOut) == [true])
    }

    @Test func `an answer is cut to the allocation length and its residual counts the rest`() throws {
        try openBoth()
        for key in [1, 2] as [UInt64] {
            #expect(try lab.run(PersistentReserveOut(.register, key: 0, actionKey: key), on: Int(key) - 1) == .good)
        }
        let short = TestCommand(Blocks.readKeys(16), room: 40)
        #expect(try lab.run(short) == Completion(userData: 0, result: 0, residual: 24))
        #expect(Array(short.data[..<17]) == [0, 0, 0, 2, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 1, TestCommand.untouched])
        let none = TestCommand(Blocks.readKeys(0), room: 40)
        #expect(try lab.run(none) == Completion(userData: 0, result: 0, residual: 40))
    }

    @Test func `what the helper can't be asked is EINVAL, and doesn't make it hang up`() throws {
        try lab.open(disk, try lab.add(server.path("vm-a")))
        // What is answered has been accepted.
        #expect(try lab.keys().isEmpty)
        let before = server.connections
        #expect(try lab.run(TestCommand(Blocks.readKeys(8193), room: 9000)).result == Errno.invalidArgument.result)
        #expect(try lab.keys().isEmpty)
        #expect(server.connections == before)
        // Nor is a service action that doesn't exist; the helper answers itself.
        let unknown = TestCommand([0x5e, 9, 0, 0, 0, 0, 0, 0, 8, 0])
        #expect(try lab.run(unknown).status == 2)
        #expect(Array(unknown.sense[2...2] + unknown.sense[12...13]) == [0x05, 0x24, 0x00])
    }

    @Test func `disks of one manager don't wait for each other, commands of one disk do`() throws {
        let other = try lab.folder.disk("other.img")
        let manager = try lab.add(server.path("vm-a"))
        try lab.open(disk, manager)
        try lab.open(other, manager)
        try server.hold(disk)
        let commands = (0..<3).map { _ in TestCommand(Blocks.readKeys) }
        let register = TestCommand(
            Blocks.register, .toDevice,
            data: PersistentReserveOut(.register, key: 0, actionKey: 5).parameterList)
        try lab.send(register, to: 0, userData: 1)
        try lab.send(commands[0], to: 0, userData: 2)
        for userData in [3, 4] as [UInt64] {
            try lab.send(commands[1], to: 1, userData: userData)
            #expect(try lab.test.poll().map(\.userData) == [userData])
        }
        #expect(try lab.test.poll(timeout: 20_000_000).isEmpty)
        try server.hold(disk, false)
        let rest = try lab.test.finish()
        #expect(rest.map(\.userData) == [1, 2] && rest.allSatisfy { $0.status == 0 })
        // The second saw what the first did.
        #expect(commands[0].data[7] == 8)
    }

    @Test func `a command that takes too long fails, and the next has another connection`() throws {
        let manager = try lab.add(server.path("vm-a"), "pr0", ["timeout": 0.05])
        try lab.open(disk, manager)
        try server.hold(disk)
        let command = TestCommand(Blocks.readKeys)
        let before = System.monotonicNanoseconds
        let completion = try lab.run(command)
        #expect(completion.result == 0 && completion.status == 2)
        #expect(Array(command.sense[2...2] + command.sense[12...13]) == [0x0b, 0x08, 0x00])
        #expect(System.monotonicNanoseconds - before >= 50_000_000)
        try server.hold(disk, false)
        try manager.set("timeout", to: 30)
        #expect(try lab.keys().isEmpty)
        // A command's own time counts when it is shorter.
        try server.hold(disk)
        #expect(try lab.run(TestCommand(Blocks.readKeys, timeout: 30)).status == 2)
    }

    @Test func `a cancelled command ends at once, and its late answer reaches nobody`() throws {
        try lab.open(disk, try lab.add(server.path("vm-a")))
        try server.hold(disk)
        let (first, second) = (TestCommand(Blocks.readKeys), TestCommand(Blocks.readKeys))
        let request = try lab.send(first, userData: 1)
        let waiting = try lab.send(second, userData: 2)
        #expect(try lab.test.poll(timeout: 20_000_000).isEmpty)
        for one in [request, waiting] {
            let canceled = lab.test.queue.cancel(one)
            #expect(canceled)
        }
        #expect(try lab.test.finish().map(\.result) == [Errno.canceled.result, Errno.canceled.result])
        try server.hold(disk, false)
        #expect(try lab.keys().isEmpty)
        #expect(first.isUntouched && second.isUntouched)
        // The one that waited was dropped.
        #expect(server.log.count == 2)
    }

    @Test func `a helper that restarts in the middle fails what it had and serves what comes after`() throws {
        let manager = try lab.add(server.path("vm-a"))
        try lab.open(disk, manager)
        #expect(try lab.run(PersistentReserveOut(.register, key: 0, actionKey: 9)) == .good)
        try server.hold(disk)
        let (sent, queued) = (TestCommand(Blocks.readKeys), TestCommand(Blocks.readKeys))
        try lab.send(sent, userData: 1)
        try lab.send(queued, userData: 2)
        #expect(try lab.test.poll(timeout: 20_000_000).isEmpty)
        server.stop("vm-a")
        // What was sent may have been executed: it is not sent again.
        let failed = try lab.test.poll()
        #expect(failed.map(\.userData) == [1] && failed.first?.status == 2)
        #expect(eventually { !manager.isConnected })
        try server.hold(disk, false)
        try server.start("vm-a")
        // What had not been sent waited for the helper.
        #expect(try lab.test.finish().map(\.userData) == [2])
        #expect(queued.data[15] == 9)
        #expect(lab.changes.withLock { $0 } == [true, false, true])
    }

    @Test func `a node that is closed while its command is away takes nothing with it`() throws {
        let manager = try lab.add(server.path("vm-a"))
        try server.hold(disk)
        do {
            let queue = try BlockQueue(environment: lab.test.environment)
            let file = try FileNode(FileOptions(path: disk), environment: lab.test.environment, reservations: manager)
            let handle = try queue.attach(file)
            let command = TestCommand(Blocks.readKeys)
            queue.passThrough(handle, command.pointer, userData: 0)
            try queue.submit()
        }
        try server.hold(disk, false)
        try lab.open(disk, manager)
        #expect(try lab.keys().isEmpty)
    }
}
