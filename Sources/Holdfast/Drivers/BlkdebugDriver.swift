internal import Block
internal import BlockSchema
internal import QAPI

/// The `blkdebug` driver: a child whose requests fail by rule.
enum BlkdebugDriver {
    static func open(
        _ options: BlockdevOptionsBlkdebug, _ opening: inout NodeOpening
    ) throws(QAPIError) -> OpenedNode {
        var rules = BlkdebugConfig.Rules()
        if let path = options.config { rules = try BlkdebugConfig.read(path, parameter: opening.parameter("config")) }
        rules.failures += options.injectError ?? []
        rules.delays += options.injectDelay ?? []
        rules.shorts += options.injectShort ?? []
        rules.transitions += options.setState ?? []
        var acting: [BlkdebugRules.Rule] = []
        for (index, rule) in rules.failures.enumerated() {
            acting.append(try failure(rule, opening.parameter("inject-error.\(index)")))
        }
        for (index, rule) in rules.delays.enumerated() {
            acting.append(try delay(rule, opening.parameter("inject-delay.\(index)")))
        }
        for (index, rule) in rules.shorts.enumerated() {
            acting.append(try short(rule, opening.parameter("inject-short.\(index)")))
        }
        var transitions: [BlkdebugRules.Transition] = []
        for (index, rule) in rules.transitions.enumerated() {
            transitions.append(try transition(rule, opening.parameter("set-state.\(index)")))
        }
        let limits = try limits(options, opening)
        let child = try opening.child(options.image, "image")
        guard let below = child.block else {
            throw QAPIError.removed(child.name, parameter: opening.parameter("image"))
        }
        let alignment = Node.Alignment(
            request: max(child.alignment.request, Int(limits.alignment)), memory: child.alignment.memory)
        let node = BlkdebugNode(
            name: opening.name, child: below, rules: BlkdebugRules(acting, transitions), limits: limits)
        var opened = OpenedNode(block: node, engine: child.engine, alignment: alignment, filename: child.filename)
        opened.extraPermissions = NodePermissions(
            used: permissions(options.takeChildPerms),
            shared: BlockPermissions.all.subtracting(permissions(options.unshareChildPerms)))
        return opened
    }

    /// What a node over another child is to be: with its rules, in the state that they are in.
    static func reopen(_ settings: inout NodeSettings) {
        guard let node = settings.block as? BlkdebugNode, let below = settings.children.first?.node.block else {
            return
        }
        settings.block = node.moved(to: below)
    }

    private static func permissions(_ list: [BlockPermission]?) -> BlockPermissions {
        (list ?? []).reduce(into: []) { result, permission in
            switch permission {
            case .consistentRead: result.insert(.consistentRead)
            case .write: result.insert(.write)
            case .writeUnchanged: result.insert(.writeUnchanged)
            case .resize: result.insert(.resize)
            }
        }
    }

    // MARK: - Limits

    private static func limits(
        _ options: BlockdevOptionsBlkdebug, _ opening: NodeOpening
    ) throws(QAPIError) -> BlkdebugNode.Limits {
        var limits = BlkdebugNode.Limits()
        if let align = options.align {
            guard (512...1 << 30).contains(align), align.nonzeroBitCount == 1 else {
                throw .invalidValue(
                    opening.parameter("align"), value: "\(align)", expected: "a power of two from 512 to 1073741824")
            }
            limits.alignment = UInt64(align)
        }
        let unit = max(limits.alignment, 1)
        limits.largestTransfer = try size(options.maxTransfer, unit, "max-transfer", opening)
        limits.zeroAlignment = try size(options.optWriteZero, unit, "opt-write-zero", opening)
        limits.largestZero = try size(
            options.maxWriteZero, max(unit, limits.zeroAlignment), "max-write-zero", opening)
        limits.discardAlignment = try size(options.optDiscard, unit, "opt-discard", opening)
        limits.largestDiscard = try size(
            options.maxDiscard, max(unit, limits.discardAlignment), "max-discard", opening)
        return limits
    }

