internal import CLiburing
internal import Synchronization
package import Sys

/// The `file` driver: a regular file.
package final class FileNode: BottomDriver {
    package let name: String
    package let control = NodeControl()
    private let file: OpenedFile
    private let options: FileOptions
    private let flushes: StickyFlush
    private let zeroing = FileZeroing()

    /// Opens the file.
    package init(_ options: FileOptions, environment: BlockEnvironment) throws(BlockError) {
        try options.requireSupportedEngine()
        let opened = try OpenedFile.open(options, sysfs: environment.sysfs)
        guard opened.status.kind == .regular || options.isDryRun else {
            throw BlockError(
                .invalid, "'\(options.path)' is not a regular file; use driver host_device for a device")
        }
        name = options.name
        self.options = options
        flushes = StickyFlush(isBuffered: !options.direct)
        file = opened
    }

    /// The file's descriptor, which the node keeps open.
    package var descriptor: Int32 { file.descriptor.rawValue }

    /// True when requests that modify are refused.
    package var isReadOnly: Bool { file.isReadOnly }

    package var length: UInt64 { file.length }

    /// What requests and memory are aligned to, so that they need no copy.
    package var alignment: (request: UInt32, memory: UInt32) { (file.alignment.request, file.alignment.memory) }

    package func lower(into plan: inout Plan) throws(BlockError) {
        plan.lower(file, options)
        plan.zeroMask = plan.requestMask
    }

    package func discard(offset: UInt64, length: UInt64) throws(Errno) {
        try zeroing.discard(descriptor, offset: offset, length: length)
    }

    package func writeZeroes(offset: UInt64, length: UInt64, mayUnmap: Bool) throws(Errno) {
        try zeroing.zero(
            descriptor, offset: offset, length: length, mayUnmap: mayUnmap && options.discards)
    }

    package func flushed(_ result: Int64) -> Int64 { flushes.note(result) }
}

extension FileOptions {
    /// Refuses engines that this build doesn't have.
    func requireSupportedEngine() throws(BlockError) {
        switch engine {
        case .ring: return
        case .threads: throw BlockError(.unsupported, "aio=threads is not available yet; use aio=io_uring")
        case .native: throw BlockError(.unsupported, "aio=native is not available yet; use aio=io_uring")
        }
    }
}

extension Plan {
    /// Writes the constants of an open file.
    mutating func lower(_ file: borrowing OpenedFile, _ options: FileOptions) {
        descriptor = file.descriptor.rawValue
        limit = file.length
        requestMask = UInt64(max(file.alignment.request, options.leastAlignment)) - 1
        memoryMask = UInt64(file.alignment.memory) - 1
        isReadOnly = file.isReadOnly
        discards = options.discards
        dropsFlushes = options.dropsFlushes
        polls = options.direct
        guard options.isDryRun else { return }
        isDryRun = true
        let nop = UInt8(IORING_OP_NOP.rawValue)
        (readOpcode, readFixedOpcode, writeOpcode, writeFixedOpcode) = (nop, nop, nop, nop)
        // Makes a no-op answer with the entry's length (Linux 6.10).
        (readFlags, writeFlags) = (1, 1)
    }
}

/// Remembers that a flush failed.
///
/// The kernel reports a lost write of the page cache once; a later flush would succeed and hide it.
struct StickyFlush: ~Copyable {
    private let isBuffered: Bool
    private let failure = Atomic<Int64>(0)

    init(isBuffered: Bool) { self.isBuffered = isBuffered }

    /// Takes the result of a flush and returns the one to report.
    func note(_ result: Int64) -> Int64 {
        guard isBuffered else { return result }
        if result < 0 && result != Errno.canceled.result {
            _ = failure.compareExchange(expected: 0, desired: result, ordering: .relaxed)
        }
        let sticky = failure.load(ordering: .relaxed)
        return sticky != 0 ? sticky : result
    }
}
