internal import Block
internal import BlockSchema
internal import JSON
internal import QAPI

/// The options that all nodes have, after inheritance: what holds for one node.
struct CommonOptions: Hashable, Sendable {
    /// As flat options, for the nodes below.
    private let flat: JSONObject
    /// What becomes of writes of nothing but zeroes; never inherited.
    let detectsZeroes: ZeroDetection

    /// The options of a node that is not written inside of another.
    init(root options: BlockdevOptions) {
        detectsZeroes = ZeroDetection(options)
        flat = BlockOptions.withRootDefaults(CommonOptions.flat(options))
    }

    /// The options of a node that is written inside of another.
    init(child options: BlockdevOptions, of parent: CommonOptions) {
        detectsZeroes = ZeroDetection(options)
        flat = BlockOptions.inherited(by: CommonOptions.flat(options), from: parent.flat)
    }

    /// The same, but read-only.
    var readOnlyByDefault: CommonOptions {
        var flat = flat
        flat["read-only"] = .bool(true)
        flat["auto-read-only"] = .bool(false)
        return CommonOptions(flat: flat, detectsZeroes: detectsZeroes)
    }

    private init(flat: JSONObject, detectsZeroes: ZeroDetection) {
        self.flat = flat
        self.detectsZeroes = detectsZeroes
    }

    /// Whether the page cache is bypassed.
    var direct: Bool { flag("cache.direct") }
    /// Whether flushes are dropped.
    var dropsFlushes: Bool { flag("cache.no-flush") }
    /// Whether requests that modify are refused.
    var readOnly: Bool { flag("read-only") }
    /// Whether the file may be opened read-only where writing isn't allowed.
    var autoReadOnly: Bool { flag("auto-read-only") }
    /// Whether others may do everything.
    var forceShare: Bool { flag("force-share") }
    /// Whether discards are passed on.
    var discards: Bool { flat["discard"]?.stringValue == BlockdevDiscardOptions.unmap.rawValue }

    /// Writes what concerns an open file into its options.
    func apply(to options: inout FileOptions) {
        options.readOnly = readOnly
        options.autoReadOnly = autoReadOnly
        options.direct = direct
        options.dropsFlushes = dropsFlushes
        options.discards = discards
        options.detectsZeroes = detectsZeroes
    }

    private func flag(_ name: String) -> Bool {
        flat[name]?.boolValue ?? (flat[name]?.stringValue == "on")
    }

    private static func flat(_ options: BlockdevOptions) -> JSONObject {
        var result = JSONObject()
        result["cache.direct"] = options.cache?.direct.map { .bool($0) }
        result["cache.no-flush"] = options.cache?.noFlush.map { .bool($0) }
        result["read-only"] = options.readOnly.map { .bool($0) }
        result["auto-read-only"] = options.autoReadOnly.map { .bool($0) }
        result["force-share"] = options.forceShare.map { .bool($0) }
        result["discard"] = options.discard.map { .string($0.rawValue) }
        return result
    }
}

extension ZeroDetection {
    fileprivate init(_ options: BlockdevOptions) {
        self =
            switch options.detectZeroes {
            case nil, .off: .off
            case .on: .on
            case .unmap: .unmap
            }
    }
}
