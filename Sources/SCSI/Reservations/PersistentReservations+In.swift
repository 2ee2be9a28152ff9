extension PersistentReservations {
    /// The untruncated answer to PERSISTENT RESERVE IN.
    public func answer(to action: PersistentReserveIn.ServiceAction, policy: ReservationPolicy) -> [UInt8] {
        switch action {
        case .readKeys: ReadKeysData(generation: generation, keys: registrations.map(\.key)).encoded
        case .readReservation: ReadReservationData(generation: generation, held: held).encoded
        case .reportCapabilities: capabilities(under: policy).encoded
        case .readFullStatus: fullStatus(policy: policy).encoded
        }
    }

    /// What REPORT CAPABILITIES says.
    public func capabilities(under policy: ReservationPolicy) -> ReservationCapabilities {
        var capabilities = ReservationCapabilities()
        capabilities.replacesLostReservations = true
        capabilities.handlesCompatibleReservations = true
        capabilities.acceptsInitiatorPorts = policy.acceptsInitiatorPorts
        capabilities.acceptsAllTargetPorts = policy.acceptsAllTargetPorts
        capabilities.canPersist = policy.persistence != .unsupported
        // 100b: TEST UNIT READY passes all types; MODE SENSE and its like, and READ DEFECT DATA, pass Write Exclusive.
        capabilities.allowCommands = 4
        capabilities.persists = persists(under: policy)
        capabilities.types = Set(ReservationType.allCases)
        return capabilities
    }

    private var held: ReadReservationData.Held? {
        reservation.map { reservation in
            let key = reservation.holder.flatMap { registration(of: $0)?.key } ?? 0
            return ReadReservationData.Held(key: key, type: reservation.type)
        }
    }

    private func fullStatus(policy: ReservationPolicy) -> ReadFullStatusData {
        ReadFullStatusData(
            generation: generation,
            descriptors: registrations.map { registration in
                ReadFullStatusData.Descriptor(
                    key: registration.key, allTargetPorts: registration.allTargetPorts,
                    held: isHolder(registration.address) ? reservation?.type : nil,
                    relativeTargetPort: policy.relativeTargetPort, initiatorPort: registration.address.transportID)
            })
    }
}
