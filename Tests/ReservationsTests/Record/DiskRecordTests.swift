import BlockTestSupport
import Foundation
import SCSI
import Testing

@testable import Reservations

@Suite struct DiskRecordTests {
    typealias Layout = DiskRecord.Layout

    private static let sizes: [(Int, ReservationType?, Int)] = [
        (0, nil, 0), (1, .writeExclusive, 1), (64, .exclusiveAccessRegistrantsOnly, 8),
        (128, .writeExclusiveAllRegistrants, 128), (128, .exclusiveAccess, 128), (3, nil, 0),
    ]

    @Test(arguments: sizes)
    func `what was encoded is decoded`(registrations: Int, type: ReservationType?, slots: Int) throws {
        let record = SampleRecord.record(generation: 9, registrations: registrations, type: type, slots: slots)
        #expect(try SampleRecord.decode(SampleRecord.bytes(record)) == record)
    }

    @Test func `a place and the lost state are kept`() throws {
        var record = SampleRecord.record(generation: 1)
        record.place = [UInt8](repeating: 3, count: 32)
        record.state = .lost
        #expect(try SampleRecord.decode(SampleRecord.bytes(record)) == record)
    }

    @Test func `the fullest record fits`() throws {
        let longest = try #require(InitiatorName(String(repeating: "ä", count: 24)))
        var record = SampleRecord.record(generation: .max, registrations: 0, type: nil, slots: 128)
        let registrations = (0..<128).map { number in
            Registration(
                nexus: Nexus(address: NexusAddress(rawValue: UInt64(number)), name: longest), key: .max, since: .max)
        }
        record.identity = DiskIdentity(text: String(repeating: "x", count: 300))
        record.state = try #require(
            PersistentReservations(
                registrations: registrations, reservation: nil, generation: .max, persistsThroughPowerLoss: false))
        #expect(try SampleRecord.decode(SampleRecord.bytes(record)) == record)
        #expect(record.identity.text.utf8.count == 120)
        let parts = Layout.headerEnd + 128 * Layout.Registration.end + 128 * Layout.Occupant.end
        #expect(parts + Int(Layout.spare) == DiskRecord.encodedLength)
        #expect(Layout.label + DiskIdentity.textLimit + Int(Layout.spareInHeader) == Layout.headerEnd)
        #expect(
            Layout.Registration.name + InitiatorName.maximumLength + Int(Layout.spareInRegistration)
                == Layout.Registration.end)
    }

    @Test func `every changed byte of the used part is noticed, and none of the rest`() throws {
        let bytes = SampleRecord.bytes(SampleRecord.record(generation: 5))
        let used = Int(bytes[Layout.usedLength]) | Int(bytes[Layout.usedLength + 1]) << 8
        #expect(used == Layout.headerEnd + 2 * Layout.Registration.end + 2 * Layout.Occupant.end)
        for index in 0..<used {
            var changed = bytes
            changed[index] ^= 0x10
            #expect(throws: RecordError.torn, "byte \(index)") { try SampleRecord.decode(changed) }
        }
        var rest = bytes
        for index in used..<bytes.count { rest[index] = 0xee }
        #expect(try SampleRecord.decode(rest).generation == 5)
    }

    @Test func `zeroes are blank, and a cut record is torn`() {
        #expect(throws: RecordError.blank) { try SampleRecord.decode([UInt8](repeating: 0, count: 16384)) }
        let bytes = SampleRecord.bytes(SampleRecord.record(generation: 5))
        for count in [0, 1, 271, 272, 400] {
            #expect(throws: RecordError.torn) { try SampleRecord.decode(Array(bytes[..<count])) }
        }
    }

    @Test func `what a later release forbids is left alone`() throws {
        let record = SampleRecord.record(generation: 5)
        let used = SampleRecord.bytes(record).withUnsafeBytes { try? DiskRecord.verify($0).usedLength } ?? 0
        func changed(_ offset: Int) -> [UInt8] {
            var bytes = SampleRecord.bytes(record)
            bytes[offset] = 0x04
            SampleRecord.seal(&bytes, used: used)
            return bytes
        }
        #expect(throws: RecordError.incompatible(4)) { try SampleRecord.decode(changed(Layout.incompatible)) }
        #expect(throws: RecordError.incompatible(4)) {
            try SampleRecord.decode(changed(Layout.incompatible), forWriting: false)
        }
        #expect(throws: RecordError.incompatible(4)) { try SampleRecord.decode(changed(Layout.readOnlyCompatible)) }
        #expect(try SampleRecord.decode(changed(Layout.readOnlyCompatible), forWriting: false) == record)
        #expect(try SampleRecord.decode(changed(Layout.compatible)) == record)
    }

    @Test func `what a later release appends to entries is skipped`() throws {
        let record = SampleRecord.record(generation: 5, registrations: 2, slots: 1)
        let bytes = SampleRecord.bytes(record)
        let (header, entry) = (Layout.headerEnd, Layout.Registration.end)
        var longer = Array(bytes[..<header]) + [1, 2, 3, 4]
        for index in 0..<2 { longer += bytes[(header + index * entry)..<(header + (index + 1) * entry)] + [9, 9] }
        longer += bytes[(header + 2 * entry)..<(header + 2 * entry + Layout.Occupant.end)] + [8]
        let used = longer.count
        longer += [UInt8](repeating: 0, count: DiskRecord.encodedLength - used)
        longer[Layout.headerLength] = UInt8(truncatingIfNeeded: header + 4)
        longer[Layout.registrationLength] = UInt8(entry + 2)
        longer[Layout.occupantLength] = UInt8(Layout.Occupant.end + 1)
        longer[Layout.usedLength] = UInt8(truncatingIfNeeded: used)
        longer[Layout.usedLength + 1] = UInt8(truncatingIfNeeded: used >> 8)
        SampleRecord.seal(&longer, used: used)
        #expect(try SampleRecord.decode(longer) == record)
    }

    private static let nonsense: [(Int, Int)] = [
        (Layout.registrationCount, 129), (Layout.occupantCount, 129), (Layout.registrationCount, 3),
        (Layout.headerLength, 0), (Layout.registrationLength, 79), (Layout.occupantLength, 23),
        (Layout.labelLength, 121), (Layout.label, 0x1b), (Layout.label, 0xff), (Layout.flags, 0x80),
        (Layout.flags, 3), (Layout.reservationType, 4), (Layout.reservationType, 7), (Layout.reservationType, 0),
        (Layout.holder, 2), (Layout.headerEnd + Layout.Registration.nameLength, 49),
        (Layout.headerEnd + Layout.Registration.nameLength, 0), (Layout.headerEnd + Layout.Registration.name, 0x07),
        (Layout.headerEnd + 2 * 80 + Layout.Occupant.slot, 128), (Layout.headerEnd + 2 * 80 + Layout.Occupant.slot, 1),
    ]

    @Test(arguments: nonsense)
    func `a record that makes no sense is refused though its checksum fits`(offset: Int, value: Int) throws {
        var bytes = SampleRecord.bytes(SampleRecord.record(generation: 5))
        let used = try bytes.withUnsafeBytes { try DiskRecord.verify($0).usedLength }
        bytes[offset] = UInt8(truncatingIfNeeded: value)
        SampleRecord.seal(&bytes, used: used)
        #expect {
            try SampleRecord.decode(bytes)
        } throws: { error in
            if case RecordError.inconsistent = error { return true }
            return false
        }
    }

    @Test func `arbitrary bytes under a right checksum never trap`() {
        var random = Random(seed: 7)
        let base = SampleRecord.bytes(SampleRecord.record(generation: 5, registrations: 4, slots: 4))
        var read = 0
        for _ in 0..<2000 {
            var bytes = base
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 36..<700, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let used = Int.random(in: Layout.headerEnd...DiskRecord.encodedLength, using: &random)
            bytes[Layout.usedLength] = UInt8(truncatingIfNeeded: used)
            bytes[Layout.usedLength + 1] = UInt8(truncatingIfNeeded: used >> 8)
            SampleRecord.seal(&bytes, used: used)
            if let record = try? SampleRecord.decode(bytes) {
                read += 1
                #expect(record.state.isConsistent && record.slots.count <= 128)
            }
        }
        #expect(read > 20, "some changes do no harm: keys and times are free")
    }

    /// Written by the first release of the format; it is read for ever.
    @Test func `the first format is still read`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/record-1.bin")
        let record = SampleRecord.record(
            generation: 42, registrations: 5, type: .exclusiveAccessRegistrantsOnly, slots: 3)
        let bytes = SampleRecord.bytes(record)
        let used = try bytes.withUnsafeBytes { try DiskRecord.verify($0).usedLength }
        if ProcessInfo.processInfo.environment["HOLDFAST_WRITE_FIXTURES"] != nil {
            try Data(bytes[..<used]).write(to: file)
        }
        let fixture = [UInt8](try Data(contentsOf: file))
        #expect(try SampleRecord.decode(fixture) == record)
        #expect(
            fixture == Array(bytes[..<used]), "what is written has changed: that takes a format bit and a new fixture")
    }
}
