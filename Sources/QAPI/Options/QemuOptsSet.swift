/// All options of one group that were given, such as every `-drive` of a command line; an `id` occurs once.
public struct QemuOptsSet: Sendable {
    /// What the options belong to.
    public let group: QemuOptsGroup
    /// The options in the order in which they were given.
    public private(set) var all: [QemuOpts] = []

    private var positions: [String: Int] = [:]

    /// Creates an empty set.
    public init(group: QemuOptsGroup) { self.group = group }

    /// Reads a text and adds it, unless it asks for help; an `id` that is taken is an error.
    @discardableResult
    public mutating func add(_ text: String) throws(QAPIError) -> QemuOpts {
        let opts = try QemuOpts.parse(text, group: group)
        if opts.helpRequested { return opts }
        if let id = opts.id {
            guard positions[id] == nil else {
                throw QAPIError("There is already a '\(group.name)' with the id '\(id)'", parameter: "id")
            }
            positions[id] = all.count
        }
        all.append(opts)
        return opts
    }

    /// The options with an `id`.
    public func find(_ id: String) -> QemuOpts? { positions[id].map { all[$0] } }
}
