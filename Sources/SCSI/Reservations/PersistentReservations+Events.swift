/// What befalls a logical unit without being a command about reservations.
public enum ReservationEvent: Sendable, Hashable {
    /// A hard reset of the target.
    case hardReset
    /// A reset of the logical unit or of the target.
    case deviceReset
    /// A nexus was lost: a logout, or the end of its process.
    case nexusLoss(NexusAddress)
    /// No attachment was alive and one appears, or the host booted anew.
    ///
    /// Unit attentions from before it are dropped.
    case powerCycle
    /// The stored information turned out to be damaged.
    case informationLost
}

extension PersistentReservations {
    /// What an event does to the state, and who is to be told.
    ///
    /// Resets and the loss of a nexus leave registrations and reservation alone; that is what persistent means.
    public func change(
        after event: ReservationEvent, attached: [Nexus] = [], policy: ReservationPolicy = ReservationPolicy()
    ) -> ReservationChange {
        var next = self
        var attentions: UnitAttentions = []
        var told = attached.map(\.address)
        switch event {
        case .hardReset:
            attentions = .hardReset
        case .deviceReset:
            attentions = .deviceReset
        case .nexusLoss(let nexus):
            attentions = .nexusLoss
            told = [nexus]
        case .powerCycle:
            attentions = .powerOn
            next.generation = 0
            if !persists(under: policy) {
                next.registrations = []
                next.reservation = nil
            }
        case .informationLost:
            next = .lost
        }
        let notices =
            attentions.isEmpty
            ? []
            : Set(told).sorted().map { nexus in
                UnitAttentionNotice(nexus: nexus, attentions: attentions)
            }
        return ReservationChange(
            state: next, losers: losses(to: next, attached: attached), aborts: [], notices: notices)
    }
}
