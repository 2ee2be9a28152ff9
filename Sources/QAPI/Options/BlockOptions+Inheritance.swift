public import JSON

extension BlockOptions {
    /// What a child is to its parent.
    public enum ChildRole: Sendable, Hashable, CaseIterable {
        /// It holds the parent's data or metadata, or is what the parent filters.
        case data
        /// It is the backing file of the parent, read where the parent has nothing.
        case backing
    }

    /// The options of a child with those added that it takes from its parent, where it has none of its own.
    ///
    /// Both are flat. Cache mode and force-share always come from the parent. A backing file is read-only; any other
    /// child takes `read-only` and `auto-read-only` from the parent. `discard` is `unmap`: the parent has decided
    /// already what it passes on.
    public static func inherited(
        by child: JSONObject, from parent: JSONObject, role: ChildRole = .data
    ) -> JSONObject {
        var result = child
        var copied = ["cache.direct", "cache.no-flush", "force-share"]
        switch role {
        case .data: copied += ["read-only", "auto-read-only"]
        case .backing:
            result.appendIfAbsent("read-only", .string("on"))
            result.appendIfAbsent("auto-read-only", .string("off"))
        }
        for name in copied {
            if let value = parent[name] { result.appendIfAbsent(name, value) }
        }
        result.appendIfAbsent("discard", .string("unmap"))
        return result
    }

    /// The options of a root with the defaults added that hold for `-blockdev`, or for `-drive` when `isDrive`.
    public static func withRootDefaults(_ options: JSONObject, isDrive: Bool = false) -> JSONObject {
        var result = options
        result.appendIfAbsent("cache.direct", .string("off"))
        result.appendIfAbsent("cache.no-flush", .string("off"))
        result.appendIfAbsent("read-only", .string("off"))
        if isDrive { result.appendIfAbsent("auto-read-only", .string("on")) }
        return result
    }
}
