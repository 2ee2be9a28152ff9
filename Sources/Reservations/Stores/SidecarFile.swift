internal import Sys

/// The bytes of a sidecar: two records that are written in turn, so that one is whole at any time.
///
/// One thread at a time.
struct SidecarFile: ~Copyable {
    static let length = 2 * DiskRecord.encodedLength

    /// What both records come to.
    enum Survey {
        /// Neither is a record any more.
        case damaged(String)
        /// The newest record of the disk, by its place in the file.
        case own(index: Int, generation: UInt64)
        /// There are records of another disk only; the newest.
        case foreign(index: Int)

        /// Whether the same record counts.
        func isSame(as other: Survey) -> Bool {
            switch (self, other) {
            case (.damaged, .damaged): true
            case (.own(let index, let generation), .own(let otherIndex, let otherGeneration)):
                index == otherIndex && generation == otherGeneration
            case (.foreign(let index), .foreign(let otherIndex)): index == otherIndex
            default: false
            }
        }

        /// The record that counts.
        var index: Int? {
            switch self {
            case .damaged: nil
            case .own(let index, _), .foreign(let index): index
            }
        }
    }

    let descriptor: Descriptor
    /// Which file it is.
    let status: InodeStatus
    private let buffer: AlignedBuffer

    init(_ descriptor: consuming Descriptor) throws(Errno) {
        let status = try System.inode(of: descriptor.rawValue)
        buffer = try AlignedBuffer(count: Self.length, alignment: 4096)
        self.status = status
        self.descriptor = descriptor
    }

    /// The bytes of one record, as they were read last.
    borrowing func record(_ index: Int) -> UnsafeMutableRawBufferPointer {
        let start = index * DiskRecord.encodedLength
        return UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[start..<start + DiskRecord.encodedLength])
    }

    /// Reads both records and picks the one that counts; nil as `identity` takes those of any disk.
    borrowing func survey(of identity: DiskIdentity?) throws(StoreError) -> Survey {
        do throws(Errno) {
            for index in 0..<2 { try read(index) }
        } catch {
            throw .unreadable(error)
        }
        var own: (index: Int, generation: UInt64)?
        var foreign: (index: Int, generation: UInt64)?
        var problems: [String] = []
        for index in 0..<2 {
            let bytes = UnsafeRawBufferPointer(record(index))
            do throws(RecordError) {
                let generation = try DiskRecord.verify(bytes).generation
                let digest = UnsafeRawBufferPointer(rebasing: bytes[DiskRecord.digestRange])
                if identity.map({ $0.digest.hasSameBytes(as: digest) }) ?? true {
                    if own.map({ $0.generation < generation }) ?? true { own = (index, generation) }
                } else if foreign.map({ $0.generation < generation }) ?? true {
                    foreign = (index, generation)
                }
            } catch {
                if case .incompatible(let bits) = error { throw .incompatible(bits) }
                // A record that was written whole and makes no sense: what the other one says is not the last word.
                if case .inconsistent(let what) = error { return .damaged(what) }
                problems.append("record \(index + 1): \(error)")
            }
        }
        if let own { return .own(index: own.index, generation: own.generation) }
        if let foreign { return .foreign(index: foreign.index) }
        return .damaged(problems.joined(separator: "; "))
    }

    /// What is read of a record before it is known how much of it is used: nearly always all of it.
    private static let firstPart = 4096

    /// Reads the used prefix of a record, and of what says nothing of its length no more than ``firstPart``.
    private borrowing func read(_ index: Int) throws(Errno) {
        try read(index, 0..<Self.firstPart)
        let used = DiskRecord.usedLength(of: UnsafeRawBufferPointer(record(index)))
        if used > Self.firstPart { try read(index, Self.firstPart..<min(used, DiskRecord.encodedLength)) }
    }

    /// Fills a part of a record from the file; what the file lacks is zero.
    private borrowing func read(_ index: Int, _ range: Range<Int>) throws(Errno) {
        let start = index * DiskRecord.encodedLength
        var filled = range.lowerBound
        while filled < range.upperBound {
            let rest = UnsafeMutableRawBufferPointer(rebasing: record(index)[filled..<range.upperBound])
            let count = try System.pread(descriptor.rawValue, rest, at: Int64(start + filled))
            if count == 0 {
                rest.initializeMemory(as: UInt8.self, repeating: 0)
                return
            }
            filled += count
        }
    }

    /// Writes the beginning of a record.
    borrowing func transfer(_ index: Int, _ bytes: UnsafeRawBufferPointer) throws(Errno) {
        let start = index * DiskRecord.encodedLength
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = try System.pwrite(descriptor.rawValue, rest, at: Int64(start + done))
            guard count > 0 else { throw .ioError }
            done += count
        }
    }

    /// How long it looks on while the medium takes a record, about, in nanoseconds.
    private static let patience: UInt64 = 50_000

    /// Sends the beginning of a record, which was written, to the medium; calls `meanwhile` while the medium takes it.
    ///
    /// What it is good for: a sync sleeps twice, for the bytes and for the medium's cache, and what sleeps has to be woken.
    /// With this before it there is something to do instead of the first sleep. Only ``synchronize()`` tells how it ended.
    borrowing func send(_ index: Int, _ count: Int, meanwhile: () -> Void) throws(Errno) {
        let (number, offset) = (descriptor.rawValue, Int64(index * DiskRecord.encodedLength))
        do throws(Errno) {
            try System.startWriteback(number, offset: offset, length: count)
        } catch .noSystemCall, .notPermitted, .accessDenied {
            // Refused by a filter: the sync does all of it.
        } catch {
            // What the kernel has noted of it is reported once, and would be taken for the failure of what comes next.
            try? synchronize()
            throw error
        }
        meanwhile()
        _ = System.spin(nanoseconds: Self.patience) {
            // Where it can't be told, the sync waits.
            (try? System.isInWriteback(number, offset: offset, length: count)) != true
        }
    }

    /// Waits until what was written is on the medium.
    borrowing func synchronize() throws(Errno) { try System.synchronizeData(descriptor.rawValue) }

    /// Makes a record one that nobody takes for a record, on the medium as well.
    borrowing func invalidate(_ index: Int) throws(Errno) {
        let head = UnsafeMutableRawBufferPointer(rebasing: record(index)[..<512])
        head.initializeMemory(as: UInt8.self, repeating: 0)
        try transfer(index, UnsafeRawBufferPointer(head))
        try synchronize()
    }
}
