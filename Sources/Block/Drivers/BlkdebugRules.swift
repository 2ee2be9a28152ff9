/// A point of a request's way: `BlkdebugEvent`.
package enum BlkdebugEvent: Int, CaseIterable, Sendable {
    case readAIO, writeAIO, flushToOS, flushToDisk, mergeHead, afterMergeHead, mergeTail, afterMergeTail
    case write, writeZeroes, writeDone, none
}

/// The rules of a `blkdebug` node and the state that they are in; does nothing but decide.
///
/// An event makes the rules of a kind that belong to it active, in place of those of the event before, and changes the state
/// for the events that follow. A request meets the first active rule of each kind that means it.
package struct BlkdebugRules: Equatable, Sendable {
    /// Makes requests fail, wait, or go in parts.
    package struct Rule: Equatable, Sendable {
        package var event: BlkdebugEvent
        /// What happens to requests.
        package var effect = Effect.fail(5)
        /// The state in which the rule acts; 0 for all.
        package var state: Int64 = 0
        package var operations: OperationSet = [.read, .write, .writeZeroes, .discard, .flush]
        /// Only requests that touch this byte.
        package var offset: UInt64?
        package var isOnce = false

        package init(_ event: BlkdebugEvent) { self.event = event }

        func means(_ operation: Operation, _ offset: UInt64, _ length: UInt64) -> Bool {
            guard operations.rawValue & operation.bit != 0 else { return false }
            guard let byte = self.offset else { return true }
            return byte >= offset && byte - offset < length
        }
    }

    /// What a rule does to a request.
    package enum Effect: Hashable, Sendable {
        /// It fails with this error; 0 lets what the rule means succeed, whatever later rules say.
        ///
        /// The result is there when the request has been queued if `immediately`, otherwise later, as a device's is.
        case fail(Int64, immediately: Bool = false)
        /// It begins after so many nanoseconds.
        case delay(UInt64)
        /// Of a piece no more than so many bytes are moved at first.
        case short(UInt64)

        /// Which rules stand in place of each other.
        var kind: Kind {
            switch self {
            case .fail: .failure
            case .delay: .delay
            case .short: .short
            }
        }
    }

    enum Kind: Int, CaseIterable, Sendable { case failure, delay, short }

    /// Changes the state.
    package struct Transition: Hashable, Sendable {
        package var event: BlkdebugEvent
        package var state: Int64
        package var newState: Int64

        package init(_ event: BlkdebugEvent, from state: Int64 = 0, to newState: Int64) {
            self.event = event
            self.state = state
            self.newState = newState
        }
    }

    private var rules: [Rule?]
    private let transitions: [Transition]
    private var state: Int64 = 1
    /// The places of the active ones of each kind, the first to be asked first.
    private var active = [[Int]](repeating: [], count: Kind.allCases.count)

    /// Begins in state 1, with the rules of the event `none` active.
    package init(_ rules: [Rule], _ transitions: [Transition]) {
        self.rules = rules
        self.transitions = transitions
        happened(.none)
    }

    /// Takes note of an event.
    mutating func happened(_ event: BlkdebugEvent) {
        let before = state
        for kind in Kind.allCases {
            let mine = rules.indices.filter { index in
                guard let rule = rules[index], rule.effect.kind == kind else { return false }
                return rule.event == event && (rule.state == 0 || rule.state == before)
            }
            if !mine.isEmpty { active[kind.rawValue] = mine }
        }
        for rule in transitions where rule.event == event && (rule.state == 0 || rule.state == before) {
            state = rule.newState
        }
    }

    /// What the rules of a kind do to a request; nil when it goes on.
    mutating func effect(_ kind: Kind, on operation: Operation, offset: UInt64, length: UInt64) -> Effect? {
        let places = active[kind.rawValue]
        guard let place = places.firstIndex(where: { rules[$0]?.means(operation, offset, length) == true }),
            let rule = rules[places[place]], rule.effect != .fail(0)
        else { return nil }
        if rule.isOnce {
            rules[places[place]] = nil
            active[kind.rawValue].remove(at: place)
        }
        return rule.effect
    }
}
