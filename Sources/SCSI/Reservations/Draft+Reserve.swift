extension Draft {
    /// The reservation that the command's type describes, held by the sender.
    private func wanted() throws(Refusal) -> Reservation {
        guard let type = command.type else { throw .sense(.invalidFieldInCDB(byte: 2, bit: 3)) }
        return Reservation(type: type, by: sender)
    }

    /// RESERVE: repeating what one holds is fine, anything else while something is held is a conflict.
    mutating func reserve() throws(Refusal) {
        let wanted = try wanted()
        if let held = old.reservation {
            guard old.isHolder(sender), held.type == wanted.type else { throw .conflict }
            changesNothing = true
        } else {
            state.reservation = wanted
        }
    }

    /// RELEASE: a registered nexus that holds nothing releases nothing, successfully.
    mutating func release() throws(Refusal) {
        let wanted = try wanted()
        guard let held = old.reservation, old.isHolder(sender) else {
            changesNothing = true
            return
        }
        guard held.type == wanted.type else { throw .sense(.invalidRelease) }
        state.reservation = nil
        if held.type.isRegistrantsOnly || held.type.isHeldByAll { tell(old.registrations, .reservationsReleased) }
    }

    /// CLEAR: any registered nexus may, whoever holds the reservation.
    mutating func clear() {
        state.registrations = []
        state.reservation = nil
        tell(old.registrations, .reservationsPreempted)
        stepGeneration()
    }

    /// PREEMPT and PREEMPT AND ABORT; the sender always stays registered.
    mutating func preempt(aborting: Bool) throws(Refusal) {
        let victims = try victims()
        let wanted = try wanted()
        let removed = Set(victims.registrations.map(\.address))
        state.registrations.removeAll { removed.contains($0.address) }
        tell(victims.registrations, .registrationsPreempted)
        if victims.includeHolder {
            state.reservation = wanted
            if old.reservation?.type != wanted.type { tell(state.registrations, .reservationsReleased) }
        }
        if aborting {
            aborts = removed
            if own?.key == command.actionKey { aborts.insert(sender) }
        }
        stepGeneration()
    }

    /// Whose registrations go, and whether the reservation goes with them to the sender.
    private func victims() throws(Refusal) -> (registrations: [Registration], includeHolder: Bool) {
        let others = old.registrations.filter { $0.address != sender }
        let key = command.actionKey
        if key == 0 {
            guard old.reservation?.type.isHeldByAll == true else {
                throw .sense(.invalidFieldInParameterList(byte: 8))
            }
            return (others, true)
        }
        guard old.registrations.contains(where: { $0.key == key }) else { throw .conflict }
        let holder = old.reservation?.holder.flatMap(old.registration)
        return (others.filter { $0.key == key }, holder?.key == key)
    }
}
