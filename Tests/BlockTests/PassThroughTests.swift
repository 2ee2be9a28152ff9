import Block
import BlockTestSupport
import Sys
import Testing

/// Device commands, answered in place of a device that isn't there.
@Suite struct PassThroughTests {
    /// A command with memory of its own.
    private final class Command {
        let pointer = UnsafeMutablePointer<PassThroughCommand>.allocate(capacity: 1)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 + 64 + 96, alignment: 8)

        init(operation: UInt8, sense: [UInt8] = []) {
            memory.initializeMemory(as: UInt8.self, repeating: 0)
            memory[0] = operation
            for (index, byte) in sense.enumerated() { memory[80 + index] = byte }
            pointer.initialize(
                to: PassThroughCommand(
                    cdb: UnsafeRawBufferPointer(rebasing: memory[..<6]), direction: .fromDevice,
                    data: UnsafeMutableRawBufferPointer(rebasing: memory[16..<80]),
                    sense: UnsafeMutableRawBufferPointer(rebasing: memory[80...]), timeoutMilliseconds: 1000))
        }

        deinit {
            pointer.deallocate()
            memory.deallocate()
        }
    }

    private func answer(_ result: PassThroughResult, _ descriptor: Int32, after: Int = 0, times: Int = 1) -> Fault {
        Fault(
            .passThrough,
            .answer {
                $0?.storeBytes(of: result, as: PassThroughResult.self)
                return 0
            }, descriptor: descriptor, after: after, times: times)
    }

    private func device() throws -> (TestQueue, NodeHandle, HostDeviceNode) {
        let test = try TestQueue()
        let device = try HostDeviceNode(FileOptions(name: "device", path: "/dev/null"), environment: test.environment)
        return (test, try test.queue.attach(device), device)
    }

    @Test("Status, sense length and residual arrive in the completion")
    func result() throws {
        let (test, node, device) = try device()
        let command = Command(operation: 0x12)
        let reply = PassThroughResult(status: 2, senseLength: 18, residual: 28)
        try Faults.with(answer(reply, device.descriptor)) { () throws in
            test.queue.passThrough(node, command.pointer, userData: 9)
            let completion = try #require(try test.poll().first)
            #expect(completion == Completion(userData: 9, result: 0, residual: 28, status: 2, senseLength: 18))
        }
    }

    /// Host status, driver status, and the status and sense data that guests are told.
    static let hostFailures: [(host: UInt16, driver: UInt16, status: UInt8, sense: [UInt8])] = [
        (1, 0, 2, [0x0b, 0x05, 0x00]), (2, 0, 8, []), (3, 0, 2, [0x0b, 0x2e, 0x02]), (4, 0, 2, [0x0b, 0x08, 0x00]),
        (0x11, 0, 0x18, []), (0x13, 0, 2, [0x03, 0x11, 0x00]), (7, 0, 2, [0x0b, 0x00, 0x06]), (0, 6, 8, []),
    ]

    @Test("What the host adapter or the driver failed is no success", arguments: hostFailures.indices)
    func hostStatus(place: Int) throws {
        let failure = Self.hostFailures[place]
        let (test, node, device) = try device()
        let command = Command(operation: 0x2a)
        let reply = PassThroughResult(hostStatus: failure.host, driverStatus: failure.driver)
        try Faults.with(answer(reply, device.descriptor)) { () throws in
            test.queue.passThrough(node, command.pointer, userData: 1)
            let completion = try #require(try test.poll().first)
            #expect(completion.result == 0 && completion.status == failure.status && completion.residual == 64)
            #expect(completion.senseLength == (failure.sense.isEmpty ? 0 : 18))
            let sense = command.pointer.pointee.sense
            if !failure.sense.isEmpty { #expect([sense[2], sense[12], sense[13]] == failure.sense) }
        }
    }

    @Test("Sense data that come with a status are the device's, whatever the driver adds")
    func driverSense() throws {
        let (test, node, device) = try device()
        let command = Command(operation: 0x12)
        // DRIVER_SENSE: there are sense data.
        let reply = PassThroughResult(status: 2, senseLength: 18, driverStatus: 8)
        try Faults.with(answer(reply, device.descriptor)) { () throws in
            test.queue.passThrough(node, command.pointer, userData: 1)
            let completion = try #require(try test.poll().first)
            #expect(completion == Completion(userData: 1, result: 0, status: 2, senseLength: 18))
        }
    }

    @Test("A command that the kernel refuses is a negative result")
    func refused() throws {
        let (test, node, _) = try device()
        let command = Command(operation: 0x12)
        #expect(try test.one { $0.passThrough(node, command.pointer, userData: 0) } == Errno.notTypewriter.result)
        #expect(test.statistics(node)?[.passThrough].failed == 1)
    }

    @Test("More commands than workers all end")
    func many() throws {
        let (test, node, device) = try device()
        let commands = (0..<100).map { _ in Command(operation: 0) }
        try Faults.with(answer(PassThroughResult(), device.descriptor, times: 100)) { () throws in
            for (index, command) in commands.enumerated() {
                #expect(test.queue.passThrough(node, command.pointer, userData: UInt64(index)) != nil)
            }
            #expect(Set(try test.finish().map(\.userData)) == Set(0..<100))
        }
        let workers = test.environment.threads.threads.filter { $0.name.hasPrefix("hf-worker") }
        #expect((1...64).contains(workers.count))
        #expect(workers.count <= test.environment.workers.limit)
    }

    @Test("Where no thread can be made the request ends with EAGAIN")
    func noThreads() throws {
        let environment = BlockEnvironment()
        let test = try TestQueue(environment: environment)
        let node = try test.queue.attach(
            HostDeviceNode(FileOptions(name: "device", path: "/dev/null"), environment: environment))
        environment.threads.seal()
        let command = Command(operation: 0)
        #expect(try test.one { $0.passThrough(node, command.pointer, userData: 0) } == Errno.again.result)
    }
}
