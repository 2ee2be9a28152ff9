internal import SCSI
internal import Synchronization

/// Reads the record of a page without a lock.
///
/// A record may be replaced while it is read: the checksum and the generation tell, and it is read again.
struct PageReader {
    private let page: GatePage
    /// How often a record is read before somebody has to take the lock.
    static let attempts = 8

    init(_ page: GatePage) { self.page = page }

    /// The record that holds; nil when none could be read.
    func current() -> DiskRecord? {
        for _ in 0..<Self.attempts {
            let generation = page.generation
            guard generation != 0 else { return nil }
            let record = withUnsafeTemporaryAllocation(byteCount: PageLayout.recordStride, alignment: 8) { copy in
                page.copyRecord(generation, into: copy)
                return try? DiskRecord(decoding: UnsafeRawBufferPointer(copy))
            }
            if let record, record.generation == generation, page.generation == generation { return record }
        }
        return nil
    }
}

/// Writes the record of a page, under the registry lock.
struct PageWriter {
    private let page: GatePage

    init(_ page: GatePage) { self.page = page }

    /// Writes the record of a generation where nobody looks for the one that holds.
    func write(_ record: DiskRecord) {
        withUnsafeTemporaryAllocation(byteCount: DiskRecord.encodedLength, alignment: 8) { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
            record.encode(into: bytes)
            page.storeRecord(UnsafeRawBufferPointer(bytes), record.generation)
        }
    }
}

extension GatePage {
    private func recordWords(_ generation: UInt64) -> UnsafeMutablePointer<Atomic<UInt64>> {
        record(generation).baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// Copies the bytes at a generation's place, whatever they are.
    func copyRecord(_ generation: UInt64, into copy: UnsafeMutableRawBufferPointer) {
        let words = recordWords(generation)
        for index in 0..<min(copy.count, PageLayout.recordStride) / 8 {
            copy.storeBytes(
                of: words[index].load(ordering: .relaxed), toByteOffset: index * 8, as: UInt64.self)
        }
        atomicMemoryFence(ordering: .acquiring)
    }

    /// Writes bytes to a generation's place.
    func storeRecord(_ bytes: UnsafeRawBufferPointer, _ generation: UInt64) {
        let words = recordWords(generation)
        for index in 0..<min(bytes.count, PageLayout.recordStride) / 8 {
            words[index].store(
                bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self), ordering: .relaxed)
        }
        atomicMemoryFence(ordering: .releasing)
    }
}
