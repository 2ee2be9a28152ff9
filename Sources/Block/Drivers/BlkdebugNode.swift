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
        switch request.operation {
        case .read: happened([.readAIO])
        // Each piece is examined by itself.
        case .write: happened([.writeAIO])
        case .writeZeroes: return verdict([.writeZeroes], request)
        case .flush: return verdict([.flushToOS, .flushToDisk], request)
        case .discard, .blockStatus: return verdict([], request)
        // Whoever copies does it by reading and writing, which rules can mean.
        case .copy: return .end(Errno.notSupported.result)
        case .passThrough, .nop: break
        }
        return .pass
    }

    func retry(_ request: FilteredRequest, _ seat: FilterSeat, now: UInt64) -> FilterVerdict { .pass }

    func examine(_ piece: FilteredPiece) -> Int64? {
        rules.withLock { rules in
            switch piece.stage {
            case .mergeHead: rules.happened(.mergeHead)
            case .mergeTail: rules.happened(.mergeTail)
            case .write: rules.happened(.write)
            case .read: break
            }
            let operation: Operation = piece.stage == .write ? .write : .read
            return rules.error(of: operation, offset: piece.offset, length: piece.length).map { -$0 }
        }
    }

    func ended(_ stage: FilteredPiece.Stage) {
        switch stage {
        case .mergeHead: happened([.afterMergeHead])
        case .mergeTail: happened([.afterMergeTail])
        case .write: happened([.writeDone])
        case .read: break
        }
    }

    private func happened(_ events: [BlkdebugEvent]) {
        rules.withLock { rules in
            for event in events { rules.happened(event) }
        }
    }

    private func verdict(_ events: [BlkdebugEvent], _ request: FilteredRequest) -> FilterVerdict {
        rules.withLock { rules in
            for event in events { rules.happened(event) }
            let error = rules.error(of: request.operation, offset: request.offset, length: request.length)
            return error.map { .end(-$0) } ?? .pass
        }
    }
}
