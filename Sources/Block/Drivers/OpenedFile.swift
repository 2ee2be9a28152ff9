internal import Sys

/// What is known of a file or device since it was opened, and what it needs of requests.
struct OpenedFile: Sendable {
    let status: FileStatus
    /// The mode in which it is open.
    let isWriting: Bool
    let length: UInt64
    let alignment: Alignment

    /// An open file with the descriptor that it came by.
    final class Opening: Sendable {
        let descriptor: Descriptor
        let file: OpenedFile

        init(_ descriptor: consuming Descriptor, _ file: OpenedFile) {
            self.descriptor = descriptor
            self.file = file
        }
    }

    /// Opens by the options, for reading or for writing too.
    static func open(
        _ options: FileOptions, writing: Bool, environment: BlockEnvironment
    ) throws(BlockError) -> Opening {
        guard options.leastAlignment.nonzeroBitCount == 1, options.leastAlignment <= 65_536 else {
            throw BlockError(.invalid, "an alignment must be a power of two of at most 64 KiB")
        }
        guard DescriptorSets.number(inPath: options.path) != nil || !environment.threads.isSealed else {
            throw BlockError(
                .system, "cannot open '\(options.path)', since the program is sealed; hand a descriptor in (add-fd)",
                cause: .notPermitted)
        }
        return try examine(
            try descriptor(options, writing: writing) { flags throws(Errno) in
                guard let set = DescriptorSets.number(inPath: options.path) else {
                    return try System.open(options.path, flags)
                }
                // Locks on a description that somebody else has too are not the node's own.
                return try environment.descriptorSets.open(set, flags, mayShare: options.locking != .on)
            }, options, writing: writing)
    }

    /// Opens the same file in another mode, whatever its name leads to meanwhile.
    static func reopen(
        _ current: borrowing Descriptor, _ options: FileOptions, writing: Bool, environment: BlockEnvironment
    ) throws(BlockError) -> Opening {
        // A set has a descriptor for each mode, which may be allowed what this process is not.
        guard DescriptorSets.number(inPath: options.path) == nil else {
            return try open(options, writing: writing, environment: environment)
        }
        let present = current.rawValue
        return try examine(
            try descriptor(options, writing: writing) { flags throws(Errno) in
                try openAgain(present, options.path, flags)
            }, options, writing: writing)
    }

    /// Opens the file of a descriptor once more; ENOENT when its name has come to mean another one, where only the name
    /// is left to go by.
    private static func openAgain(
        _ descriptor: Int32, _ path: String, _ flags: OpenFlags
    ) throws(Errno) -> Descriptor {
        do throws(Errno) {
            return try System.openAgain(descriptor, flags)
        } catch {
            // Not every sandbox has /proc.
            guard error == .noEntry else { throw error }
            let named = try System.open(path, flags)
            let (before, after) = (try System.status(of: descriptor), try System.status(of: named.rawValue))
            guard before.inode == after.inode, before.device == after.device else { throw .noEntry }
            return named
        }
    }

    /// Whether the file could be opened for writing, by its name or, once it is open, by its descriptor; asks without
    /// opening.
    static func isWritable(_ options: FileOptions, _ descriptor: Int32?, environment: BlockEnvironment) -> Bool {
        if let set = DescriptorSets.number(inPath: options.path) { return environment.descriptorSets.canWrite(set) }
        if let descriptor, (try? System.requireWritable(descriptor)) != nil { return true }
        return (try? System.requireWritable(options.path)) != nil
    }

    private static func examine(
        _ opened: consuming Descriptor, _ options: FileOptions, writing: Bool
    ) throws(BlockError) -> Opening {
        let status: FileStatus
        let length: UInt64
        do throws(Errno) {
            status = try System.status(of: opened.rawValue)
            length = try measure(opened.rawValue)
        } catch {
            throw BlockError(.system, "cannot examine '\(options.path)'", cause: error)
        }
        let alignment = try Alignment(opened.rawValue, status, options)
        return Opening(
            opened, OpenedFile(status: status, isWriting: writing, length: length, alignment: alignment))
    }

    /// The length in whole sectors: the unit of every device model is 512 bytes; the rest of the last reads as zeroes.
    static func measure(_ descriptor: Int32) throws(Errno) -> UInt64 {
        (UInt64(max(try System.seek(descriptor, to: 0, from: .end), 0)) &+ 511) & ~511
    }

    private static func descriptor(
        _ options: FileOptions, writing: Bool, _ open: (OpenFlags) throws(Errno) -> Descriptor
    ) throws(BlockError) -> Descriptor {
        var flags: OpenFlags = writing ? .readWrite : .readOnly
        if options.direct { flags.insert(.direct) }
        // A drive opens without a medium only so.
        if options.isRemovable { flags.insert(.nonBlocking) }
        do throws(Errno) {
            let descriptor = try open(flags)
            if writing { try refuseReadOnlyDevice(descriptor.rawValue) }
            return descriptor
        } catch {
            // A read-only file system and a read-only file call for the same remedy.
            let cause = error == .readOnlyFileSystem ? Errno.accessDenied : error
            var message = "cannot open '\(options.path)' for \(writing ? "reading and writing" : "reading")"
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
