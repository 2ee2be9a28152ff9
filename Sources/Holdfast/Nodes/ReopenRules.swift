internal import BlockSchema
internal import JSON
internal import QAPI

/// Which options of a node may change while it is open: those that the schema marks so.
enum ReopenRules {
    /// Refuses new options of which one differs that can't be changed; one that is left out counts as its default.
    static func check(
        _ old: BlockdevOptions, _ new: BlockdevOptions, node: String, path: String
    ) throws(QAPIError) {
        let (before, after) = (try members(old), try members(new))
        let catalog = OptionCatalog.holdfast
        let common = catalog["BlockdevOptions"]
        var known = common?.members ?? []
        if let own = common?.branch(new.driver.rawValue) { known += catalog[own]?.members ?? [] }
        for member in known where !member.isReopenable && !handled.contains(member.name) {
            let (present, wanted) = (before[member.name], after[member.name])
            guard present != wanted, !isDefault(present, member) || !isDefault(wanted, member) else { continue }
            let value = present.map { "It is \(JSONWriter().string($0)) now" } ?? "It has its default now"
            throw QAPIError(
                "'\(member.name)' of the node '\(node)' can't be changed while the node is open",
                hint: "\(value); give it again, or add another node.",
                parameter: NodeOpening.parameter(member.name, path))
        }
    }

    /// What is looked at elsewhere.
    private static let handled: Set = ["driver", "node-name", "active"]

    private static func members(_ options: BlockdevOptions) throws(QAPIError) -> JSONObject {
        var visitor = JSONOutputVisitor()
        try options.visit(&visitor, name: nil)
        return visitor.finish().objectValue ?? JSONObject()
    }

    /// True for nothing, and for what nothing stands for.
    private static func isDefault(_ value: JSONValue?, _ member: OptionCatalog.MemberDescription) -> Bool {
        guard let value else { return true }
        guard let text = member.constantDefault else { return false }
        if let flag = value.boolValue { return text == (flag ? "on" : "off") }
        return text == (value.stringValue ?? JSONWriter().string(value))
    }
}

extension BlockdevOptions {
    /// The nodes below that the options name or describe, by their roles.
    var childReferences: [(role: String, reference: BlockdevRef)] {
        switch branch {
        case .raw(let options): [("file", options.file)]
        case .throttle(let options): [("file", options.file)]
        case .blkdebug(let options): [("image", options.image)]
        case .file, .hostDevice, .hostCdrom, .nullCo, .nullAio: []
        }
    }

    /// Replaces what the options say of the node below.
    mutating func setChild(_ reference: BlockdevRef) {
        switch branch {
        case .raw(var options):
            options.file = reference
            branch = .raw(options)
        case .throttle(var options):
            options.file = reference
            branch = .throttle(options)
        case .blkdebug(var options):
            options.image = reference
            branch = .blkdebug(options)
        case .file, .hostDevice, .hostCdrom, .nullCo, .nullAio: return
        }
    }
}
