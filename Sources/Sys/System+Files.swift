internal import CLinuxShims
internal import Glibc

extension System {
    /// Opens a file; `mode` is used when it is created.
    package static func open(
        _ path: String, _ flags: OpenFlags, mode: UInt32 = 0o600
    ) throws(Errno) -> Descriptor {
        let raw = flags.rawValue | hf_o_cloexec
        let kept = KeptFolders.find(path)
        return Descriptor(
            owning: Int32(
                try call(.open, .path(path)) { _ in
                    Int(kept.map { hf_open_at($0.folder, $0.rest, raw) } ?? hf_open(path, raw, mode))
                }))
    }

    /// Removes a name.
    package static func unlink(_ path: String) throws(Errno) {
        _ = try call(.unlink, .path(path)) { _ in Int(hf_unlink(path)) }
    }

    /// Reads at an offset; returns how many bytes arrived, 0 at the end of the file.
    package static func pread(
        _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(Errno) -> Int {
        try call(.pread, .descriptor(descriptor), limit: buffer.count, argument: buffer.baseAddress) { limit in
            hf_pread(descriptor, buffer.baseAddress, limit, offset)
        }
    }

    /// Writes at an offset; returns how many bytes left.
    package static func pwrite(
        _ descriptor: Int32, _ buffer: UnsafeRawBufferPointer, at offset: Int64
    ) throws(Errno) -> Int {
        try call(.pwrite, .descriptor(descriptor), limit: buffer.count) { limit in
            hf_pwrite(descriptor, buffer.baseAddress, limit, offset)
        }
    }

    /// Reads from the current position.
    package static func read(
        _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer
    ) throws(Errno) -> Int {
        try call(.read, .descriptor(descriptor), limit: buffer.count, argument: buffer.baseAddress) { limit in
            hf_read_fd(descriptor, buffer.baseAddress, limit)
        }
    }

    /// Writes at the current position.
    package static func write(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) throws(Errno) -> Int {
        try call(.write, .descriptor(descriptor), limit: buffer.count) { limit in
            hf_write_fd(descriptor, buffer.baseAddress, limit)
        }
    }

    /// Begins to write out what of a range is only in the page cache, without waiting for it; ``synchronizeData(_:)``
    /// does, and reports what went wrong on the way (sync_file_range(2)).
    package static func startWriteback(_ descriptor: Int32, offset: Int64, length: Int) throws(Errno) {
        _ = try call(.startWriteback, .descriptor(descriptor)) { _ in
            Int(hf_start_writeback(descriptor, offset, Int64(length)))
        }
    }

    /// Whether a page of a range is being written out just now (cachestat(2), Linux 6.5).
    package static func isInWriteback(_ descriptor: Int32, offset: Int64, length: Int) throws(Errno) -> Bool {
        try call(.writebackStatus, .descriptor(descriptor)) { _ in
            Int(hf_pages_in_writeback(descriptor, offset, Int64(length)))
        } > 0
    }

    /// Makes written data durable, and what is needed to find it.
    package static func synchronizeData(_ descriptor: Int32) throws(Errno) {
        _ = try call(.sync, .descriptor(descriptor)) { _ in Int(hf_fdatasync(descriptor)) }
    }

    /// How ``allocate(_:_:offset:length:)`` treats a range.
    package enum Allocation: Sendable {
        /// Allocates, growing the file when needed.
        case fill
        /// Takes the range out, keeping the size.
        case punchHole
        /// Makes the range read as zeroes, keeping it allocated and the size as it is.
        case zeroRange

        fileprivate var rawValue: Int32 {
            switch self {
            case .fill: 0
            case .punchHole: hf_falloc_punch_hole | hf_falloc_keep_size
            case .zeroRange: hf_falloc_zero_range | hf_falloc_keep_size
            }
        }
    }

    /// Changes how a range of a file is allocated.
    package static func allocate(
        _ descriptor: Int32, _ mode: Allocation, offset: Int64, length: Int64
    ) throws(Errno) {
        let raw = mode.rawValue
        _ = try call(.allocate, .descriptor(descriptor)) { _ in Int(hf_fallocate(descriptor, raw, offset, length)) }
    }

    /// Sets the length of a file.
    package static func truncate(_ descriptor: Int32, to length: Int64) throws(Errno) {
        _ = try call(.truncate, .descriptor(descriptor)) { _ in Int(hf_ftruncate(descriptor, length)) }
    }

    /// Where ``seek(_:to:from:)`` starts from.
    package enum SeekOrigin: Sendable {
        case start
        case end
        /// The next data at or after the offset; ENXIO past the last.
        case data
        /// The next hole at or after the offset; the end counts as one.
        case hole

        fileprivate var rawValue: Int32 {
            switch self {
            case .start: SEEK_SET
            case .end: SEEK_END
            case .data: 3
            case .hole: 4
            }
        }
    }

    /// Moves the position and returns it from the start.
    package static func seek(
        _ descriptor: Int32, to offset: Int64, from origin: SeekOrigin
    ) throws(Errno) -> Int64 {
        Int64(try call(.seek, .descriptor(descriptor)) { _ in Int(hf_lseek(descriptor, offset, origin.rawValue)) })
    }

    /// Drops clean pages of the whole file from the page cache.
    package static func dropCache(_ descriptor: Int32) throws(Errno) {
        _ = try call(.advise, .descriptor(descriptor)) { _ in Int(hf_fadvise(descriptor, 0, 0, hf_fadv_dontneed)) }
    }

    /// How many pages of a range are in the page cache; `offset` is a multiple of a page.
    package static func residentPages(
        _ descriptor: Int32, offset: Int64, length: Int
    ) throws(Errno) -> Int {
        try call(.residency, .descriptor(descriptor)) { _ in Int(hf_resident_pages(descriptor, offset, length)) }
    }

    /// Copies a range from one file to another inside the kernel; returns how many bytes, 0 at the source's end.
    package static func copyRange(
        from source: Int32, at sourceOffset: Int64, to target: Int32, at offset: Int64, length: Int
    ) throws(Errno) -> Int {
        try call(.copyRange, .descriptor(target), limit: length) { limit in
            hf_copy_file_range(source, sourceOffset, target, offset, limit)
        }
    }

    /// The flags a descriptor was opened with.
    package static func openFlags(of descriptor: Int32) throws(Errno) -> OpenFlags {
        OpenFlags(
            rawValue: Int32(try call(.control, .descriptor(descriptor)) { _ in Int(hf_fcntl(descriptor, F_GETFL, 0)) }))
    }

    /// Sets those flags of an open file description that can be changed (O_DIRECT and O_NONBLOCK among them).
    package static func setFlags(of descriptor: Int32, _ flags: OpenFlags) throws(Errno) {
        _ = try call(.control, .descriptor(descriptor)) { _ in Int(hf_fcntl(descriptor, F_SETFL, flags.rawValue)) }
    }

    /// Throws unless this process may write to the file at a path: EACCES, EROFS, EPERM.
    package static func requireWritable(_ path: String) throws(Errno) {
        let kept = KeptFolders.find(path)
        _ = try call(.access, .path(path)) { _ in
            Int(kept.map { hf_may_write_at($0.folder, $0.rest) } ?? hf_may_write(path))
        }
    }
}
