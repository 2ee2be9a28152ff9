internal import Sys

extension QueueState {
    /// Starts a piece that goes through a bounce buffer, when there is one.
    mutating func startBounced(_ index: UInt32) {
        let state = slow + Int(index)
        if state.pointee.bounce == nil {
            guard let buffer = bounces.take() else {
                guard bounces.used > 0 else { return finish(index, Errno.noMemory.result) }
                state.pointee.stage = .bounceWait
                waitingForBounce.append(index, slots)
                return
            }
            state.pointee.bounce = buffer
            plans[Int(slots[Int(index)].plan)].statistics.add(StatisticsBlock.bounced, 1)
        }
        beginBounced(index)
    }

    private mutating func beginBounced(_ index: UInt32) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        let start = state.pointee.pieceStart
        let end = state.pointee.pieceEnd
        if slot.pointee.operation == Operation.read.rawValue {
            return startStage(index, .bounceRead, at: start, length: end &- start)
        }
        let isWhole = state.pointee.offset &+ state.pointee.done == start && state.pointee.userEnd == end
        if isWhole {
            copyIn(index)
            return startStage(index, .bounceWrite, at: start, length: end &- start)
        }
        plans[Int(slot.pointee.plan)].statistics.add(StatisticsBlock.merged, 1)
        serialise(index)
    }

    /// Reads the blocks that an unaligned write shares with others; nothing else touches them now.
    mutating func startMerge(_ index: UInt32) {
        let state = slow + Int(index)
        let block = plans[Int(slots[Int(index)].plan)].requestMask &+ 1
        if state.pointee.offset &+ state.pointee.done != state.pointee.pieceStart {
            startStage(index, .mergeHead, at: state.pointee.pieceStart, length: block)
        } else {
            startStage(index, .mergeTail, at: state.pointee.pieceEnd &- block, length: block)
        }
    }

    private mutating func startStage(_ index: UInt32, _ stage: SlowState.Stage, at offset: UInt64, length: UInt64) {
        let slot = slots + Int(index)
        let state = slow + Int(index)
        guard let bounce = state.pointee.bounce else { return finish(index, Errno.noMemory.result) }
        slot.pointee.vectors = 0
        slot.pointee.offset = offset
        slot.pointee.length = length
        slot.pointee.address = UInt64(UInt(bitPattern: bounce)) &+ (offset &- state.pointee.pieceStart)
        state.pointee.stage = stage
        guard passesFilters(piece: index) else { return }
        if state.pointee.serialiser != 0 { issue(index) } else { startPiece(index) }
    }

    /// A transfer between the bounce buffer and the engine is done.
    mutating func bounceDone(_ index: UInt32) {
        let state = slow + Int(index)
        let start = state.pointee.pieceStart
        let end = state.pointee.pieceEnd
        if state.pointee.stage == .mergeHead { tellFilters(index, .mergeHead) }
        if state.pointee.stage == .mergeTail { tellFilters(index, .mergeTail) }
        switch state.pointee.stage {
        case .bounceRead:
            copyOut(index)
            finishBounced(index)
        case .mergeHead:
            let block = plans[Int(slots[Int(index)].plan)].requestMask &+ 1
            if state.pointee.userEnd != end && end &- block != start {
                startStage(index, .mergeTail, at: end &- block, length: block)
            } else {
                copyIn(index)
                startStage(index, .mergeWrite, at: start, length: end &- start)
            }
        case .mergeTail:
            copyIn(index)
            startStage(index, .mergeWrite, at: start, length: end &- start)
        default:
            finishBounced(index)
        }
    }

    private mutating func finishBounced(_ index: UInt32) {
        let state = slow + Int(index)
        state.pointee.done = state.pointee.userEnd &- state.pointee.offset
        if state.pointee.serialiser != 0 { leaveSerialiser(index) }
        releaseBounce(index)
        advance(index)
    }

    /// Gives a request's bounce buffer to the next that waits for one.
    mutating func releaseBounce(_ index: UInt32) {
        guard let buffer = slow[Int(index)].bounce else { return }
        slow[Int(index)].bounce = nil
        bounces.give(buffer)
        guard let next = waitingForBounce.popFirst(slots) else { return }
        startBounced(next)
    }

    // MARK: - The caller's memory

    /// Copies the caller's part of the piece into the bounce buffer; zeroes, for a request that has no memory.
    private func copyIn(_ index: UInt32) {
        let state = slow + Int(index)
        guard let bounce = state.pointee.bounce else { return }
        let current = state.pointee.offset &+ state.pointee.done
        let target = bounce + Int(current &- state.pointee.pieceStart)
        let count = state.pointee.userEnd &- current
        guard slots[Int(index)].operation != Operation.writeZeroes.rawValue else {
            target.initializeMemory(as: UInt8.self, repeating: 0, count: Int(count))
            return
        }
        eachPart(index, from: state.pointee.done, count: count) { part, position in
            (target + position).copyMemory(from: part.baseAddress.unsafelyUnwrapped, byteCount: part.count)
        }
    }

    /// Copies the caller's part of the piece out of the bounce buffer.
    private func copyOut(_ index: UInt32) {
        let state = slow + Int(index)
        guard let bounce = state.pointee.bounce else { return }
        let current = state.pointee.offset &+ state.pointee.done
        let source = bounce + Int(current &- state.pointee.pieceStart)
        eachPart(index, from: state.pointee.done, count: state.pointee.userEnd &- current) { part, position in
            part.baseAddress.unsafelyUnwrapped.copyMemory(from: source + position, byteCount: part.count)
        }
    }

    /// Zeroes a part of the caller's memory.
    func fillZeroes(_ index: UInt32, from start: UInt64, count: UInt64) {
        eachPart(index, from: start, count: count) { part, _ in
            part.initializeMemory(as: UInt8.self, repeating: 0)
        }
    }

    /// True when a write has nothing but zeroes.
    func holdsZeroes(_ index: UInt32) -> Bool {
        var areZeroes = true
        eachPart(index, from: 0, count: slow[Int(index)].length) { part, _ in
            areZeroes = areZeroes && Zeroes.fill(UnsafeRawBufferPointer(part))
        }
        return areZeroes
    }

    /// Visits a range of the caller's memory, vector by vector; never with an empty part.
    private func eachPart(
        _ index: UInt32, from start: UInt64, count: UInt64,
        _ visit: (_ part: UnsafeMutableRawBufferPointer, _ position: Int) -> Void
    ) {
        let state = slow + Int(index)
        guard count > 0 else { return }
        guard let vectors = UnsafePointer<IOVector>(bitPattern: state.pointee.vectors) else {
            let base = UnsafeMutableRawPointer(bitPattern: UInt(state.pointee.address &+ start))
            if let base { visit(UnsafeMutableRawBufferPointer(start: base, count: Int(count)), 0) }
            return
        }
        var skip = Int(start)
        var position = 0
        for number in 0..<Int(state.pointee.vectorCount) where position < Int(count) {
            let vector = vectors[number]
            let begin = min(skip, vector.count)
            skip -= begin
            let length = min(vector.count - begin, Int(count) - position)
            guard length > 0, let base = vector.base else { continue }
            visit(UnsafeMutableRawBufferPointer(start: base + begin, count: length), position)
            position += length
        }
    }
}
