extension Draft {
    /// REGISTER and REGISTER AND IGNORE EXISTING KEY.
    mutating func register() throws(Refusal) {
        if own != nil {
            guard !command.specifiesInitiatorPorts else {
                throw .sense(.invalidFieldInParameterList(byte: 20, bit: 3))
            }
            if command.actionKey == 0 {
                unregister(sender)
            } else {
                rekey(sender)
            }
        } else if command.specifiesInitiatorPorts {
            try registerListed()
        } else if command.actionKey == 0 {
            changesNothing = true
            return
        } else {
            try add([context.nexus])
        }
        state.persistsThroughPowerLoss = command.persistsThroughPowerLoss
        stepGeneration()
    }

    /// Removes a registration, and the reservation with it when nobody is left to hold it.
    ///
    /// The others hear of it only where their access depended on being registered with a holder.
    mutating func unregister(_ nexus: NexusAddress) {
        let wasHolder = state.isHolder(nexus)
        state.registrations.removeAll { $0.address == nexus }
        guard wasHolder, let reservation = state.reservation else { return }
        if reservation.type.isHeldByAll, !state.registrations.isEmpty { return }
        state.reservation = nil
        if reservation.type.isRegistrantsOnly { tell(state.registrations, .reservationsReleased) }
    }

    /// Gives a nexus registered already the key of the command; a reservation stays with it.
    private mutating func rekey(_ nexus: NexusAddress) {
        for index in state.registrations.indices where state.registrations[index].address == nexus {
            state.registrations[index].key = command.actionKey
            if command.action != .registerAndMove {
                state.registrations[index].allTargetPorts = allTargetPorts
            }
        }
    }

    /// ALL_TG_PT where it has a meaning: with REGISTER and REGISTER AND IGNORE EXISTING KEY.
    private var allTargetPorts: Bool {
        switch command.action {
        case .register, .registerAndIgnoreExistingKey: command.allTargetPorts
        default: false
        }
    }

    /// Registers new nexuses under the key of the command, all or none.
    mutating func add(_ nexuses: [Nexus]) throws(Refusal) {
        guard state.registrations.count + nexuses.count <= context.policy.maximumRegistrations else {
            throw .sense(.insufficientRegistrationResources)
        }
        state.registrations += nexuses.map { nexus in
            Registration(
                nexus: nexus, key: command.actionKey, allTargetPorts: allTargetPorts, since: context.now)
        }
    }

    /// REGISTER with SPEC_I_PT: the sender and every listed nexus, atomically.
    private mutating func registerListed() throws(Refusal) {
        guard command.actionKey != 0 else { throw .sense(.invalidFieldInParameterList(byte: 8)) }
        let ports = try Refusal.wrapping { [command] () throws(Sense) in try command.listedInitiatorPorts() }
        var nexuses = [context.nexus]
        for port in ports {
            guard case .sas(let address) = port,
                let nexus = known(NexusAddress(rawValue: address)),
                !nexuses.contains(where: { $0.address == nexus.address })
            else { throw .sense(.invalidFieldInParameterList(byte: 28)) }
            nexuses.append(nexus)
        }
        guard nexuses.allSatisfy({ old.registration(of: $0.address) == nil }) else { throw .conflict }
        try add(nexuses)
    }

    /// A nexus that is registered or attached, by its address.
    func known(_ address: NexusAddress) -> Nexus? {
        if context.nexus.address == address { return context.nexus }
        return old.registration(of: address)?.nexus ?? context.attached.first { $0.address == address }
    }

    /// REGISTER AND MOVE.
    mutating func move() throws(Refusal) {
        guard command.actionKey != 0 else { throw .sense(.invalidFieldInParameterList(byte: 8)) }
        let port = try Refusal.wrapping { [command] () throws(Sense) in try command.destination() }
        guard case .sas(let address) = port, let nexus = known(NexusAddress(rawValue: address)),
            nexus.address != sender
        else { throw .sense(.invalidFieldInParameterList(byte: 24)) }
        guard command.relativeTargetPort == context.policy.relativeTargetPort else {
            throw .sense(.invalidFieldInParameterList(byte: 18))
        }
        guard let reservation = old.reservation else { throw .sense(.invalidFieldInCDB(byte: 1, bit: 4)) }
        guard reservation.holder == sender else { throw .conflict }
        if command.unregistersSender {
            state.registrations = old.registrations.filter { $0.address != sender }
        }
        if old.registration(of: nexus.address) == nil {
            try add([nexus])
        } else {
            rekey(nexus.address)
        }
        state.reservation = Reservation(type: reservation.type, by: nexus.address)
        state.persistsThroughPowerLoss = command.persistsThroughPowerLoss
        stepGeneration()
    }

    /// REPLACE LOST RESERVATION, the one way out of the lost state.
    mutating func replaceLost() throws(Refusal) {
        guard old.isLost else { throw .sense(.invalidFieldInCDB(byte: 1, bit: 4)) }
        guard command.reservationKey == 0 else { throw .sense(.invalidFieldInParameterList(byte: 0)) }
        guard command.actionKey != 0 else { throw .sense(.invalidFieldInParameterList(byte: 8)) }
        guard let type = command.type else { throw .sense(.invalidFieldInCDB(byte: 2, bit: 3)) }
        state.isLost = false
        state.registrations = []
        try add([context.nexus])
        state.reservation = Reservation(type: type, by: sender)
        stepGeneration()
    }
}
