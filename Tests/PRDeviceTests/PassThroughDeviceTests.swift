import PRDevice
import PRWire
import SCSI
import Sys
import Testing

/// Commands on a device that isn't there, answered in its place.
struct PassThroughDeviceTests {
    /// A file, open for reading only or for writing too.
    private func open(writable: Bool) throws -> Descriptor {
        try System.open("/dev/zero", writable ? .readWrite : .readOnly)
    }

    /// What a server hands on.
    private func command(_ block: [UInt8], _ list: [UInt8] = []) throws -> PRCommand {
        var server = PRWireServer()
        _ = server.receive([0, 0, 0, 0].span)
        let bytes = block + [UInt8](repeating: 0, count: 16 - block.count)
        var action = server.receive(bytes.span, descriptors: 1)
        if !list.isEmpty { action = server.receive(list.span) }
        guard case .execute(let command) = action else { throw Errno.invalidArgument }
        return command
    }

    private var readKeys: PRCommand {
        get throws { try command(PersistentReserveIn(.readKeys, allocationLength: 24).block) }
    }

    private var register: PRCommand {
        get throws {
            let out = PersistentReserveOut(.register, key: 0, actionKey: 1)
            return try command(out.block, out.parameterList)
        }
    }

    private func execute(_ command: PRCommand, _ result: PassThroughResult, writable: Bool = true) throws -> PRReply {
        let file = try open(writable: writable)
        let answer = Fault(
            .passThrough,
            .answer {
                $0?.storeBytes(of: result, as: PassThroughResult.self)
                return 0
            }, descriptor: file.rawValue)
        return Faults.with(answer) { PassThroughDevice(file.rawValue).execute(command) }
    }

    @Test func `data are as long as the device says, and zero where it said nothing`() throws {
        let reply = try execute(readKeys, PassThroughResult(residual: 8))
        #expect(reply == PRReply(status: .good, data: [UInt8](repeating: 0, count: 16)))
        for absurd in [-5, 25, Int32.max] {
            let reply = try execute(readKeys, PassThroughResult(residual: absurd))
            #expect(reply.data.count == (absurd < 0 ? 24 : 0))
        }
    }

    @Test func `a status comes without data, and sense data only with CHECK CONDITION`() throws {
        #expect(try execute(register, PassThroughResult(status: 0x18)).result == .reservationConflict)
        let failed = try execute(readKeys, PassThroughResult(status: 2, senseLength: 18))
        #expect(failed.status == .checkCondition && failed.senseBytes.count == 96 && failed.data.isEmpty)
    }

    @Test(arguments: [(3, 0, "B/2Eh/02h"), (0x10, 0, "4/44h/00h")] as [(UInt16, UInt16, String)])
    func `a host adapter's failure has its sense data`(host: UInt16, driver: UInt16, sense: String) throws {
        let reply = try execute(readKeys, PassThroughResult(hostStatus: host, driverStatus: driver))
        #expect(reply.result.sense?.description == sense)
    }

    @Test func `a time-out of the driver is BUSY`() throws {
        #expect(try execute(readKeys, PassThroughResult(driverStatus: 0x06)).status == .busy)
    }

    @Test func `who can't write to the disk can't change its reservations`() throws {
        let refused = try execute(register, PassThroughResult(), writable: false)
        #expect(refused.result == .checkCondition(.invalidOperationCode))
        #expect(try execute(readKeys, PassThroughResult(), writable: false).status == .good)
        #expect(try execute(register, PassThroughResult()).status == .good)
    }

    @Test func `what is no SCSI device says so`() throws {
        let file = try open(writable: true)
        #expect(try PassThroughDevice(file.rawValue).execute(readKeys).result == .checkCondition(.ioError))
        let conflict = Fault(.passThrough, .fail(.reservationConflict), descriptor: file.rawValue)
        try Faults.with(conflict) { () throws in
            #expect(try PassThroughDevice(file.rawValue).execute(register).status == .reservationConflict)
        }
    }
}
