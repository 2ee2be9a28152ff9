internal import Synchronization
package import Sys

/// The `host_device` driver: a block device, or a character device that takes SCSI commands.
package final class HostDeviceNode: BottomDriver {
    package let name: String
    package let control = NodeControl()
    /// What the device said when it was opened.
    package let limits: DeviceLimits
    private let file: OpenedFile
    private let options: FileOptions
    private let flushes: StickyFlush
    private let lacksDiscard = Atomic<Bool>(false)
    private let lacksZeroOut = Atomic<Bool>(false)
    private let isMultipath = Atomic<Bool>(true)

    /// Opens the device.
    package init(_ options: FileOptions, environment: BlockEnvironment) throws(BlockError) {
        try options.requireSupportedEngine()
        let opened = try OpenedFile.open(options, sysfs: environment.sysfs)
        guard opened.status.kind == .blockDevice || opened.status.kind == .characterDevice else {
            throw BlockError(
                .invalid, "'\(options.path)' is not a block or character device; use driver file for a regular file")
        }
        name = options.name
        limits = DeviceLimits(opened.descriptor.rawValue, opened.status, sysfs: environment.sysfs)
        self.options = options
        flushes = StickyFlush(isBuffered: !options.direct)
        file = opened
    }

    /// The device's descriptor, which the node keeps open.
    package var descriptor: Int32 { file.descriptor.rawValue }

    /// True when requests that modify are refused.
    package var isReadOnly: Bool { file.isReadOnly }

    package var length: UInt64 { file.length }

    /// What requests and memory are aligned to, so that they need no copy.
    package var alignment: (request: UInt32, memory: UInt32) { (file.alignment.request, file.alignment.memory) }

    package func lower(into plan: inout Plan) throws(BlockError) {
        plan.lower(file, options)
        guard file.length & plan.requestMask == 0 else {
            throw BlockError(
                .invalid, "the size of '\(options.path)' is not a multiple of the alignment \(plan.requestMask + 1)")
        }
        plan.zeroMask = max(UInt64(limits.logicalBlockSize) - 1, plan.requestMask)
        plan.passesCommands = true
    }

    package func flushed(_ result: Int64) -> Int64 { flushes.note(result) }

    package func discard(offset: UInt64, length: UInt64) throws(Errno) {
        try attempt(.discard, lacksDiscard, offset, length)
    }

    package func writeZeroes(offset: UInt64, length: UInt64, mayUnmap: Bool) throws(Errno) {
        // Behind the page cache's back the zeroes would be hidden by stale pages.
        guard options.direct else { throw .notSupported }
        try attempt(.zeroOut, lacksZeroOut, offset, length)
    }

    private func attempt(
        _ request: DeviceRequest, _ isLacking: borrowing Atomic<Bool>, _ offset: UInt64, _ length: UInt64
    ) throws(Errno) {
        guard file.status.kind == .blockDevice, !isLacking.load(ordering: .relaxed) else { throw .notSupported }
        do throws(Errno) {
            try System.ioctl(descriptor, request, offset: offset, length: length)
        } catch {
            switch error {
            case .noDevice, .noSystemCall, .notSupported, .notTypewriter:
                isLacking.store(true, ordering: .relaxed)
                throw .notSupported
            default: throw error
            }
        }
    }

    // MARK: - Commands

    package func passThrough(_ command: PassThroughCommand) throws(Errno) -> PassThroughResult {
        var retry = MultipathRetry()
        while true {
            let outcome: Result<PassThroughResult, Errno>
            do throws(Errno) {
                outcome = .success(try System.passThrough(descriptor, command))
            } catch {
                outcome = .failure(error)
            }
            guard file.status.kind == .blockDevice, isMultipath.load(ordering: .relaxed),
                MultipathRetry.isPathError(outcome, sense: command.sense)
            else { return try outcome.get() }
            switch retry.probe(descriptor) {
            case .again: continue
            case .giveUp: return try outcome.get()
            case .notMultipath:
                isMultipath.store(false, ordering: .relaxed)
                return try outcome.get()
            }
        }
    }
}
