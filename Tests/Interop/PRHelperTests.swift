import BlockSchema
import Foundation
import Glibc
import Holdfast
import PRDevice
import PRWire
import QAPI
import ReservationTestSupport
import SCSI
import Sys
import Testing

/// Our manager against Debian's `qemu-pr-helper`.
///
/// On a file that is no SCSI disk the helper can only answer errors; it gets to its SG_IO all the same, and the whole
/// protocol is spoken. Our own device must give the same answers.
@Suite(.enabled(if: PRHelper.isInstalled, PRHelper.absence))
struct PRHelperTests {
    let folder: SocketFolder
    let disk: String

    init() throws {
        folder = try SocketFolder()
        disk = try folder.disk("disk.img")
    }

    private var socket: String { folder("helper.sock") }

    private func backend(_ options: String = "") throws -> Backend {
        let backend = try Backend()
        try backend.addObject("pr-manager-helper,id=pr0,path=\(socket)\(options)")
        return backend
    }

    private func addNode(_ backend: Backend, _ name: String = "disk0", _ options: String = "") throws -> Node {
        try backend.addNode("driver=file,node-name=\(name),filename=\(disk),pr-manager=pr0\(options)")
    }

    /// What our own device answers on the same file.
    private func own(_ block: [UInt8], _ list: [UInt8], readOnly: Bool) throws -> CommandResult {
        let file = try System.open(disk, readOnly ? .readOnly : .readWrite)
        var server = PRWireServer()
        _ = server.receive([0, 0, 0, 0].span)
        var action = server.receive((block + [UInt8](repeating: 0, count: 6)).span, descriptors: 1)
        if !list.isEmpty { action = server.receive(list.span) }
        guard case .execute(let command) = action else { throw Errno.protocolError }
        return PassThroughDevice(file.rawValue).execute(command).result
    }

    @Test func `every command is answered as our own device answers it`() throws {
        let helper = try PRHelper(socket)
        let backend = try backend()
        let node = try addNode(backend)
        for action in PersistentReserveIn.ServiceAction.allCases {
            let command = PersistentReserveIn(action, allocationLength: 512)
            let reply = try node.execute(command)
            #expect(reply.result.status == .checkCondition && reply.data.isEmpty)
            let expected = try own(command.block, [], readOnly: false)
            #expect(reply.result == expected, "\(action)")
        }
        for action in PersistentReserveOut.ServiceAction.allCases where action != .registerAndMove {
            let command = PersistentReserveOut(action, type: .exclusiveAccess, key: 1, actionKey: 2)
            let reply = try node.execute(command)
            let expected = try own(command.block, command.parameterList, readOnly: false)
            #expect(reply.result == expected, "\(action)")
        }
        #expect(helper.isRunning)
        #expect(backend.reservationManagers.map(\.connected) == [true])
    }

    @Test func `a disk that is open for reading only can't be fenced`() throws {
        let helper = try PRHelper(socket)
        let backend = try backend()
        let node = try addNode(backend, "disk0", ",read-only=on")
        let command = PersistentReserveOut(.clear, key: 1)
        let reply = try node.execute(command)
        #expect(reply.result == .checkCondition(.invalidOperationCode))
        let expected = try own(command.block, command.parameterList, readOnly: true)
        #expect(reply.result == expected)
        #expect(helper.isRunning && backend.reservationManagers.count == 1)
    }

    @Test func `data up to the limit go through, and more are not sent`() throws {
        let helper = try PRHelper(socket)
        let backend = try backend()
        let node = try addNode(backend)
        #expect(
            try node.execute(PersistentReserveIn(.readKeys, allocationLength: 8192)).result.status == .checkCondition)
        #expect(throws: Errno.invalidArgument) {
            try node.execute(PersistentReserveIn(.readKeys, allocationLength: 8193))
        }
        #expect(try node.execute(PersistentReserveIn(.readKeys, allocationLength: 0)).result.status == .checkCondition)
        #expect(helper.isRunning && backend.reservationManagers.count == 1)
    }

    @Test func `many commands on several disks share the helper`() async throws {
        let helper = try PRHelper(socket)
        let backend = try backend()
        let nodes = try (0..<4).map { try addNode(backend, "disk\($0)") }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for node in nodes {
                group.addTask {
                    try (0..<100).count { _ in
                        let command = PersistentReserveOut(.register, key: 0, actionKey: 1)
                        return try node.execute(command).result.status == .checkCondition
                    }
                }
            }
            for try await answered in group { #expect(answered == 100) }
        }
        #expect(helper.isRunning)
    }

    @Test func `a helper that is killed and started again is found, and commands go on`() throws {
        var helper = try PRHelper(socket)
        let backend = try backend()
        let node = try addNode(backend)
        let command = PersistentReserveIn(.readKeys, allocationLength: 64)
        #expect(try node.execute(command).result.status == .checkCondition)
        let answer = try node.execute(command).result
        helper.kill()
        while backend.reservationManagers[0].connected {}
        // Nobody is there: the command fails so that guests try again.
        #expect(try node.execute(command, timeout: 0.1).result == .checkCondition(.communicationFailure))
        helper = try PRHelper(socket)
        #expect(try node.execute(command).result == answer)
        #expect(backend.reservationManagers.map(\.connected) == [true])
        #expect(helper.isRunning)
    }
}

/// Debian's helper, running until its owner goes.
final class PRHelper {
    /// Why tests are skipped where there is none.
    static let absence: Comment = "qemu-pr-helper (qemu-system-common) is not installed"
    private static let executable = ["/usr/bin/qemu-pr-helper", "/usr/libexec/qemu-pr-helper"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    static var isInstalled: Bool { executable != nil }

    private let process = Process()

    /// Starts it and waits until it listens.
    init(_ socket: String) throws {
        try? FileManager.default.removeItem(atPath: socket)
        process.executableURL = URL(fileURLWithPath: try #require(Self.executable))
        process.arguments = ["-k", socket, "-f", socket + ".pid", "-q"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let deadline = Date(timeIntervalSinceNow: 60)
        while (try? UnixSocket.connect(socket)) == nil {
            try #require(process.isRunning && Date() < deadline, "qemu-pr-helper does not start")
            usleep(1000)
        }
    }

    deinit { kill() }

    var isRunning: Bool { process.isRunning }

    /// Ends it without asking.
    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
