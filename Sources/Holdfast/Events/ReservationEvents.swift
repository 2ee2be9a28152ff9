internal import BlockSchema
internal import QAPI
internal import Reservations
internal import SCSI

extension EventHub {
    /// Posts what a software manager has to say about a node as an event of the schema.
    func post(_ report: ReservationReport, manager id: String, node: String) {
        switch report {
        case .changed(let action, let initiator, let state):
            post(
                PrReservationChangedEvent(
                    nodeName: node, id: id, action: PrAction(action), initiator: initiator,
                    generation: state.generation, type: (state.reservation?.type).map { PrReservationType($0) },
                    registrations: UInt32(state.registrations.count)))
        case .fenced(let fence):
            post(
                PrFencedEvent(
                    nodeName: node, id: id, initiator: fence.initiator, local: fence.isLocal, by: fence.by,
                    action: PrAction(fence.action), generation: fence.generation, drainedAfter: fence.drainedAfter,
                    killed: fence.wasKilled ? true : nil))
        case .stuck(let stuck):
            post(
                PrStuckEvent(
                    nodeName: node, id: id, stage: PrStuckStage(stuck.stage), initiator: stuck.initiator,
                    process: stuck.process.map(Int64.init), waited: stuck.waited,
                    onStuck: PrManagerOnStuck(stuck.policy), reason: stuck.reason))
        case .lost(let reason):
            post(PrStateLostEvent(nodeName: node, id: id, reason: reason))
        }
    }
}

extension PrReservationType {
    /// The name of a type in the schema.
    init(_ type: ReservationType) {
        self =
            switch type {
            case .writeExclusive: .writeExclusive
            case .exclusiveAccess: .exclusiveAccess
            case .writeExclusiveRegistrantsOnly: .writeExclusiveRegistrantsOnly
            case .exclusiveAccessRegistrantsOnly: .exclusiveAccessRegistrantsOnly
            case .writeExclusiveAllRegistrants: .writeExclusiveAllRegistrants
            case .exclusiveAccessAllRegistrants: .exclusiveAccessAllRegistrants
            }
    }
}

extension PrAction {
    /// The name of an action in the schema; what isn't known was done by somebody with a tool.
    init(_ action: ReservationAction?) {
        self =
            switch action {
            case .command(.register): .register
            case .command(.reserve): .reserve
            case .command(.release): .release
            case .command(.clear): .clear
            case .command(.preempt): .preempt
            case .command(.preemptAndAbort): .preemptAndAbort
            case .command(.registerAndIgnoreExistingKey): .registerAndIgnoreExistingKey
            case .command(.registerAndMove): .registerAndMove
            case .command(.replaceLostReservation): .replaceLostReservation
            case .person, nil: .operator
            }
    }
}

extension PrStuckStage {
    fileprivate init(_ stage: ReservationReport.Stuck.Stage) {
        self =
            switch stage {
            case .lock: .lock
            case .drain: .drain
            case .attach: .attach
            }
    }
}

extension PrManagerOnStuck {
    fileprivate init(_ policy: StuckPolicy) {
        self =
            switch policy {
            case .fail: .fail
            case .kill: .kill
            case .killAny: .killAny
            }
    }
}
