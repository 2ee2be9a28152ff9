extension PersistentReservations {
    /// PERSISTENT RESERVE OUT after the unit attention: the checks that all service actions share, in SPC-5's order.
    func write(
        _ block: Span<UInt8>, list: Span<UInt8>, in context: ReservationContext
    ) throws(Refusal) -> ReservationOutcome {
        let command = try Refusal.decoding(block, list: list, for: context.policy)
        var draft = Draft(self, command: command, context: context)
        if command.action != .replaceLostReservation {
            if isLost { throw .sense(.reservationInformationLost) }
            try draft.authorize()
        }
        try draft.perform()
        return ReservationOutcome(.good, change: draft.change)
    }
}

extension Refusal {
    fileprivate static func decoding(
        _ block: Span<UInt8>, list: Span<UInt8>, for policy: ReservationPolicy
    ) throws(Refusal) -> PersistentReserveOut {
        do throws(Sense) {
            let command = try PersistentReserveOut(decoding: block, list: list)
            try command.validate(for: policy)
            return command
        } catch {
            throw .sense(error)
        }
    }
}

/// A command being tried out on a copy of the state.
struct Draft {
    let old: PersistentReservations
    let command: PersistentReserveOut
    let context: ReservationContext
    var state: PersistentReservations
    var attentions: [NexusAddress: UnitAttentions] = [:]
    var aborts: Set<NexusAddress> = []
    /// Set by what succeeds without doing anything.
    var changesNothing = false

    init(_ old: PersistentReservations, command: PersistentReserveOut, context: ReservationContext) {
        self.old = old
        state = old
        self.command = command
        self.context = context
    }

    var sender: NexusAddress { context.nexus.address }
    var own: Registration? { old.registration(of: sender) }

    /// The change that the draft amounts to.
    var change: ReservationChange? {
        guard !changesNothing else { return nil }
        return ReservationChange(
            state: state, losers: old.losses(to: state, attached: context.attached + [context.nexus]),
            aborts: aborts.sorted(),
            notices: attentions.sorted { $0.key < $1.key }.map { nexus, attentions in
                UnitAttentionNotice(nexus: nexus, attentions: attentions)
            })
    }

    /// Everybody but a newcomer must be registered and prove it by its key; that comes before who holds what.
    func authorize() throws(Refusal) {
        switch command.action {
        case .registerAndIgnoreExistingKey:
            return
        case .register:
            guard command.reservationKey == own?.key ?? 0 else { throw .conflict }
        default:
            guard let own, command.reservationKey == own.key else { throw .conflict }
        }
    }

    mutating func perform() throws(Refusal) {
        switch command.action {
        case .register, .registerAndIgnoreExistingKey: try register()
        case .reserve: try reserve()
        case .release: try release()
        case .clear: clear()
        case .preempt: try preempt(aborting: false)
        case .preemptAndAbort: try preempt(aborting: true)
        case .registerAndMove: try move()
        case .replaceLostReservation: try replaceLost()
        }
    }

    /// Posts a unit attention to every nexus of a list but the sender.
    mutating func tell(_ registrations: [Registration], _ attention: UnitAttentions) {
        for registration in registrations where registration.address != sender {
            attentions[registration.address, default: []].insert(attention)
        }
    }

    mutating func stepGeneration() {
        state.generation &+= 1
    }
}
