extension PersistentReservations {
    /// What a nexus may do to the medium (the conflict table).
    public func permissions(of nexus: NexusAddress) -> Permissions {
        if isLost { return [] }
        guard let reservation, !isHolder(nexus) else { return .all }
        if reservation.type.isRegistrantsOnly, registration(of: nexus) != nil { return .all }
        return reservation.type.allowsReading ? .read : []
    }

    /// The answer that keeps a command of a nexus from being executed, or nil when it may be.
    ///
    /// Commands about reservations are not decided here but by ``plan(_:list:in:)``.
    public func refusal(of class: CommandClass, from nexus: NexusAddress) -> CommandResult? {
        let needed: Permissions
        switch `class` {
        case .read: needed = .read
        case .write: needed = .write
        case .always, .persistentReserveIn, .persistentReserveOut, .reserveRelease: return nil
        }
        if isLost { return .checkCondition(.reservationInformationLost) }
        return permissions(of: nexus).isSuperset(of: needed) ? nil : .reservationConflict
    }

    /// What a change to another state takes from every nexus that is registered or attached.
    func losses(to next: PersistentReservations, attached: [Nexus]) -> [PermissionLoss] {
        // Where nobody holds anything, everybody may do everything.
        guard next.reservation != nil || next.isLost else { return [] }
        let nexuses = Set(registrations.map(\.address) + attached.map(\.address))
        return nexuses.sorted().compactMap { nexus in
            let lost = permissions(of: nexus).subtracting(next.permissions(of: nexus))
            return lost.isEmpty ? nil : PermissionLoss(nexus: nexus, permissions: lost)
        }
    }
}
