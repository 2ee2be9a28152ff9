public import JSON

extension DriveOptions {
    /// The flat options of the block node under the device, with its file name as options and all defaults.
    ///
    /// `probe` tells what a path is, see ``LegacyFilename``. A format driver gets the file as its child `file`, a
    /// protocol driver takes it itself. No image is ever probed: without a format the node is `raw`, which
    /// ``warnings`` says if `json:` doesn't name another.
    public mutating func nodeOptions(
        probe: (String) -> LegacyFilename.HostDevice?
    ) throws(QAPIError) -> JSONObject {
        var node = options
        var name = file.flatMap { $0.isEmpty ? nil : $0 }
        if let text = name, text.utf8.starts(with: "json:".utf8) {
            BlockOptions.join(try LegacyFilename.options(text, probe: probe), into: &node)
            name = nil
        }
        if node["driver"] == nil {
            node["driver"] = .string("raw")
            warnings.append("Drive '\(id)' names no format; it is taken as 'raw'. Write 'format=raw' to say so")
        }
        let isProtocol = LegacyFilename.knownProtocols.contains { node["driver"] == .string($0) }
        let prefix = isProtocol ? "" : "file."
        if let name {
            guard node["\(prefix)filename"] == nil else {
                throw QAPIError(
                    "'file' and '\(prefix)filename' can't both be given", parameter: "\(prefix)filename")
            }
            for member in try LegacyFilename.options(name, probe: probe).members {
                node.appendIfAbsent("\(prefix)\(member.name)", member.value)
            }
        }
        if let aio { node.appendIfAbsent("\(prefix)aio", .string(aio)) }
        node.appendIfAbsent("read-only", .string(readOnly ? "on" : "off"))
        if detectZeroes != .off { node.appendIfAbsent("detect-zeroes", .string(detectZeroes.rawValue)) }
        return BlockOptions.withRootDefaults(node, isDrive: true)
    }

    /// The options of the block node as a tree of strings, for a ``KeyvalInputVisitor``.
    public mutating func nodeTree(probe: (String) -> LegacyFilename.HostDevice?) throws(QAPIError) -> JSONObject {
        let tree = try BlockOptions.crumpleForKeyval(nodeOptions(probe: probe))
        guard case .object(let object) = tree else {
            throw QAPIError("The options of drive '\(id)' are a list, not named options")
        }
        return object
    }
}
