internal import Sys

/// A file or device as it was opened, and what it needs of requests.
struct OpenedFile: ~Copyable {
    let descriptor: Descriptor
    let status: FileStatus
    let isReadOnly: Bool
    let length: UInt64
    let alignment: Alignment

    /// Opens by the options; `autoReadOnly` falls back where writing is refused.
    static func open(_ options: FileOptions, sysfs: Sysfs) throws(BlockError) -> OpenedFile {
        guard options.leastAlignment.nonzeroBitCount == 1, options.leastAlignment <= 65_536 else {
            throw BlockError(.invalid, "an alignment must be a power of two of at most 64 KiB")
        }
        var readOnly = options.readOnly
        let opened: Descriptor
        do throws(BlockError) {
            opened = try openDescriptor(options, readOnly: readOnly)
        } catch {
            guard options.autoReadOnly, !readOnly, error.cause == .accessDenied || error.cause == .notPermitted else {
                throw error
            }
            readOnly = true
            opened = try openDescriptor(options, readOnly: true)
        }
        let status: FileStatus
        let length: UInt64
        do throws(Errno) {
            status = try System.status(of: opened.rawValue)
            length = try measure(opened.rawValue)
        } catch {
            throw BlockError(.system, "cannot examine '\(options.path)'", cause: error)
        }
        let alignment = try Alignment(opened.rawValue, status, options)
        return OpenedFile(
            descriptor: opened, status: status, isReadOnly: readOnly, length: length, alignment: alignment)
    }

    /// The length in whole sectors: the unit of every device model is 512 bytes; the rest of the last reads as zeroes.
    private static func measure(_ descriptor: Int32) throws(Errno) -> UInt64 {
        (UInt64(max(try System.seek(descriptor, to: 0, from: .end), 0)) &+ 511) & ~511
    }

    /// The length now.
    func lengthNow(_ path: String) throws(BlockError) -> UInt64 {
        do throws(Errno) {
            return try OpenedFile.measure(descriptor.rawValue)
        } catch {
            throw BlockError(.system, "cannot examine '\(path)'", cause: error)
        }
    }

    private static func openDescriptor(_ options: FileOptions, readOnly: Bool) throws(BlockError) -> Descriptor {
        var flags: OpenFlags = readOnly ? .readOnly : .readWrite
        if options.direct { flags.insert(.direct) }
        do throws(Errno) {
            let descriptor = try System.open(options.path, flags)
            if !readOnly { try refuseReadOnlyDevice(descriptor.rawValue) }
            return descriptor
        } catch {
            // A read-only file system and a read-only file call for the same remedy.
            let cause = error == .readOnlyFileSystem ? Errno.accessDenied : error
            var message = "cannot open '\(options.path)' for \(readOnly ? "reading" : "reading and writing")"
            if error == .invalidArgument && options.direct {
                message += ": the file system has no direct I/O; set cache.direct=off"
            }
            throw BlockError(.system, message, cause: cause)
        }
    }

    /// A block device opens for writing even when it is read-only; it says so only when asked.
    private static func refuseReadOnlyDevice(_ descriptor: Int32) throws(Errno) {
        guard try System.status(of: descriptor).kind == .blockDevice else { return }
        if try System.ioctl(descriptor, .isReadOnly, as: Int32.self) != 0 { throw .accessDenied }
    }
}
