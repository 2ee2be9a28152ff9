internal import Sys

/// The open file or device of a node: follows what the node's users do, by its mode and by its image locks.
///
/// The descriptor keeps its number for life. When the way in which the file is open changes, the number gets another
/// description: requests under way keep the one they began with.
final class HostFile: Sendable {
    private let opening: OpenedFile.Opening
    private let environment: BlockEnvironment
    /// A reservation manager answers for every description of the file, and takes the image locks itself.
    private let isGuarded: Bool
    private let state: Locked<State>

    /// How long locks of the dead are waited for, in nanoseconds.
    private static let lockPatience: UInt64 = 500_000_000

    private struct State: Sendable {
        var options: FileOptions
        var file: OpenedFile
        var locks: ImageLocks
        var permissions = NodePermissions.none
        var isActive = true
        /// The file system has turned out to have no locks.
        var lacksLocks = false
        var prepared: Prepared?
    }

    /// A change that has been prepared.
    private struct Prepared: Sendable {
        var change: NodeChange
        var options: FileOptions
        var replacement: OpenedFile.Opening?
        var locks: LockSet
        /// Who answers for the descriptions, of a guarded file.
        var guardian: (any PRAttachment)?
    }

    /// Opens the file, in the mode that it needs while nobody uses it; one that a manager guards, in its final mode.
    init(
        _ options: FileOptions, environment: BlockEnvironment, isGuarded: Bool = false
    ) throws(BlockError) {
        try options.checkEngine()
        guard !isGuarded || options.locking != .off else {
            throw BlockError(
                .invalid,
                "locking=off can't go with a manager that enforces reservations: its locks keep those out of "
                    + "'\(options.path)' who know nothing of reservations")
        }
        let options = HostFile.resolved(options, environment)
        let writes = options.writes(for: isGuarded ? .modifying : [])
        opening = try OpenedFile.open(options, writing: writes, environment: environment)
        if writes, !isGuarded { try environment.openingForWriting(options.path, opening.descriptor.rawValue) }
        self.environment = environment
        self.isGuarded = isGuarded
        state = Locked(
            State(
                options: options, file: opening.file, locks: ImageLocks(owner: environment.lockOwner),
                isActive: options.isActive))
        environment.openFiles.withLock { $0[descriptor] = options.name }
    }

    deinit {
        // The kernel takes a ring apart, and lets go of the files that it knows, some time after the last queue has gone.
        state.withLock { $0.locks.release(to: .none, descriptor) }
        environment.openFiles.withLock { _ = $0.removeValue(forKey: descriptor) }
    }

    /// The options with `autoReadOnly` decided for files that can't be written to; others open for writing with their
    /// first writer.
    private static func resolved(
        _ options: FileOptions, _ environment: BlockEnvironment, opened descriptor: Int32? = nil
    ) -> FileOptions {
        var options = options
        if options.autoReadOnly, !options.readOnly {
            options.readOnly = !OpenedFile.isWritable(options, descriptor, environment: environment)
        }
        return options
    }

    /// The file's descriptor, which is open as long as this object lives.
    var descriptor: Int32 { opening.descriptor.rawValue }

    /// What is known of it now, and how it is opened.
    var current: (file: OpenedFile, options: FileOptions) { state.withLock { ($0.file, $0.options) } }

    /// What is known of it now.
    var file: OpenedFile { current.file }

    /// How it is opened now.
    var options: FileOptions { current.options }

    /// True when requests that modify can't be had from it, whoever asks.
    var isReadOnly: Bool { options.readOnly }

    /// The length now.
    func lengthNow() throws(BlockError) -> UInt64 {
        do throws(Errno) {
            return try OpenedFile.measure(descriptor)
        } catch {
            throw BlockError(.system, "cannot examine '\(options.path)'", cause: error)
        }
    }

    /// What requests and memory are aligned to, so that they need no copy.
    var alignment: (request: UInt32, memory: UInt32) {
        let alignment = file.alignment
        return (alignment.request, alignment.memory)
    }

    // MARK: - Changes

    /// Gets ready for a change; nothing has changed for anybody when it throws.
    ///
    /// `control` is that of the file's node.
    func prepare(
        _ change: NodeChange, _ reservations: (any PRAttachment)?, _ control: NodeControl
    ) throws(BlockError) {
        do throws(BlockError) {
            try tryToPrepare(change, reservations, control)
        } catch {
            restoreLocks()
            throw error
        }
    }

