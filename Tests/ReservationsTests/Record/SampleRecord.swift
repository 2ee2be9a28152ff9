import Glibc
import SCSI
import Sys

@testable import Reservations

/// Records to store.
enum SampleRecord {
    static let identity = DiskIdentity(text: "file fs=00112233445566778899aabbccddeeff inode=42 version=7")
    static let other = DiskIdentity(text: "file fs=00112233445566778899aabbccddeeff inode=43 version=1")

    static func nexus(_ number: Int) -> Nexus {
        guard let name = InitiatorName("machine \(number)") else { preconditionFailure("a good name") }
        return Nexus(diskIdentity: identity.digest, name: name)
    }

    /// A record with so many registrations, the first of which holds a reservation.
    static func record(
        generation: UInt64, registrations count: Int = 2, type: ReservationType? = .writeExclusiveRegistrantsOnly,
        slots: Int = 2, identity: DiskIdentity = identity
    ) -> DiskRecord {
        let registrations = (0..<count).map { number in
            Registration(
                nexus: nexus(number), key: 0xabc0_0001 + UInt64(number), allTargetPorts: number % 2 == 1,
                since: 1_700_000_000 + UInt64(number))
        }
        let reservation = type.flatMap { type in
            registrations.first.map { Reservation(type: type, by: $0.address) }
        }
        guard
            let state = PersistentReservations(
                registrations: registrations, reservation: reservation, generation: 17, persistsThroughPowerLoss: true)
        else { preconditionFailure("a good state") }
        return DiskRecord(
            generation: generation, identity: identity, bootID: Array(1...16), machineID: Array(101...116),
            state: state,
            slots: (0..<slots).map { slot in
                DiskRecord.Occupant(
                    slot: UInt8(slot), nexus: nexus(slot).address, process: Int32(1000 + slot),
                    startTime: 5000 + UInt64(slot))
            })
    }

    static func bytes(_ record: DiskRecord) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: DiskRecord.encodedLength)
        bytes.withUnsafeMutableBytes { _ = record.encode(into: $0) }
        return bytes
    }

    static func decode(_ bytes: [UInt8], forWriting: Bool = true) throws(RecordError) -> DiskRecord {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(RecordError) in try DiskRecord(decoding: bytes, forWriting: forWriting) }
        }
        return try result.get()
    }

    /// Puts the checksum right after bytes were changed.
    static func seal(_ bytes: inout [UInt8], used: Int) {
        let checksum = bytes.withUnsafeBytes {
            DiskRecord.checksum(of: UnsafeRawBufferPointer(rebasing: $0[..<used]))
        }
        bytes.withUnsafeMutableBytes {
            $0.storeBytes(of: checksum.littleEndian, toByteOffset: DiskRecord.Layout.checksum, as: UInt32.self)
        }
    }
}

/// A folder that goes away with everything in it.
final class StoreFolder {
    let path: String

    init(under parent: String = "/tmp") throws {
        var template = Array("\(parent)/holdfast-store-XXXXXX".utf8).map { CChar(bitPattern: $0) } + [0]
        guard mkdtemp(&template) != nil else { throw StoreError.unreadable(.noEntry) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The names in it, in order.
    var names: [String] { ((try? System.entries(of: path)) ?? []).sorted() }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}
