internal import Block
internal import BlockSchema
internal import QAPI

/// The `file` driver: a regular file of the host.
enum FileDriver {
    static func open(_ options: BlockdevOptionsFile, _ opening: inout NodeOpening) throws(QAPIError) -> OpenedNode {
        let settings = try opening.fileOptions(options)
        let manager = try opening.reservationManager(options.prManager)
        let file: FileNode
        do throws(BlockError) {
            file = try FileNode(
                settings, environment: opening.builder.runtime.environment, reservations: manager)
        } catch {
            throw QAPIError(error, parameter: opening.parameter("filename"))
        }
        return opening.opened(file, options)
    }

    /// What a file or device of other options is to be opened like.
    static func reopen(
        _ options: BlockdevOptionsFile, _ settings: inout NodeSettings, path: String
    ) throws(QAPIError) {
        try options.checkEngine(settings.common, path: path)
        guard var file = (settings.block as? any HostNode)?.options else { return }
        settings.common.apply(to: &file)
        options.applyCaching(to: &file)
        settings.reopened = file
    }
}

extension BlockdevOptionsFile {
    /// Refuses an engine that can't go with the cache mode.
    fileprivate func checkEngine(_ common: CommonOptions, path: String) throws(QAPIError) {
        guard aio == .native, !common.direct else { return }
        throw QAPIError(
            "'aio=native' needs 'cache.direct=on'",
            hint: "Linux AIO would wait for the page cache at each request: set cache.direct=on, or aio=auto.",
            parameter: NodeOpening.parameter("aio", path))
    }

    /// Writes what becomes of the page cache when the node is activated.
    fileprivate func applyCaching(to options: inout FileOptions) {
        options.dropsCache = dropCache ?? true
        options.checksCacheDropped = xCheckCacheDropped ?? false
    }
}

/// What `file` and its relatives have in common.
extension NodeOpening {
    /// What the data path needs of the options of `file` and its relatives.
    mutating func fileOptions(_ options: BlockdevOptionsFile) throws(QAPIError) -> FileOptions {
        guard !options.filename.isEmpty else {
            throw QAPIError("The file name is empty", parameter: parameter("filename"))
        }
        guard !options.filename.utf8.contains(0) else {
            throw QAPIError("The file name contains a zero byte", parameter: parameter("filename"))
        }
        try options.checkEngine(common, path: path)
        let batch = options.aioMaxBatch ?? 0
        guard (0...Int64(Int32.max)).contains(batch) else {
            throw .invalidValue(
                parameter("aio-max-batch"), value: "\(batch)", expected: "a number of requests from 0 to 2147483647")
        }
        var settings = FileOptions(name: name, path: options.filename)
        common.apply(to: &settings)
        settings.locking =
            switch options.locking {
            case nil, .auto: .auto
            case .on: .on
            case .off: .off
            }
        settings.engine = options.aio?.engine
        settings.batchLimit = UInt32(batch)
        settings.isActive = isActive
        options.applyCaching(to: &settings)
        return settings
    }

    /// What there is to know of a file or device that has been opened.
    func opened(_ file: some HostNode, _ options: BlockdevOptionsFile) -> OpenedNode {
        return OpenedNode(
            block: file, engine: file.engineRecord.map { Node.Engine($0.current) } ?? .none,
            alignment: Node.Alignment(request: Int(file.alignment.request), memory: Int(file.alignment.memory)),
            filename: options.filename)
    }
}

extension BlockdevAioOptions {
    /// What the data path knows the engine by; `nil` for `auto`.
    var engine: EngineKind? {
        switch self {
        case .auto: nil
        case .threads: .threads
        case .native: .native
        case .ioUring: .ring
        }
    }

    /// The option for an engine; `auto` for `nil`.
    init(_ engine: EngineKind?) {
        switch engine {
        case nil, .null: self = .auto
        case .threads: self = .threads
        case .native: self = .native
        case .ring: self = .ioUring
        }
    }
}

extension BlockEngineFallbackEvent {
    /// Tells of what the data path has noticed.
    init(_ fallback: EngineFallback) {
        self.init(
            nodeName: fallback.node, requested: BlockdevAioOptions(fallback.choice.requested),
            engine: BlockdevAioOptions(fallback.choice.engine), reason: fallback.choice.reason)
    }
}
