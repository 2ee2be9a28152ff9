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
    static func reopen(_ options: BlockdevOptionsFile, _ settings: inout NodeSettings) {
        guard var file = (settings.block as? any DescribedFile)?.options else { return }
        settings.common.apply(to: &file)
        options.applyCaching(to: &file)
        settings.reopened = file
    }
}

extension BlockdevOptionsFile {
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
        switch options.aio {
        case nil, .auto, .ioUring: break
        case .threads: throw .notYet("aio=threads", "aio=io_uring is the engine", parameter: parameter("aio"))
        case .native: throw .notYet("aio=native", "aio=io_uring is the engine", parameter: parameter("aio"))
        }
        var settings = FileOptions(name: name, path: options.filename)
        common.apply(to: &settings)
        settings.locking =
            switch options.locking {
            case nil, .auto: .auto
            case .on: .on
            case .off: .off
            }
        settings.isActive = isActive
        options.applyCaching(to: &settings)
        return settings
    }

    /// What there is to know of a file or device that has been opened.
    func opened(_ file: some DescribedFile, _ options: BlockdevOptionsFile) -> OpenedNode {
        let isAskedFor = options.aio == .ioUring
        return OpenedNode(
            block: file,
            engine: Node.Engine(
                name: "io_uring", reason: isAskedFor ? "asked for by aio=io_uring" : "the fastest that works here"),
            alignment: Node.Alignment(request: Int(file.alignment.request), memory: Int(file.alignment.memory)),
            filename: options.filename)
    }
}
