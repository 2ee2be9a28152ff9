/// The `throttle` driver: a child whose requests keep to the limits of a group.
package final class ThrottleNode: BlockNode {
    package let name: String
    private let child: any BlockNode
    private let filter: ThrottleFilter

    /// Puts a group's limits over a node.
    package convenience init(name: String, child: any BlockNode, group: ThrottleGroup) {
        self.init(name, child, ThrottleFilter(group))
    }

    private init(_ name: String, _ child: any BlockNode, _ filter: ThrottleFilter) {
        self.name = name
        self.child = child
        self.filter = filter
    }

    /// The node over another child, or in another group; requests that wait go by the group that they came to.
    package func moved(to child: any BlockNode, group: ThrottleGroup) -> ThrottleNode {
        // The same filter as long as the group is: it knows whose requests wait.
        ThrottleNode(name, child, group === filter.group ? filter : ThrottleFilter(group))
    }

    /// The group that it is in.
    package var group: ThrottleGroup { filter.group }

    package var bottom: any BottomDriver { child.bottom }
    package var length: UInt64 { child.length }

    package func bottomLength(for length: UInt64) throws(BlockError) -> UInt64 { try child.bottomLength(for: length) }

    package func lower(into plan: inout Plan) throws(BlockError) {
        try child.lower(into: &plan)
        plan.filter(by: filter, [.read, .write])
    }
}

/// Asks a throttle group about requests that move or change data; others pass.
private final class ThrottleFilter: RequestFilter {
    let group: ThrottleGroup

    init(_ group: ThrottleGroup) { self.group = group }

    private func direction(_ operation: Operation) -> ThrottleState.Direction? {
        switch operation {
        case .read: .read
        case .write, .writeZeroes, .discard, .copy: .write
        case .flush, .passThrough, .nop, .blockStatus: nil
        }
    }

    func examine(_ request: FilteredRequest, _ seat: FilterSeat, now: UInt64) -> FilterVerdict {
        guard let direction = direction(request.operation) else { return .pass }
        return group.arrive(seat, direction, bytes: request.length, now: now)
    }

    func retry(_ request: FilteredRequest, _ seat: FilterSeat, now: UInt64) -> FilterVerdict {
        guard let direction = direction(request.operation) else { return .pass }
        return group.retry(seat, direction, bytes: request.length, now: now)
    }

    func withdraw(_ request: FilteredRequest, _ seat: FilterSeat) {
        if let direction = direction(request.operation) { group.withdraw(seat, direction) }
    }

    func leave(_ seat: FilterSeat) { group.leave(seat) }

    func lane(of operation: Operation) -> Int? { direction(operation)?.rawValue ?? 0 }
}