    private static func size(
        _ value: Int32?, _ unit: UInt64, _ name: String, _ opening: NodeOpening
    ) throws(QAPIError) -> UInt64 {
        guard let value else { return 0 }
        guard let size = UInt64(exactly: value), size % unit == 0 else {
            throw .invalidValue(
                opening.parameter(name), value: "\(value)", expected: "a multiple of \(unit), or 0 for no limit")
        }
        return size
    }

    // MARK: - Rules

    private static func number(
        _ value: Int64?, _ range: ClosedRange<Int64>, _ parameter: String
    ) throws(QAPIError) -> Int64? {
        guard let value else { return nil }
        guard range.contains(value) else {
            throw .invalidValue(
                parameter, value: "\(value)", expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private static let states: ClosedRange<Int64> = 0...Int64(Int32.max)

    private static func failure(
        _ options: BlkdebugInjectErrorOptions, _ parameter: String
    ) throws(QAPIError) -> BlkdebugRules.Rule {
        let error = try number(options.errno, 1...4095, "\(parameter).errno") ?? 5
        return try rule(
            .fail(error, immediately: options.immediately ?? false), options.event, options.state, options.iotype,
            options.sector, options.once, parameter)
    }

    private static func delay(
        _ options: BlkdebugInjectDelayOptions, _ parameter: String
    ) throws(QAPIError) -> BlkdebugRules.Rule {
        try rule(
            .delay(options.delayNs), options.event, options.state, options.iotype, options.sector, options.once,
            parameter)
    }

    private static func short(
        _ options: BlkdebugInjectShortOptions, _ parameter: String
    ) throws(QAPIError) -> BlkdebugRules.Rule {
        switch options.iotype {
        case nil, .read, .write: break
        case let other?:
            throw .unknownValue("\(parameter).iotype", value: other.rawValue, accepted: ["read", "write"])
        }
        return try rule(
            .short(options.length), options.event, options.state, options.iotype, options.sector, options.once,
            parameter)
    }

    /// What all rules have in common.
    private static func rule(
        _ effect: BlkdebugRules.Effect, _ event: BlockSchema.BlkdebugEvent, _ state: Int64?, _ type: BlkdebugIOType?,
        _ sector: Int64?, _ once: Bool?, _ parameter: String
    ) throws(QAPIError) -> BlkdebugRules.Rule {
        var rule = BlkdebugRules.Rule(self.event(event))
        rule.effect = effect
        rule.state = try number(state, states, "\(parameter).state") ?? 0
        rule.offset = try number(sector, 0...Int64.max / 512, "\(parameter).sector").map { UInt64($0) * 512 }
        rule.isOnce = once ?? false
        switch type {
        case nil: break
        case .read: rule.operations = .read
        case .write: rule.operations = .write
        case .writeZeroes: rule.operations = .writeZeroes
        case .discard: rule.operations = .discard
        case .flush: rule.operations = .flush
        case .blockStatus: rule.operations = .blockStatus
        }
        return rule
    }

    private static func transition(
        _ options: BlkdebugSetStateOptions, _ parameter: String
    ) throws(QAPIError) -> BlkdebugRules.Transition {
        BlkdebugRules.Transition(
            event(options.event), from: try number(options.state, states, "\(parameter).state") ?? 0,
            to: try number(options.newState, 1...states.upperBound, "\(parameter).new_state") ?? 1)
    }

    private static func event(_ event: BlockSchema.BlkdebugEvent) -> Block.BlkdebugEvent {
        switch event {
        case .readAio: .readAIO
        case .writeAio: .writeAIO
        case .flushToOs: .flushToOS
        case .flushToDisk: .flushToDisk
        case .pwritevRmwHead: .mergeHead
        case .pwritevRmwAfterHead: .afterMergeHead
        case .pwritevRmwTail: .mergeTail
        case .pwritevRmwAfterTail: .afterMergeTail
        case .pwritev: .write
        case .pwritevZero: .writeZeroes
        case .pwritevDone: .writeDone
        case .none: .none
        }
    }
}
