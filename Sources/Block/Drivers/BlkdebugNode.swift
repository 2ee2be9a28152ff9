internal import Sys

/// The `blkdebug` driver: a child whose requests fail by rule, and which can look more particular than it is.
package final class BlkdebugNode: BlockNode {
    /// What the node demands beyond its child; 0 leaves it to that.
    package struct Limits: Hashable, Sendable {
        package var alignment: UInt64 = 0
        package var largestTransfer: UInt64 = 0
        package var zeroAlignment: UInt64 = 0
        package var largestZero: UInt64 = 0
        package var discardAlignment: UInt64 = 0
        package var largestDiscard: UInt64 = 0

        package init() {}
    }

    package let name: String
    private let child: any BlockNode
    private let limits: Limits
    private let filter: BlkdebugFilter

    /// Puts rules over a node.
    package convenience init(name: String, child: any BlockNode, rules: BlkdebugRules, limits: Limits = Limits()) {
        self.init(name, child, BlkdebugFilter(rules), limits)
    }

    private init(_ name: String, _ child: any BlockNode, _ filter: BlkdebugFilter, _ limits: Limits) {
        self.name = name
        self.child = child
        self.limits = limits
        self.filter = filter
    }

    /// The same rules, in the same state, over another node.
    package func moved(to child: any BlockNode) -> BlkdebugNode { BlkdebugNode(name, child, filter, limits) }

    package var bottom: any BottomDriver { child.bottom }
    package var length: UInt64 { child.length }

    package func bottomLength(for length: UInt64) throws(BlockError) -> UInt64 { try child.bottomLength(for: length) }

    package func lower(into plan: inout Plan) throws(BlockError) {
        try child.lower(into: &plan)
        if limits.alignment > 0 {
            plan.requestMask = max(plan.requestMask, limits.alignment - 1)
            plan.zeroMask = max(plan.zeroMask, plan.requestMask)
        }
        if limits.largestTransfer > 0 {
            plan.maxTransfer = UInt32(min(UInt64(plan.maxTransfer), limits.largestTransfer))
        }
        plan.zeroUnit = max(plan.zeroUnit, limits.zeroAlignment)
        plan.discardUnit = max(plan.discardUnit, limits.discardAlignment)
        if limits.largestZero > 0 { plan.largestZero = min(plan.largestZero, limits.largestZero) }
        if limits.largestDiscard > 0 { plan.largestDiscard = min(plan.largestDiscard, limits.largestDiscard) }
        (plan.passesCommands, plan.passesReservations) = (false, false)
        plan.filter(by: filter, [.read, .write])
    }
}

/// Asks the rules about requests and their pieces.
private final class BlkdebugFilter: RequestFilter {
    private let rules: Locked<BlkdebugRules>

    init(_ rules: BlkdebugRules) { self.rules = Locked(rules) }

    func examine(_ request: FilteredRequest, _ seat: FilterSeat, now: UInt64) -> FilterVerdict {
        let events: [BlkdebugEvent]
        switch request.operation {
        case .read: events = [.readAIO]
        case .write: events = [.writeAIO]
        case .writeZeroes: events = [.writeZeroes]
        case .flush: events = [.flushToOS, .flushToDisk]
        case .discard, .blockStatus: events = []
        // Whoever copies does it by reading and writing, which rules can mean.
        case .copy: return .end(Errno.notSupported.result)
        case .passThrough, .nop: return .pass
        }
        return rules.withLock { rules in
            for event in events { rules.happened(event) }
            if case .delay(let nanoseconds)? = rules.effect(.delay, on: request) {
                let (time, overflow) = now.addingReportingOverflow(nanoseconds)
                return .hold(until: overflow ? .max : time)
            }
            return BlkdebugFilter.verdict(request, &rules)
        }
    }

    /// Its delay is over.
    func retry(_ request: FilteredRequest, _ seat: FilterSeat, now: UInt64) -> FilterVerdict {
        rules.withLock { BlkdebugFilter.verdict(request, &$0) }
    }

    /// Each waits for a time of its own.
    func lane(of operation: Operation) -> Int? { nil }

    private static func verdict(_ request: FilteredRequest, _ rules: inout BlkdebugRules) -> FilterVerdict {
        switch request.operation {
        // Each piece is examined by itself.
        case .read, .write: return .pass
        default: break
        }
        guard case .fail(let error, let immediately)? = rules.effect(.failure, on: request) else { return .pass }
        return immediately ? .end(-error) : .endLater(-error)
    }

    func examine(_ piece: FilteredPiece) -> PieceVerdict {
        rules.withLock { rules in
            switch piece.stage {
            case .mergeHead: rules.happened(.mergeHead)
            case .mergeTail: rules.happened(.mergeTail)
            case .write: rules.happened(.write)
            case .read: break
            }
            let request = FilteredRequest(
                operation: piece.stage == .write ? .write : .read, offset: piece.offset, length: piece.length)
            if case .fail(let error, let immediately)? = rules.effect(.failure, on: request) {
                return immediately ? .end(-error) : .endLater(-error)
            }
            if case .short(let length)? = rules.effect(.short, on: request) { return .pass(atMost: length) }
            return .pass
        }
    }

    func ended(_ stage: FilteredPiece.Stage) {
        rules.withLock { rules in
            switch stage {
            case .mergeHead: rules.happened(.afterMergeHead)
            case .mergeTail: rules.happened(.afterMergeTail)
            case .write: rules.happened(.writeDone)
            case .read: break
            }
        }
    }
}

extension BlkdebugRules {
    fileprivate mutating func effect(_ kind: Kind, on request: FilteredRequest) -> Effect? {
        effect(kind, on: request.operation, offset: request.offset, length: request.length)
    }
}
