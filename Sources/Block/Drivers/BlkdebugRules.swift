/// A point of a request's way: `BlkdebugEvent`.
package enum BlkdebugEvent: Int, CaseIterable, Sendable {
    case readAIO, writeAIO, flushToOS, flushToDisk, mergeHead, afterMergeHead, mergeTail, afterMergeTail
    case write, writeZeroes, writeDone, none
}

/// The rules of a `blkdebug` node and the state that they are in; does nothing but decide.
///
/// An event makes the rules of errors that belong to it active, in place of those of the event before, and changes the state
/// for the events that follow. A request fails by the first active rule that means it.
package struct BlkdebugRules: Equatable, Sendable {
    /// Makes requests fail.
    package struct Failure: Equatable, Sendable {
        package var event: BlkdebugEvent
        /// The state in which the rule acts; 0 for all.
        package var state: Int64 = 0
        package var operations: OperationSet = [.read, .write, .writeZeroes, .discard, .flush]
        /// The error's number; 0 lets what the rule means succeed, whatever later rules say.
        package var error: Int64 = 5
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

    private var failures: [Failure?]
    private let transitions: [Transition]
    private var state: Int64 = 1
    /// The places of the active ones, the first to be asked first.
    private var active: [Int] = []

    /// Begins in state 1, with the rules of the event `none` active.
    package init(_ failures: [Failure], _ transitions: [Transition]) {
        self.failures = failures
        self.transitions = transitions
        happened(.none)
    }

    /// Takes note of an event.
    mutating func happened(_ event: BlkdebugEvent) {
        let before = state
        let mine = failures.indices.filter { index in
            guard let rule = failures[index] else { return false }
            return rule.event == event && (rule.state == 0 || rule.state == before)
        }
        if !mine.isEmpty { active = mine }
        for rule in transitions where rule.event == event && (rule.state == 0 || rule.state == before) {
            state = rule.newState
        }
    }

    /// The error that a request meets; nil when it goes on.
    mutating func error(of operation: Operation, offset: UInt64, length: UInt64) -> Int64? {
        let place = active.firstIndex { failures[$0]?.means(operation, offset, length) == true }
        guard let place, let rule = failures[active[place]], rule.error != 0 else { return nil }
        if rule.isOnce {
            failures[active[place]] = nil
            active.remove(at: place)
        }
        return rule.error
    }
}
