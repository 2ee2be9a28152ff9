package import Sys

/// What is reserved for the new part of a file that grows.
package enum Preallocation: Sendable {
    /// Nothing: the file is sparse there.
    case off
    /// The file system reserves room.
    case reserved
    /// Zeroes are written.
    case full
}

/// Changes the length of regular files.
package enum FileLength {
    /// Makes one change of a file; a gate in front of it has its say about each.
    package typealias Pass = (_ change: () throws(Errno) -> Void) throws(Errno) -> Void

    /// Sets a file's length, and reserves what is new; on failure the file has its old length again, unless the right
    /// to write to it was lost.
    ///
    /// Throws EINVAL for a file that is to shrink with anything but ``Preallocation/off``. Waits; with
    /// ``Preallocation/full`` for the disk.
    package static func set(
        _ descriptor: Int32, from old: UInt64, to new: UInt64, _ preallocation: Preallocation,
        through pass: Pass = { change throws(Errno) in try change() }
    ) throws(Errno) {
        guard preallocation == .off || new >= old, let length = Int64(exactly: new) else { throw .invalidArgument }
        func truncate(_ length: Int64) throws(Errno) {
            try pass { () throws(Errno) in try System.truncate(descriptor, to: length) }
        }
        if preallocation == .off || new == old { return try truncate(length) }
        do throws(Errno) {
            if preallocation == .reserved {
                try pass { () throws(Errno) in
                    try System.allocate(descriptor, .fill, offset: Int64(old), length: length - Int64(old))
                }
            } else {
                try truncate(length)
                try writeZeroes(descriptor, old, new, pass)
            }
        } catch {
            try? truncate(Int64(old))
            throw error
        }
    }

    /// Writes zeroes from `start` to `end` and makes them durable.
    private static func writeZeroes(
        _ descriptor: Int32, _ start: UInt64, _ end: UInt64, _ pass: Pass
    ) throws(Errno) {
        guard try System.openFlags(of: descriptor).contains(.direct) else {
            return try pour(descriptor, start, end, pass)
        }
        // Direct I/O refuses what isn't whole blocks, as the ends here may not be.
        let buffered = try System.openAgain(descriptor, .writeOnly)
        try pour(buffered.rawValue, start, end, pass)
    }

    private static func pour(_ descriptor: Int32, _ start: UInt64, _ end: UInt64, _ pass: Pass) throws(Errno) {
        let zeroes = try AlignedBuffer(count: 1 << 20, alignment: 4096)
        zeroes.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        var offset = start
        while offset < end {
            let count = Int(min(end - offset, UInt64(zeroes.bytes.count)))
            let piece = UnsafeRawBufferPointer(rebasing: zeroes.bytes[..<count])
            var written = 0
            try pass { () throws(Errno) in written = try System.pwrite(descriptor, piece, at: Int64(offset)) }
            guard written > 0 else { throw .noSpace }
            offset += UInt64(written)
        }
        try System.synchronizeData(descriptor)
    }
}
