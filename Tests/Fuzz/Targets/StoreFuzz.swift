import JSON
import Reservations
import SCSI

/// Properties of what files and rows hold about reservations.
enum StoreFuzz {
    /// Whatever bytes a sidecar, a page or a row holds: they are no record, or one that commands can lead to and that comes out
    /// the same when it is written and read again.
    ///
    /// An input whose first byte is odd gets a head and a checksum that fit, so that what lies behind them is reached.
    static func record(_ input: UnsafeRawBufferPointer) {
        var bytes = Array(input.dropFirst())
        if let first = input.first, first & 1 == 1 { seal(&bytes) }
        guard let record = decode(bytes) else { return }
        precondition(record.state.isConsistent, "no command leads to this state")
        precondition(record.slots.count <= DiskRecord.occupantLimit, "more attachments than there can be")
        var again = [UInt8](repeating: 0xee, count: DiskRecord.encodedLength)
        let used = again.withUnsafeMutableBytes { record.encode(into: $0) }
        precondition(decode(again) == record, "a record changes")
        precondition(decode(Array(again[..<used])) == record, "the used part is not the whole record")
    }

    private static func decode(_ bytes: [UInt8]) -> DiskRecord? {
        bytes.withUnsafeBytes { try? DiskRecord(decoding: $0, forWriting: false) }
    }

    /// Gives bytes the magic and, where they can have them, a length and a checksum that fit.
    private static func seal(_ bytes: inout [UInt8]) {
        let magic = Array("HFPRDISK".utf8)
        guard bytes.count >= 272, bytes.count <= DiskRecord.encodedLength else { return }
        bytes.replaceSubrange(0..<8, with: magic)
        for shift in 0..<4 { bytes[20 + shift] = UInt8(truncatingIfNeeded: bytes.count >> (8 * shift)) }
        let checksum = bytes.withUnsafeBytes { DiskRecord.checksum(of: $0) }
        for shift in 0..<4 { bytes[16 + shift] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * shift)) }
    }

    /// Whatever a log or a row holds: it is no entry, or one that comes out the same when it is written and read again.
    static func audit(_ input: UnsafeRawBufferPointer) {
        guard let value = try? JSONParser.parse(Array(input)), let (_, entry) = AuditEntry.decode(value) else { return }
        let disk = DiskIdentity(text: "disk")
        let again = AuditEntry.decode(.object(entry.object(disk: disk)))
        precondition(again?.entry == entry && again?.disk == disk.fileName, "an entry changes")
    }
}
