import BlockTestSupport
import Sys
import Testing

@testable import Block
@testable import Reservations

@Suite struct DiskAdmissionTests {
    @Test func `a file of this host is admitted`() throws {
        let image = try TemporaryImage(size: 4096)
        try DiskAdmission.check(image.descriptor)
    }

    @Test func `what other hosts may reach is refused in words that help, unless the user vouches for it`() throws {
        let image = try TemporaryImage(size: 4096)
        let unknown = Fault(.status, .fail(.ioError), descriptor: image.descriptor)
        #expect(throws: BlockError.self) { try Faults.with(unknown) { try DiskAdmission.check(image.descriptor) } }
        let pipe = try System.open("/proc/self/status", .readOnly)
        #expect {
            try DiskAdmission.check(pipe.rawValue)
        } throws: { error in
            ["pr-manager-helper", "pr-manager-ioctl", "pr-manager-multipath", "single-host=assert"].allSatisfy {
                "\(error)".contains($0)
            }
        }
        try DiskAdmission.check(pipe.rawValue, .assert)
    }

    @Test(arguments: [(0x00 as UInt8, true), (0x02, false), (0x18, false)])
    func `a disk that does reservations itself is left to them`(status: UInt8, isRefused: Bool) throws {
        let image = try TemporaryImage(size: 4096)
        let version = Fault(
            .ioctl, .answer { _ in 0 }, descriptor: image.descriptor, request: DeviceRequest.sgVersion.rawValue)
        let answer = Fault(
            .passThrough,
            .answer { argument in
                argument?.assumingMemoryBound(to: PassThroughResult.self).pointee = PassThroughResult(status: status)
                return 0
            }, descriptor: image.descriptor)
        let error = Faults.with(version, answer) { () -> BlockError? in
            do throws(BlockError) {
                try DiskAdmission.check(image.descriptor)
                return nil
            } catch {
                return error
            }
        }
        #expect((error != nil) == isRefused)
        #expect(error?.message.contains("does persistent reservations itself") ?? true)
    }

    @Test func `a process that may not ask takes the disk`() throws {
        let image = try TemporaryImage(size: 4096)
        try Faults.with(
            Fault(.ioctl, .answer { _ in 0 }, descriptor: image.descriptor, request: DeviceRequest.sgVersion.rawValue),
            Fault(.passThrough, .fail(.notPermitted), descriptor: image.descriptor)
        ) { try DiskAdmission.check(image.descriptor) }
    }
}
