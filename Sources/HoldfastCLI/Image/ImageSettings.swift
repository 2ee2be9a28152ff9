import BlockSchema
import Holdfast
import JSON
import QAPI

/// How an image is opened that is named by a file name: `raw` on top of what the name stands for.
struct ImageSettings {
    /// A path, `file:` and a path, or `json:` and an object; nil when ``options`` say it all.
    var filename: String?
    var nodeName = "image"
    var readOnly = false
    var cache = CacheMode.writeback
    var forceShare = false
    /// `ignore` or `unmap`; nil for the default.
    var discard: String?
    /// The engine; nil for the default.
    var aio: String?
    /// Further options, flat, which come before the others.
    var options = JSONObject()

    /// Adds the node.
    func open(on backend: Backend) throws(QAPIError) -> Node { try backend.addNode(blockdev()) }

    /// The options of the node.
    func blockdev() throws(QAPIError) -> BlockdevOptions {
        var flat = JSONObject()
        flat["driver"] = .string("raw")
        flat["node-name"] = .string(nodeName)
        flat["read-only"] = .bool(readOnly)
        flat["force-share"] = .bool(forceShare)
        flat["cache.direct"] = .bool(cache.direct)
        flat["cache.no-flush"] = .bool(cache.noFlush)
        if let discard { flat["discard"] = .string(discard) }
        if let filename {
            for member in try LegacyFilename.options(filename, probe: HostPath.device).members {
                flat["file.\(member.name)"] = member.value
            }
        }
        if let aio { flat["file.aio"] = .string(aio) }
        for member in options.members { flat[member.name] = member.value }
        guard case .object(let tree) = try BlockOptions.crumpleForKeyval(flat) else {
            throw QAPIError("'\(filename ?? "")' describes no image")
        }
        return try BlockdevOptions(keyval: tree)
    }
}
