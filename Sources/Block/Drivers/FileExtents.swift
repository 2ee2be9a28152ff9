internal import Sys

/// Finds out which ranges of a regular file are stored.
struct FileExtents: ~Copyable {
    /// The last range of data that was found: most questions are about the rest of it.
    ///
    /// "Stored" is always a safe answer, so that others may punch holes there meanwhile.
    private let known = Locked<Range<UInt64>>(0..<0)

    /// Tells what a range begins with, and how long that is; any doubt counts as data.
    ///
    /// The end of data is rounded up to whole blocks, as requests see it: a file may end inside of one.
    func status(
        _ descriptor: Int32, offset: UInt64, length: UInt64, blockMask: UInt64
    ) -> (kind: ExtentKind, length: UInt64) {
        let everything = (kind: ExtentKind.data, length: length)
        let known = known.withLock { $0 }
        if known.contains(offset) { return (.data, min(known.upperBound - offset, length)) }
        guard let start = Int64(exactly: offset) else { return everything }
        let data: UInt64
        do throws(Errno) {
            data = UInt64(try System.seek(descriptor, to: start, from: .data))
        } catch {
            // Nothing but a hole up to the end, and behind it.
            return error == .noSuchAddress ? (.zero, length) : everything
        }
        guard data >= offset else { return everything }
        if data > offset {
            // A block that data begins in is data.
            let end = data & ~blockMask
            if end > offset { return (.zero, min(end - offset, length)) }
        }
        guard let hole = try? System.seek(descriptor, to: Int64(data), from: .hole), UInt64(hole) > data else {
            return everything
        }
        let end = (UInt64(hole) &+ blockMask) & ~blockMask
        self.known.withLock { $0 = offset..<end }
        return (.data, min(end - offset, length))
    }

    /// Forgets what was found: a range has been zeroed, discarded or cut off.
    func invalidate() { known.withLock { $0 = 0..<0 } }
}
