internal import Block
internal import BlockSchema
internal import QAPI

/// The `raw` driver: a child as it is, or a window of it.
enum RawDriver {
    static func open(_ options: BlockdevOptionsRaw, _ opening: inout NodeOpening) throws(QAPIError) -> OpenedNode {
        let offset = try NodeOpening.size(options.offset, opening.parameter("offset")) ?? 0
        let size = try NodeOpening.size(options.size, opening.parameter("size"))
        let child = try opening.child(options.file, "file")
        let raw = try block(opening.name, over: child, offset, size, path: opening.path)
        return OpenedNode(
            block: raw, engine: child.engine, alignment: child.alignment, filename: child.filename, offset: offset,
            isWindow: offset != 0 || size != nil)
    }

    /// What a node of other options, over another node perhaps, is to be.
    static func reopen(
        _ options: BlockdevOptionsRaw, _ settings: inout NodeSettings, name: String, path: String
    ) throws(QAPIError) {
        guard let child = settings.children.first?.node else { return }
        let offset = try NodeOpening.size(options.offset, NodeOpening.parameter("offset", path)) ?? 0
        let size = try NodeOpening.size(options.size, NodeOpening.parameter("size", path))
        settings.block = try block(name, over: child, offset, size, path: path)
        settings.offset = offset
        settings.isWindow = offset != 0 || size != nil
    }

    private static func block(
        _ name: String, over child: Node, _ offset: UInt64, _ size: UInt64?, path: String
    ) throws(QAPIError) -> RawNode {
        guard let below = child.block else {
            throw QAPIError.removed(child.name, parameter: NodeOpening.parameter("file", path))
        }
        do throws(BlockError) {
            return try RawNode(name: name, child: below, offset: offset, size: size)
        } catch {
            throw QAPIError(error, parameter: NodeOpening.parameter(size == nil ? "offset" : "size", path))
        }
    }
}

extension NodeOpening {
    /// A number of bytes that an option gives.
    static func size(_ value: Int64?, _ parameter: String) throws(QAPIError) -> UInt64? {
        guard let value else { return nil }
        guard let size = UInt64(exactly: value) else {
            throw .invalidValue(parameter, value: "\(value)", expected: "a number of bytes, 0 or more")
        }
        return size
    }
}
