internal import SCSI
internal import Synchronization
package import Sys

/// The `host_device` driver: a block device, or a character device that takes SCSI commands.
package final class HostDeviceNode: HostNode {
    package let name: String
    package let control = NodeControl()
    /// What the device said when it was opened.
    package let limits: DeviceLimits
    package let host: HostState
    private let isBlockDevice: Bool
    package let reservations: (any PRAttachment)?
    private let lacksDiscard = Atomic<Bool>(false)
    private let lacksZeroOut = Atomic<Bool>(false)
    private let lacksPunch = Atomic<Bool>(false)
    private let isMultipath = Atomic<Bool>(true)
    /// False while a drive for removable media is known to have none.
    private let hasMedium = Atomic<Bool>(true)

    /// Opens the device, and puts it under a reservation manager.
    package init(
        _ options: FileOptions, environment: BlockEnvironment, reservations manager: (any PRManager)? = nil
    ) throws(BlockError) {
        let file = try HostFile(options, environment: environment, isGuarded: manager?.guardsDisk == true)
        let status = file.file.status
        guard status.kind == .blockDevice || status.kind == .characterDevice else {
            throw BlockError(
                .invalid, "'\(options.path)' is not a block or character device; use driver file for a regular file")
        }
        name = options.name
        limits = DeviceLimits(file.descriptor, status, sysfs: environment.sysfs)
        guard !limits.isZoned else {
            throw BlockError(
                .unsupported,
                "'\(options.path)' is a zoned device (host-managed), which takes writes only in order; these are not "
                    + "supported: use a conventional device, or a device mapper such as dm-zoned over it")
        }
        isBlockDevice = status.kind == .blockDevice
        host = HostState(file, environment)
        reservations = try manager?.attach(NodeIdentity(file))
        // Not to know is no reason not to open.
        if options.isRemovable { _ = try? checkMedium() }
    }

    deinit { reservations?.detach() }

    package func lower(into plan: inout Plan) throws(BlockError) {
        plan.lower(host.file, host.engines)
        plan.limit = length
        if !hasMedium.load(ordering: .acquiring) { plan.removeMedium() }
        guard plan.limit & plan.requestMask == 0 else {
            throw BlockError(
                .invalid,
                "the size of '\(host.file.options.path)' is not a multiple of the alignment \(plan.requestMask + 1)")
        }
        plan.zeroMask = max(UInt64(limits.logicalBlockSize) - 1, plan.requestMask)
        plan.passesCommands = true
    }

    package func discard(offset: UInt64, length: UInt64) throws(Errno) {
        guard isBlockDevice else { throw .notSupported }
        guard
            try attempt(
                lacksDiscard,
                { () throws(Errno) in
                    try System.ioctl(descriptor, .discard, offset: offset, length: length)
                })
        else { throw .notSupported }
    }

    package func writeZeroes(offset: UInt64, length: UInt64, traits: RequestTraits) throws(Errno) {
        guard isBlockDevice else { throw .notSupported }
        if traits.contains(.mayUnmap) {
            // The kernel drops the pages that are cached of the range, and writes no zeroes of its own.
            do throws(Errno) {
                let isDone = try attempt(lacksPunch) { () throws(Errno) in
                    try System.allocate(descriptor, .punchHole, offset: Int64(offset), length: Int64(length))
                }
                if isDone { return }
            } catch {
                guard error == .invalidArgument || error == .busy else { throw error }
            }
        }
        // The kernel writes the zeroes itself where the device can't. Behind the page cache's back older kernels leave
        // stale pages.
        guard !traits.contains(.noFallback), options.direct else { throw .notSupported }
        guard
            try attempt(
                lacksZeroOut,
                { () throws(Errno) in
                    try System.ioctl(descriptor, .zeroOut, offset: offset, length: length)
                })
        else { throw .notSupported }
    }

    /// Tries one way; false when the device doesn't have it, which is remembered.
    private func attempt(
        _ isLacking: borrowing Atomic<Bool>, _ way: () throws(Errno) -> Void
    ) throws(Errno) -> Bool {
        guard !isLacking.load(ordering: .relaxed) else { return false }
        do throws(Errno) {
            try way()
            return true
        } catch {
            guard FileZeroing.isLacking(error) else { throw error }
            isLacking.store(true, ordering: .relaxed)
            return false
        }
    }

    // MARK: - Length

    package func resize(to length: UInt64, _ preallocation: Preallocation, isExact: Bool) throws(BlockError) {
        guard preallocation == .off else {
            throw BlockError(.invalid, "a device can't be preallocated: '\(options.path)'")
        }
        let actual = try host.file.lengthNow()
        guard length == actual || length < actual && !isExact else {
            throw BlockError(
                length > actual ? .invalid : .unsupported,
                "the device '\(options.path)' has \(actual) bytes, and a device can't be resized from here")
        }
        setLength(actual)
    }

    /// True when the device is longer than the node; a drive's medium is another matter.
    package var hasGrown: Bool {
        guard isBlockDevice, !options.isRemovable, let now = try? host.file.lengthNow() else { return false }
        return now > length
    }

    package func refreshLength() throws(BlockError) { setLength(try host.file.lengthNow()) }

    private func setLength(_ length: UInt64) {
        guard host.length.exchange(length, ordering: .releasing) != length else { return }
        control.invalidatePlans()
    }

    /// Notes what there is in the drive.
    func setMedium(_ medium: Medium) {
        let isReadable = medium.isReadable
        let changed = hasMedium.exchange(isReadable, ordering: .acquiringAndReleasing) != isReadable
        let length = isReadable ? (try? host.file.lengthNow()) ?? 0 : 0
        if host.length.exchange(length, ordering: .releasing) != length || changed { control.invalidatePlans() }
    }

    // MARK: - Commands

    package func passThrough(_ command: PassThroughCommand) throws(Errno) -> PassThroughResult {
        var result = try send(command)
        guard let failure = CommandResult(hostStatus: result.hostStatus, driverStatus: result.driverStatus) else {
            return result
        }
        // What didn't get to the device and back has a status byte that says GOOD.
        let sense = failure.sense?.fixed.prefix(command.sense.count) ?? []
        command.sense.copyBytes(from: sense)
        result.status = failure.status.rawValue
        result.senseLength = UInt8(sense.count)
        result.residual = Int32(clamping: command.data.count)
        return result
    }

    /// Sends a command, and again where another path may do better.
    private func send(_ command: PassThroughCommand) throws(Errno) -> PassThroughResult {
        var retry = MultipathRetry()
        while true {
            let outcome: Result<PassThroughResult, Errno>
            do throws(Errno) {
                outcome = .success(try System.passThrough(descriptor, command))
            } catch {
                outcome = .failure(error)
            }
            guard isBlockDevice, isMultipath.load(ordering: .relaxed),
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
