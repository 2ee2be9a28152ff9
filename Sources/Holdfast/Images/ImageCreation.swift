internal import Block
public import BlockSchema
public import QAPI
internal import Reservations
internal import Sys

/// Makes raw image files: `blockdev-create` for the driver `file`.
public enum ImageCreation {
    /// Makes an image, or empties and resizes the one there is; the size is rounded up to whole sectors.
    ///
    /// A block device keeps its content and must be large enough. Image locks of other processes are respected: a file
    /// that a running virtual machine writes to is refused.
    ///
    /// - Returns: The size in bytes.
    /// - Throws: `QAPIError` naming the option; a file that was new is removed again.
    @discardableResult
    public static func create(_ options: BlockdevCreateOptionsFile) throws(QAPIError) -> UInt64 {
        let size = try checkedSize(options)
        let path = options.filename
        let existed = (try? System.status(at: path)) != nil
        do throws(QAPIError) {
            try create(path, size, options)
        } catch {
            if !existed { try? System.unlink(path) }
            throw error
        }
        return size
    }

    private static let sector: UInt64 = 512
    /// What QEMU asks for too: small extents are what slows large images down.
    private static let defaultExtentSize: UInt64 = 1 << 20
    /// The largest offset of a file is 2⁶³ - 1.
    private static let largest = UInt64(Int64.max) / sector * sector

    /// Refuses what can't be made, before anything is touched.
    private static func checkedSize(_ options: BlockdevCreateOptionsFile) throws(QAPIError) -> UInt64 {
        guard !options.filename.isEmpty, !options.filename.utf8.contains(0) else {
            throw QAPIError("The file name is empty or contains a zero byte", parameter: "filename")
        }
        if let hint = options.extentSizeHint?.bytes, UInt32(exactly: hint) == nil {
            throw .invalidValue("extent-size-hint", value: "\(hint)", expected: "a number of bytes up to \(UInt32.max)")
        }
        guard options.preallocation != .metadata else {
            throw .unknownValue("preallocation", value: "metadata", accepted: ["off", "falloc", "full"])
        }
        guard options.size.bytes <= largest else {
            throw .invalidValue(
                "size", value: "\(options.size.bytes)", expected: "a number of bytes up to \(largest)")
        }
        return (options.size.bytes + sector - 1) / sector * sector
    }

    private static func create(
        _ path: String, _ size: UInt64, _ options: BlockdevCreateOptionsFile
    ) throws(QAPIError) {
        let file = try open(path)
        let status: FileStatus
        do throws(Errno) {
            status = try System.status(of: file.rawValue)
        } catch {
            throw QAPIError("Cannot examine '\(path)': \(error)", parameter: "filename")
        }
        if status.kind == .blockDevice { return try checkDevice(file, path, size) }
        guard status.kind == .regular else {
            throw QAPIError("'\(path)' is neither a regular file nor a block device", parameter: "filename")
        }
        do throws(BlockError) {
            try CreationLocks.take(file.rawValue, path: path)
            try UnmanagedWriting.check(path, file.rawValue)
        } catch {
            let hint = "Is it the disk of a running virtual machine?"
            throw QAPIError("'\(path)' can't be made: \(error)", hint: hint, parameter: "filename")
        }
        do throws(Errno) {
            try System.truncate(file.rawValue, to: 0)
        } catch {
            throw QAPIError("Cannot empty '\(path)': \(error)", parameter: "filename")
        }
        if options.nocow == true { FileHints.overwriteInPlace(file.rawValue) }
        let hint = UInt32(clamping: options.extentSizeHint?.bytes ?? defaultExtentSize)
        if hint > 0 { FileHints.setExtentSize(file.rawValue, hint) }
        let preallocation: Preallocation =
            switch options.preallocation {
            case nil, .off, .metadata: .off
            case .falloc: .reserved
            case .full: .full
            }
        do throws(Errno) {
            try FileLength.set(file.rawValue, from: 0, to: size, preallocation)
        } catch {
            // Nothing half done: the file takes no room then.
            guard preallocation != .off else {
                throw QAPIError("Cannot resize '\(path)' to \(size) bytes: \(error)", parameter: "size")
            }
            let hint = error == .notSupported ? "The file system can't; use preallocation=full or off." : nil
            throw QAPIError("Cannot allocate '\(path)': \(error)", hint: hint, parameter: "preallocation")
        }
    }

    private static func open(_ path: String) throws(QAPIError) -> Descriptor {
        do throws(Errno) {
            return try System.open(path, [.readWrite, .create], mode: 0o644)
        } catch {
            throw QAPIError("Cannot create '\(path)': \(error)", parameter: "filename")
        }
    }

    private static func checkDevice(_ file: borrowing Descriptor, _ path: String, _ size: UInt64) throws(QAPIError) {
        let actual: UInt64
        do throws(Errno) {
            actual = UInt64(max(try System.seek(file.rawValue, to: 0, from: .end), 0))
        } catch {
            throw QAPIError("Cannot examine '\(path)': \(error)", parameter: "filename")
        }
        guard actual >= size else {
            throw QAPIError(
                "The device '\(path)' has \(actual) bytes, fewer than the \(size) that are asked for",
                parameter: "size")
        }
    }
}