    private func tryToPrepare(
        _ change: NodeChange, _ reservations: (any PRAttachment)?, _ control: NodeControl
    ) throws(BlockError) {
        try state.withLock { state throws(BlockError) in
            precondition(state.prepared == nil, "a change is prepared while another one is")
            let options = change.options.map { HostFile.resolved($0, environment, opened: descriptor) } ?? state.options
            try options.checkEngine()
            var wanted = LockSet.none
            if change.isActive, !state.lacksLocks, locks(options) { wanted = LockSet(change.permissions) }
            var replacement: OpenedFile.Opening?
            let writes = options.writes(for: isGuarded ? .modifying : change.permissions.used)
            if writes != state.file.isWriting || options.direct != state.options.direct {
                do throws(BlockError) {
                    replacement = try OpenedFile.reopen(
                        opening.descriptor, options, writing: writes, environment: environment)
                } catch {
                    // A mode that allows more than is needed does no harm.
                    guard !writes, state.file.isWriting, options.direct == state.options.direct else { throw error }
                }
            }
            if let replacement { try check(replacement, options, control) }
            do throws(LockFailure) {
                try lock(wanted, &state)
                if let replacement { try state.locks.copy(wanted, onto: replacement.descriptor.rawValue) }
            } catch {
                let reason = explain(error, options)
                state.locks.release(to: lockSet(state), descriptor)
                // Nobody insists on locks where there are none to be had.
                guard error.isLack, options.locking == .auto else { throw reason }
                wanted = .none
                state.lacksLocks = true
            }
            if let replacement {
                do throws(BlockError) {
                    try reservations?.descriptorAdded(replacement.descriptor.rawValue)
                } catch {
                    state.locks.release(to: lockSet(state), descriptor)
                    throw error
                }
            }
            state.prepared = Prepared(
                change: change, options: options, replacement: replacement, locks: wanted,
                guardian: isGuarded ? reservations : nil)
        }
    }

    /// Takes locks; waits a moment for somebody in the way who has ended already, such as the machine's last monitor.
    private func lock(_ wanted: LockSet, _ state: inout State) throws(LockFailure) {
        let deadline = System.monotonicNanoseconds + HostFile.lockPatience
        while true {
            do throws(LockFailure) {
                return try state.locks.acquire(wanted, descriptor)
            } catch {
                guard error.isPassing(descriptor), System.monotonicNanoseconds < deadline else { throw error }
                // Two who wait must not see each other's.
                state.locks.release(to: lockSet(state), descriptor)
                System.sleep(nanoseconds: 5_000_000)
            }
        }
    }

    /// Refuses another description that must not take the place of the present one now.
    private func check(
        _ replacement: OpenedFile.Opening, _ options: FileOptions, _ control: NodeControl
    ) throws(BlockError) {
        guard isGuarded else {
            guard replacement.file.isWriting else { return }
            return try environment.openingForWriting(options.path, replacement.descriptor.rawValue)
        }
        // What is in flight through the old one would go on without the locks that show it.
        guard control.isDrained else {
            throw BlockError(.busy, "'\(options.path)' can't be opened in another way while requests are in flight")
        }
    }

    /// Carries the prepared change out; true when plans must be compiled again.
    func commit() -> Bool {
        var prepared: Prepared?
        state.withLock { state in
            guard let change = state.prepared else { return }
            prepared = change
            state.prepared = nil
            if let replacement = change.replacement {
                change.guardian?.descriptorRemoved(descriptor)
                // A ring may keep the old description for a while, which must not keep its locks.
                var old = state.locks
                old.release(to: .none, descriptor)
                try? opening.descriptor.replace(with: replacement.descriptor)
                state.file = replacement.file
            }
            state.locks.release(to: change.locks, descriptor)
            state.options = change.options
            state.permissions = change.change.permissions
            state.isActive = change.change.isActive
        }
        let hasReplaced = prepared?.replacement != nil
        let hasChanged = hasReplaced || prepared?.change.options != nil
        prepared = nil
        if hasReplaced { restoreLocks() }
        return hasChanged
    }

    /// Forgets the prepared change.
    func abort() {
        var prepared: Prepared?
        state.withLock { state in
            guard state.prepared != nil else { return }
            prepared = state.prepared
            state.prepared = nil
            state.locks.release(to: lockSet(state), descriptor)
        }
        guard prepared?.replacement != nil else { return }
        prepared = nil
        restoreLocks()
    }

    /// Takes the locks again that the process has lost with a descriptor that was closed.
    private func restoreLocks() { state.withLock { $0.locks.restore(descriptor) } }

    // MARK: - Image locks

    private func locks(_ options: FileOptions) -> Bool {
        switch options.locking {
        case _ where isGuarded: false
        case .off: false
        // Locks of the process go with any close of the file in it: only for those who insist.
        case .auto: environment.lockOwner == .description
        case .on: true
        }
    }

    private func lockSet(_ state: State) -> LockSet {
        state.isActive && !state.lacksLocks && locks(state.options) ? LockSet(state.permissions) : .none
    }

    /// The error for locks that were not to be had, while those that were are still held.
    private func explain(_ failure: LockFailure, _ options: FileOptions) -> BlockError {
        failure.error(for: "node '\(options.name)'", on: options.path, descriptor) { [environment] number in
            environment.openFiles.withLock { $0[number] }
        }
    }
}

extension FileOptions {
    /// Whether the file is to be open for writing while its users do this.
    func writes(for used: BlockPermissions) -> Bool {
        !readOnly && (!autoReadOnly || !used.isDisjoint(with: .modifying))
    }
}
