internal import Sys

/// A sidecar and the record that was last found in it or written to it; lets the file live in a lock, which takes copyable
/// values only.
///
/// One thread at a time.
final class OpenSidecar {
    let sidecar: SidecarFile
    private var last: (bytes: [UInt8], record: DiskRecord)?

    init(_ sidecar: consuming SidecarFile) { self.sidecar = sidecar }

    /// Reads what the file holds; nil as `identity` takes the records of any disk.
    func state(of identity: DiskIdentity?) throws(StoreError) -> StoredState {
        let survey = try sidecar.survey(of: identity)
        guard let index = survey.index else {
            guard case .damaged(let what) = survey else { return .blank }
            return .damaged(what)
        }
        do throws(RecordError) {
            let record = try decode(index)
            // What stands in a new sidecar: that it never had a state is not the same as that there is none.
            if record.generation == 0 { return .blank }
            if case .foreign = survey { return .foreign(label: record.identity.text) }
            return .record(record)
        } catch {
            return .damaged("\(error)")
        }
    }

    /// The record at a place, which has been found whole; what consists of the same bytes as the last one is the last one.
    private func decode(_ index: Int) throws(RecordError) -> DiskRecord {
        let bytes = UnsafeRawBufferPointer(sidecar.record(index))
        let used = UnsafeRawBufferPointer(rebasing: bytes.prefix(DiskRecord.usedLength(of: bytes)))
        if let last, last.bytes.hasSameBytes(as: used) { return last.record }
        let record = try DiskRecord(decoding: bytes)
        last = (Array(used), record)
        return record
    }

    /// Remembers what has been written, which need not be decoded when it is read back.
    func remember(_ record: DiskRecord, as bytes: UnsafeRawBufferPointer) {
        assert((try? DiskRecord(decoding: bytes)) == record, "a record is read as it was written")
        last = (Array(bytes), record)
    }
}
