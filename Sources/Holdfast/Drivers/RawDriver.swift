internal import Block
internal import BlockSchema
internal import QAPI

/// The `raw` driver: a child as it is, or a window of it.
enum RawDriver {
    static func open(_ options: BlockdevOptionsRaw, _ opening: inout NodeOpening) throws(QAPIError) -> OpenedNode {
        let offset = try opening.size(options.offset, "offset") ?? 0
        let size = try opening.size(options.size, "size")
        let child = try opening.child(options.file, "file")
        guard let below = child.block else {
            throw QAPIError("The node '\(child.name)' has been removed", parameter: opening.parameter("file"))
        }
        let raw: RawNode
        do throws(BlockError) {
            raw = try RawNode(name: opening.name, child: below, offset: offset, size: size)
        } catch {
            throw QAPIError(error, parameter: opening.parameter(size == nil ? "offset" : "size"))
        }
        return OpenedNode(
            block: NarrowedNode(raw, opening.common), isReadOnly: opening.common.readOnly || child.isReadOnly,
            engine: child.engine, alignment: child.alignment, filename: child.filename, offset: offset)
    }
}

extension NodeOpening {
    /// A number of bytes that an option gives.
    func size(_ value: Int64?, _ option: String) throws(QAPIError) -> UInt64? {
        guard let value else { return nil }
        guard let size = UInt64(exactly: value) else {
            throw .invalidValue(parameter(option), value: "\(value)", expected: "a number of bytes, 0 or more")
        }
        return size
    }
}
