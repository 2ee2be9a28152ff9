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
                let used = page.copyRecord(generation, into: copy)
                return try? DiskRecord(decoding: UnsafeRawBufferPointer(rebasing: copy[..<used]))
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
            let used = record.encode(into: bytes)
            page.storeRecord(UnsafeRawBufferPointer(rebasing: bytes[..<used]), record.generation)
        }
    }
}

extension GatePage {
    private func recordWords(_ generation: UInt64) -> UnsafeMutablePointer<Atomic<UInt64>> {
        record(generation).baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// Copies what is used of the bytes at a generation's place, whatever they are, to memory of a record's length; how
    /// many they say they are.
    func copyRecord(_ generation: UInt64, into copy: UnsafeMutableRawBufferPointer) -> Int {
        let words = recordWords(generation)
        let limit = min(copy.count, PageLayout.recordStride)
        var (done, used) = (0, DiskRecord.Layout.headerEnd)
        while done < used {
            copy.storeBytes(of: words[done / 8].load(ordering: .relaxed), toByteOffset: done, as: UInt64.self)
            done += 8
            // The head is there, and says how much more there is.
            if done == DiskRecord.Layout.headerEnd {
                used = min(max(used, DiskRecord.usedLength(of: UnsafeRawBufferPointer(copy))), limit)
            }
        }
        atomicMemoryFence(ordering: .acquiring)
        return used
    }

    /// Writes bytes to a generation's place; what lies behind them, the record doesn't use.
    func storeRecord(_ bytes: UnsafeRawBufferPointer, _ generation: UInt64) {
        let words = recordWords(generation)
        let limit = min(bytes.count, PageLayout.recordStride)
        for start in stride(from: 0, to: limit, by: 8) {
            var word: UInt64 = 0
            withUnsafeMutableBytes(of: &word) {
                $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 8, limit)]))
            }
            words[start / 8].store(word, ordering: .relaxed)
        }
        atomicMemoryFence(ordering: .releasing)
    }
}
