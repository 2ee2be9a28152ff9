internal import Sys

/// The engine that serves a node, and why it is this one.
package struct EngineChoice: Hashable, Sendable {
    /// Who does the work.
    package var engine: EngineKind
    /// What was asked for; `nil` for the best.
    package var requested: EngineKind?
    /// Why it is this engine, for people.
    package var reason: String
    /// The engine that was asked for, or would be the best, can't be used.
    package var isFallback = false

    init(_ engine: EngineKind, requested: EngineKind?, reason: String) {
        self.engine = engine
        self.requested = requested
        self.reason = reason
    }

    /// One engine in the place of another that can't be used.
    init(fallingBackFrom wanted: EngineKind, requested: EngineKind?, to engine: EngineKind, because error: Errno) {
        self.init(engine, requested: requested, reason: "\(wanted.name) can't be used: \(error)")
        isFallback = true
    }
}

/// What became of the engine that a node was to have.
package struct EngineFallback: Hashable, Sendable {
    /// The node's name.
    package var node: String
    /// What serves it now.
    package var choice: EngineChoice
}

/// The engine of one node; what queues can't do, and another cache mode, change it.
package final class EngineRecord: Sendable {
    private struct State {
        var choice: EngineChoice
        /// The cache mode that it was chosen for.
        var isDirect: Bool
    }

    /// The file lies in memory: no transfer waits for anything.
    let isInMemory: Bool
    private let environment: BlockEnvironment
    private let state: Locked<State>

    /// Chooses an engine for a file that has been opened.
    init(_ file: HostFile, _ environment: BlockEnvironment) {
        self.environment = environment
        isInMemory = environment.engines.nature(of: file) == .memory
        let choice = EngineRecord.choose(file, environment)
        state = Locked(State(choice: choice, isDirect: file.options.direct))
    }

    private static func choose(_ file: HostFile, _ environment: BlockEnvironment) -> EngineChoice {
        let choice = environment.engines.choose(file, environment)
        if choice.isFallback { environment.report(EngineFallback(node: file.options.name, choice: choice)) }
        return choice
    }

    /// The engine now.
    package var current: EngineChoice { state.withLock { $0.choice } }

    /// The engine for a file as it is open now.
    func choice(for file: HostFile) -> EngineChoice {
        let isDirect = file.options.direct
        if let choice = state.withLock({ $0.isDirect == isDirect ? $0.choice : nil }) { return choice }
        let choice = EngineRecord.choose(file, environment)
        state.withLock { $0 = State(choice: choice, isDirect: isDirect) }
        return choice
    }

    /// Notes that a queue had to take another engine.
    func replace(_ other: EngineChoice) {
        state.withLock { $0.choice = other }
    }
}

/// Finds the best engine for a file; remembers what it learnt about devices.
package final class EngineSelector: Sendable {
    /// Files that behave alike.
    private struct Kind: Hashable {
        var device: FileStatus.DeviceNumber
        var isDevice: Bool
        var isDirect: Bool
    }

    /// How requests to a file end.
    enum Nature {
        /// The kernel can say that a request would wait (RWF_NOWAIT): io_uring then carries it out without a thread of
        /// its own.
        case telling
        /// It can't.
        case silent
        /// Nothing waits: the file lies in memory.
        case memory
    }

    private let knowledge = Locked<[Kind: Nature]>([:])

    init() {}

    /// Chooses the engine that was asked for if it can be used, else the best that can.
    func choose(_ host: HostFile, _ environment: BlockEnvironment) -> EngineChoice {
        let options = host.options
        if options.isDryRun { return EngineChoice(.ring, requested: .ring, reason: "a dry run") }
        let (best, reason) = preference(host)
        let wanted = options.engine ?? best
        guard let error = wanted.engine.failure(environment) else {
            return EngineChoice(
                wanted, requested: options.engine,
                reason: options.engine == nil ? reason : "asked for by aio=\(wanted.name)")
        }
        let others = [best] + EngineKind.forFiles
        let kind =
            others.first {
                $0 != wanted && ($0 != .native || options.direct) && $0.engine.failure(environment) == nil
            } ?? .threads
        return EngineChoice(fallingBackFrom: wanted, requested: options.engine, to: kind, because: error)
    }

    /// The engine that is the fastest where all can be used; see `docs/engines` for what was measured.
    private func preference(_ host: HostFile) -> (EngineKind, reason: String) {
        switch nature(of: host) {
        case .telling: (.ring, "the fastest for this file")
        case .memory: (.threads, "the file lies in memory: the calling thread copies at once")
        case .silent where host.options.direct:
            (.native, "io_uring would need a kernel thread for each request to this file")
        case .silent: (.ring, "the fastest for this file, although each request needs a kernel thread")
        }
    }

    /// How requests to a file end; found out once for each device and cache mode.
    func nature(of host: HostFile) -> Nature {
        let (file, options) = host.current
        let isDevice = file.status.kind == .blockDevice
        guard isDevice || file.status.kind == .regular else { return .telling }
        let kind = Kind(
            device: isDevice ? file.status.special : file.status.device, isDevice: isDevice, isDirect: options.direct)
        if let known = knowledge.withLock({ $0[kind] }) { return known }
        let answer = EngineSelector.examine(host.descriptor, file)
        knowledge.withLock { $0[kind] = answer }
        return answer
    }

    private static func examine(_ descriptor: Int32, _ file: OpenedFile) -> Nature {
        let length = Int(max(file.alignment.request, 512))
        guard let memory = try? AlignedBuffer(count: length, alignment: 4096) else { return .telling }
        let vector = IOVector(base: memory.bytes.baseAddress, count: length)
        do throws(Errno) {
            _ = try withUnsafePointer(to: vector) { (vector) throws(Errno) in
                try System.read(descriptor, vectors: vector, count: 1, at: 0, .withoutWaiting)
            }
            return .telling
        } catch {
            guard error == .notSupported else { return .telling }
            let isMemory = file.status.kind == .regular && (try? System.fileSystem(of: descriptor))?.isMemory == true
            return isMemory ? .memory : .silent
        }
    }
}
