import Block
import BlockTestSupport
import Sys
import Testing

/// By what ways a device zeroes and discards, and which of them are tried again.
@Suite(.enabled(if: LoopDevice.isAvailable, "loop devices need root"))
struct DeviceZeroingTests {
    private final class Disk {
        let image: TemporaryImage
        let device: LoopDevice
        let test: TestQueue
        let file: HostDeviceNode
        let node: NodeHandle

        init(direct: Bool) throws {
            image = try TemporaryImage(bytes: [UInt8](repeating: 7, count: 1 << 20))
            device = try LoopDevice(image)
            test = try TestQueue()
            var options = FileOptions(path: device.path)
            options.direct = direct
            options.discards = true
            file = try HostDeviceNode(options, environment: test.environment)
            node = try test.queue.attach(file)
        }

        /// A fault that is hit by each call and, without an error, changes nothing.
        func plant(_ call: SystemCall, _ request: DeviceRequest? = nil, _ error: Errno? = nil) -> UInt64 {
            Faults.plant(
                Fault(
                    call, error.map { .fail($0) } ?? .short(Int.max), descriptor: file.descriptor,
                    request: request?.rawValue, times: 1000))
        }

        func zero(_ offset: UInt64, _ traits: RequestTraits) throws -> Int64 {
            try test.one { $0.writeZeroes(node, at: offset, count: 65536, traits: traits, userData: 0) }
        }

        func isZero(_ offset: UInt64) throws -> Bool {
            try test.read(node, at: offset, count: 65536).allSatisfy { $0 == 0 }
        }
    }

    private func hits(_ tokens: [UInt64]) -> [Int] { tokens.map { 1000 - (Faults.remaining($0) ?? 0) } }

    @Test("The device zeroes itself, behind the page cache's back never", arguments: [true, false])
    func zeroOut(direct: Bool) throws {
        let disk = try Disk(direct: direct)
        // Written by io_uring, or where that is forbidden by threads.
        let write = Subject.forbidden == "io_uring" ? SystemCall.writeVectors : .ringWrite
        let probes = [disk.plant(.ioctl, .zeroOut), disk.plant(write), disk.plant(.allocate)]
        defer { probes.forEach(Faults.remove) }
        #expect(try disk.zero(0, []) == 0)
        #expect(hits(probes).map { min($0, 1) } == (direct ? [1, 0, 0] : [0, 1, 0]))
        #expect(try disk.isZero(0))
        #expect(try disk.zero(65536, .noFallback) == Errno.notSupported.result)
        #expect(try !disk.isZero(65536))
    }

    @Test("Zeroes that may deallocate are punched out, in both cache modes", arguments: [true, false])
    func punch(direct: Bool) throws {
        let disk = try Disk(direct: direct)
        // Cached, and stale if nobody minds.
        #expect(try !disk.isZero(0))
        let probes = [disk.plant(.allocate), disk.plant(.ioctl, .zeroOut), disk.plant(.ringWrite)]
        defer { probes.forEach(Faults.remove) }
        #expect(try disk.zero(0, [.mayUnmap, .noFallback]) == 0)
        #expect(hits(probes) == [1, 0, 0])
        #expect(try disk.isZero(0))
    }

    @Test("What a device lacks is asked for once", arguments: [Errno.notSupported, .notTypewriter, .noDevice])
    func remembered(error: Errno) throws {
        let disk = try Disk(direct: true)
        let faults = [
            disk.plant(.allocate, nil, error), disk.plant(.ioctl, .zeroOut, error), disk.plant(.ioctl, .discard, error),
        ]
        defer { faults.forEach(Faults.remove) }
        for offset: UInt64 in [0, 65536] {
            #expect(try disk.zero(offset, .mayUnmap) == 0)
            #expect(try disk.isZero(offset))
            #expect(
                try disk.test.one { $0.discard(disk.node, at: 131_072, count: 65536, userData: 0) } == 0)
        }
        #expect(hits(faults) == [1, 1, 1])
        #expect(try !disk.isZero(131_072))
    }

    @Test("A range that can't be punched is zeroed, and the next is tried again")
    func busy() throws {
        let disk = try Disk(direct: true)
        let faults = [disk.plant(.allocate, nil, .busy), disk.plant(.ioctl, .zeroOut)]
        defer { faults.forEach(Faults.remove) }
        #expect(try disk.zero(0, .mayUnmap) == 0)
        #expect(try disk.zero(65536, .mayUnmap) == 0)
        #expect(hits(faults) == [2, 2])
        #expect(try disk.isZero(0) && disk.isZero(65536))
    }

    @Test("An error of the device is reported")
    func errors() throws {
        let disk = try Disk(direct: true)
        let faults = [disk.plant(.ioctl, nil, .ioError), disk.plant(.allocate, nil, .ioError)]
        defer { faults.forEach(Faults.remove) }
        #expect(try disk.zero(0, []) == Errno.ioError.result)
        #expect(try disk.zero(0, .mayUnmap) == Errno.ioError.result)
        #expect(
            try disk.test.one { $0.discard(disk.node, at: 0, count: 65536, userData: 0) } == Errno.ioError.result)
    }
}
