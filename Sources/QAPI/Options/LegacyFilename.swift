public import JSON

/// A file name as old command lines write it: a path, `file:` and a path, or `json:` and an object.
public enum LegacyFilename {
    /// What the caller knows about a path, since nothing is opened here.
    public enum HostDevice: Sendable, Hashable {
        /// A character or block device.
        case device
        /// An optical drive.
        case cdrom
    }

    /// The protocol drivers that a prefix may name.
    public static let knownProtocols = ["file", "host_device", "host_cdrom"]

    /// The flat options that a file name stands for: `driver` and `filename`, or what a `json:` object says.
    ///
    /// A path that `probe` knows as a device becomes that device, whatever it looks like. Otherwise a word and a colon
    /// in front of any slash name a protocol, if `allowingProtocols`. `file:` is taken off, and a colon in what is left
    /// is protected by `./`.
    public static func options(
        _ name: String, allowingProtocols: Bool = true, knownProtocols: [String] = knownProtocols,
        probe: (String) -> HostDevice?
    ) throws(QAPIError) -> JSONObject {
        if allowingProtocols, name.utf8.starts(with: "json:".utf8) {
            return try BlockOptions.flatten(OptionJSON.object(String(decoding: name.utf8.dropFirst(5), as: UTF8.self)))
        }
        switch probe(name) {
        case .device: return options(driver: "host_device", name)
        case .cdrom: return options(driver: "host_cdrom", name)
        case nil: break
        }
        guard allowingProtocols, let prefix = protocolPrefix(name) else { return options(driver: "file", name) }
        guard knownProtocols.contains(prefix) else {
            throw .unknownValue("file", value: "\(prefix):", accepted: knownProtocols.map { "\($0):" })
        }
        let rest = String(decoding: name.utf8.dropFirst(prefix.utf8.count + 1), as: UTF8.self)
        return options(driver: prefix, protocolPrefix(rest) == nil ? rest : "./\(rest)")
    }

    /// The protocol that a name begins with: what stands in front of a colon, if no slash comes earlier.
    public static func protocolPrefix(_ name: String) -> String? {
        let prefix = name.utf8.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
        guard prefix.endIndex < name.utf8.endIndex, name.utf8[prefix.endIndex] == UInt8(ascii: ":") else { return nil }
        return String(decoding: prefix, as: UTF8.self)
    }

    private static func options(driver: String, _ filename: String) -> JSONObject {
        var options = JSONObject()
        options["driver"] = .string(driver)
        options["filename"] = .string(filename)
        return options
    }
}
