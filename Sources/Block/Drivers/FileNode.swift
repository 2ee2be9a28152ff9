internal import CLiburing
internal import Synchronization
package import Sys

/// The `file` driver: a regular file.
package final class FileNode: HostNode {
    package let name: String
    package let control = NodeControl()
    package let host: HostState
    private let zeroing = FileZeroing()
    private let extents = FileExtents()
    package let reservations: (any PRAttachment)?

    /// Opens the file, and puts it under a reservation manager.
    package init(
        _ options: FileOptions, environment: BlockEnvironment, reservations manager: (any PRManager)? = nil
    ) throws(BlockError) {
        let file = try HostFile(options, environment: environment, isGuarded: manager?.guardsDisk == true)
        guard file.file.status.kind == .regular || options.isDryRun else {
            throw BlockError(
                .invalid, "'\(options.path)' is not a regular file; use driver host_device for a device")
        }
        name = options.name
        host = HostState(file, environment)
        reservations = try manager?.attach(NodeIdentity(file))
    }

    deinit { reservations?.detach() }

    package func lower(into plan: inout Plan) throws(BlockError) {
        plan.lower(host.file, host.engines)
        plan.limit = length
        plan.zeroMask = plan.requestMask
        plan.passesReservations = true
    }

    package func discard(offset: UInt64, length: UInt64) throws(Errno) {
        defer { extents.invalidate() }
        try zeroing.discard(descriptor, offset: offset, length: length)
    }

    package func writeZeroes(offset: UInt64, length: UInt64, traits: RequestTraits) throws(Errno) {
        defer { extents.invalidate() }
        try zeroing.zero(descriptor, offset: offset, length: length, mayUnmap: traits.contains(.mayUnmap))
    }

    package func blockStatus(offset: UInt64, length: UInt64) throws(Errno) -> (kind: ExtentKind, length: UInt64) {
        let block = UInt64(max(host.file.alignment.request, options.leastAlignment))
        return extents.status(descriptor, offset: offset, length: length, blockMask: block - 1)
    }

    // MARK: - Length

    package func resize(to length: UInt64, _ preallocation: Preallocation, isExact: Bool) throws(BlockError) {
        guard length <= UInt64(Int64.max) & ~511 else {
            throw BlockError(.invalid, "a file can't have \(length) bytes")
        }
        guard length >= self.length || preallocation == .off else {
            throw BlockError(.invalid, "preallocation makes no sense for '\(options.path)', which is to shrink")
        }
        guard host.file.file.isWriting else {
            throw BlockError(.invalid, "'\(options.path)' is open for reading only", cause: .notPermitted)
        }
        // Each piece of it is a write like those of queues.
        var passage: GatePassage?
        if let gate = reservations?.gate { passage = try GatePassage(gate, control) }
        do throws(Errno) {
            let end = UInt64(max(try System.seek(descriptor, to: 0, from: .end), 0))
            let mode = length < end ? .off : preallocation
            if let passage {
                try FileLength.set(descriptor, from: end, to: length, mode) { change throws(Errno) in
                    try passage.run(change)
                }
            } else {
                try FileLength.set(descriptor, from: end, to: length, mode)
            }
        } catch {
            throw BlockError(.system, "cannot resize '\(options.path)' to \(length) bytes", cause: error)
        }
        try refreshLength()
    }

    package func refreshLength() throws(BlockError) { setLength(try host.file.lengthNow()) }

    private func setLength(_ length: UInt64) {
        extents.invalidate()
        guard host.length.exchange(length, ordering: .releasing) != length else { return }
        control.invalidatePlans()
    }
}

extension Plan {
    /// Writes the constants of an open file.
    mutating func lower(_ host: HostFile, _ engines: EngineRecord) {
        let (file, options) = host.current
        engine = engines.choice(for: host).engine
        batchLimit = options.batchLimit
        isDirect = options.direct
        isInMemory = engines.isInMemory
        isBuffered = !options.direct && file.status.kind != .characterDevice
        descriptor = host.descriptor
        requestMask = UInt64(max(file.alignment.request, options.leastAlignment)) - 1
        memoryMask = UInt64(file.alignment.memory) - 1
        isReadOnly = !file.isWriting
        discards = options.discards
        dropsFlushes = options.dropsFlushes
        detectZeroes(options.detectsZeroes)
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
    private let isBuffered: Atomic<Bool>
    private let failure = Atomic<Int64>(0)

    init(isBuffered: Bool) { self.isBuffered = Atomic(isBuffered) }

    /// Follows a file that is opened in another way.
    func setBuffered(_ value: Bool) { isBuffered.store(value, ordering: .relaxed) }

    /// Makes durable what was written; waits.
    func synchronize(_ descriptor: Int32) throws(Errno) {
        var result: Int64 = 0
        do throws(Errno) { try System.synchronizeData(descriptor) } catch { result = error.result }
        result = note(result)
        if result < 0 { throw Errno(result: Int(result)) }
    }

    /// Why the first flush that did failed.
    var cause: Errno? {
        let result = failure.load(ordering: .relaxed)
        return result == 0 ? nil : Errno(result: Int(result))
    }

    /// Takes the result of a flush and returns the one to report.
    func note(_ result: Int64) -> Int64 {
        guard isBuffered.load(ordering: .relaxed) else { return result }
        if result < 0 && result != Errno.canceled.result {
            _ = failure.compareExchange(expected: 0, desired: result, ordering: .relaxed)
        }
        let sticky = failure.load(ordering: .relaxed)
        return sticky != 0 ? sticky : result
    }
}
