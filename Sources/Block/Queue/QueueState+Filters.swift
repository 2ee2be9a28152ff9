internal import Sys

extension QueueState {
    /// Shows a request to the filters of its plan; false when one of them holds or has answered it.
    mutating func passesFilters(_ index: UInt32, _ operation: Operation) -> Bool {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        let handle = slot.pointee.plan
        guard handle < planCount, attachments[Int(handle)] != nil else { return true }
        let plan = plans + Int(handle)
        if isStale(plan) { recompile(handle) }
        if operation == .copy, hidesReads(state.pointee.source) {
            finish(index, Errno.notSupported.result)
            return false
        }
        guard Int(state.pointee.filtersPassed) < plan.pointee.filters.count, let seat = attachments[Int(handle)]?.seat
        else { return true }
        let length = state.pointee.length
        if operation != .passThrough,
            let result = refusal(plan, operation, state.pointee.offset, length, isSource: false)
        {
            finish(index, result)
            return false
        }
        while Int(state.pointee.filtersPassed) < plan.pointee.filters.count {
            let step = plan.pointee.filters[Int(state.pointee.filtersPassed)]
            let request = FilteredRequest(
                operation: operation, offset: state.pointee.offset &+ plan.pointee.baseOffset &- step.base,
                length: length)
            let verdict = step.filter.examine(request, seat, now: System.monotonicNanoseconds)
            switch verdict {
            case .pass: state.pointee.filtersPassed += 1
            case .end(let result):
                finish(index, result)
                return false
            case .endLater(let result):
                finishLater(index, result)
                return false
            case .hold(let time):
                state.pointee.heldBy = step.filter
                state.pointee.heldRequest = request
                state.pointee.stage = .held
                held.append(index, slots)
                setTimer(index, time)
                return false
            }
        }
        return true
    }

    /// True when the kernel would read a copy's source past a filter that wants to know of reads.
    private mutating func hidesReads(_ source: UInt32) -> Bool {
        guard source < planCount, attachments[Int(source)] != nil else { return false }
        if isStale(plans + Int(source)) { recompile(source) }
        return plans[Int(source)].filters.contains(where: \.filter.seesReads)
    }

    /// Ends a request when the queue looks at its timers next.
    private mutating func finishLater(_ index: UInt32, _ result: Int64) {
        slow[Int(index)].result = result
        slow[Int(index)].stage = .failing
        setTimer(index, System.monotonicNanoseconds)
    }

    // MARK: - Pieces

    /// Shows the piece that is about to go to the engine to the filters; false when one of them has ended the request.
    @inline(__always)
    mutating func passesFilters(piece index: UInt32) -> Bool {
        plans[Int(slots[Int(index)].plan)].filters.isEmpty || isPassed(index)
    }

    @inline(never)
    private mutating func isPassed(_ index: UInt32) -> Bool {
        let slot = slots + Int(index)
        var shortest = UInt64.max
        for step in plans[Int(slot.pointee.plan)].filters {
            let piece = FilteredPiece(
                stage: filteredStage(index), offset: slot.pointee.offset &- step.base, length: slot.pointee.length)
            switch step.filter.examine(piece) {
            case .pass(let most): shortest = min(shortest, most)
            case .end(let result):
                finish(index, result)
                return false
            case .endLater(let result):
                finishLater(index, result)
                return false
            }
        }
        slow[Int(index)].mostMoved = shortest
        return true
    }

    /// Tells the filters that a block was read for a write, or that a write has ended.
    mutating func tellFilters(_ index: UInt32, _ stage: FilteredPiece.Stage) {
        for step in plans[Int(slots[Int(index)].plan)].filters { step.filter.ended(stage) }
    }

    private func filteredStage(_ index: UInt32) -> FilteredPiece.Stage {
        switch slow[Int(index)].stage {
        case .mergeHead: .mergeHead
        case .mergeTail: .mergeTail
        case .bounceRead: .read
        case .bounceWrite, .mergeWrite: .write
        default: slots[Int(index)].operation == Operation.read.rawValue ? .read : .write
        }
    }

    // MARK: - Held requests

    private mutating func setTimer(_ index: UInt32, _ time: UInt64?) {
        guard let time else { return }
        timers.insert(index, deadline: time)
        descriptors.timer.set(timers.earliest)
    }

    /// Looks again at a held request, whose timer is off, and then at those behind it.
    mutating func retryHeld(_ index: UInt32) {
        var current: UInt32? = index
        while let index = current {
            current = nil
            let slot = slots + Int(index)
            let state = slow + Int(index)
            let handle = slot.pointee.plan
            guard let filter = state.pointee.heldBy, let request = state.pointee.heldRequest,
                let seat = attachments[Int(handle)]?.seat
            else { return }
            let verdict = filter.retry(request, seat, now: System.monotonicNanoseconds)
            if case .hold(let time) = verdict { return setTimer(index, time) }
            release(index)
            if let lane = filter.lane(of: request.operation) { current = firstHeld(handle, filter, lane: lane) }
            switch verdict {
            case .end(let result): finish(index, result)
            case .endLater(let result): finishLater(index, result)
            case .pass, .hold:
                state.pointee.filtersPassed += 1
                admit(index)
            }
            // Another attachment's turn may have begun, or this one's timer is set already.
            if let next = current, slow[Int(next)].stage != .held { current = nil }
        }
    }

    /// Takes a request off the held ones.
    private mutating func release(_ index: UInt32) {
        held.remove(index, slots)
        timers.remove(index)
        slow[Int(index)].heldBy = nil
        slow[Int(index)].heldRequest = nil
        slow[Int(index)].stage = .idle
    }

    private func firstHeld(_ handle: UInt32, _ filter: any RequestFilter, lane: Int) -> UInt32? {
        held.first(slots) { index in
            guard slots[Int(index)].plan == handle, let request = slow[Int(index)].heldRequest,
                let holder = slow[Int(index)].heldBy
            else { return false }
            return holder === filter && filter.lane(of: request.operation) == lane
        }
    }

    /// Looks again at the first of each row of requests that filters hold of an attachment.
    mutating func retryAllHeld(_ handle: UInt32) {
        var heads: [UInt32] = []
        var next = held.head
        while next != RequestSlot.none {
            let state = slow + Int(next)
            if slots[Int(next)].plan == handle, let filter = state.pointee.heldBy,
                let request = state.pointee.heldRequest, let lane = filter.lane(of: request.operation),
                firstHeld(handle, filter, lane: lane) == next
            {
                heads.append(next)
            }
            next = slots[Int(next)].next
        }
        for index in heads where slow[Int(index)].stage == .held {
            timers.remove(index)
            retryHeld(index)
        }
    }

    /// Takes a request that is to be cancelled from the filter that holds it.
    mutating func withdrawHeld(_ index: UInt32) {
        let handle = slots[Int(index)].plan
        if let seat = attachments[Int(handle)]?.seat, let request = slow[Int(index)].heldRequest {
            slow[Int(index)].heldBy?.withdraw(request, seat)
        }
        release(index)
        descriptors.timer.set(timers.earliest)
        retryAllHeld(handle)
    }

    /// Lets filters forget an attachment, unless they are also among the others.
    func leaveFilters(_ steps: [FilterStep], besides others: [FilterStep] = [], _ seat: FilterSeat?) {
        guard let seat else { return }
        for step in steps where !others.contains(where: { $0.filter === step.filter }) { step.filter.leave(seat) }
    }
}
