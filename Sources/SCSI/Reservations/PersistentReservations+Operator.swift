extension PersistentReservations {
    /// What it means that a person takes the registrations of some nexuses away.
    ///
    /// As with PREEMPT AND ABORT everything of theirs must have ended; but nobody takes a reservation over that one of
    /// them holds: it is released.
    package func change(evicting nexuses: Set<NexusAddress>, attached: [Nexus] = []) -> ReservationChange {
        var next = self
        next.registrations.removeAll { nexuses.contains($0.address) }
        next.generation &+= 1
        let evicted = registrations.map(\.address).filter(nexuses.contains)
        var notices = evicted.map { UnitAttentionNotice(nexus: $0, attentions: .registrationsPreempted) }
        if let held = reservation, held.holder.map(nexuses.contains) ?? next.registrations.isEmpty {
            next.reservation = nil
            if held.type.isRegistrantsOnly {
                notices += next.registrations.map {
                    UnitAttentionNotice(nexus: $0.address, attentions: .reservationsReleased)
                }
            }
        }
        return ReservationChange(
            state: next, losers: losses(to: next, attached: attached), aborts: evicted.sorted(),
            notices: notices.sorted { $0.nexus < $1.nexus })
    }

    /// What it means that a person puts another state in the place of this one: everybody attached is told.
    package func change(
        replacedBy next: PersistentReservations, telling attentions: UnitAttentions, attached: [Nexus] = []
    ) -> ReservationChange {
        let told = Set(attached.map(\.address)).sorted()
        return ReservationChange(
            state: next, losers: losses(to: next, attached: attached), aborts: told,
            notices: told.map { UnitAttentionNotice(nexus: $0, attentions: attentions) })
    }

    /// The same state on another disk: the addresses of nexuses depend on the disk, their names stay.
    package func moved(to diskIdentity: [UInt8]) -> PersistentReservations {
        var next = self
        for index in next.registrations.indices {
            next.registrations[index].nexus = Nexus(
                diskIdentity: diskIdentity, name: next.registrations[index].nexus.name)
        }
        if let held = reservation, let holder = held.holder,
            let index = registrations.firstIndex(where: { $0.address == holder })
        {
            next.reservation = Reservation(type: held.type, by: next.registrations[index].address)
        }
        return next
    }
}
