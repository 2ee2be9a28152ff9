extension PersistentReserveOut {
    /// Reads descriptor block and parameter list: the checks of service action and length, in this order.
    ///
    /// The list may be longer than the block says, the rest is ignored; a shorter one is a length error.
    /// - Throws: The sense data to answer with.
    public init(decoding block: Span<UInt8>, list: Span<UInt8>) throws(Sense) {
        guard block.integer(at: 0, as: UInt8.self) == Opcode.persistentReserveOut else {
            throw Sense.invalidOperationCode
        }
        guard block.count >= Self.blockLength, let action = ServiceAction(rawValue: block[1] & 0x1f) else {
            throw Sense.invalidFieldInCDB(byte: 1, bit: 4)
        }
        guard let stated = block.integer(at: 5, as: UInt32.self), stated <= UInt32(Self.maximumListLength),
            Int(stated) >= Self.basicListLength, Int(stated) <= list.count,
            let key = list.integer(at: 0, as: UInt64.self), let actionKey = list.integer(at: 8, as: UInt64.self)
        else { throw Sense.parameterListLength }
        self.init(action, key: key, actionKey: actionKey)
        scope = block[2] >> 4
        typeCode = block[2] & 0x0f
        if action == .registerAndMove {
            unregistersSender = list[17] & 2 != 0
            persistsThroughPowerLoss = list[17] & 1 != 0
            relativeTargetPort = list.integer(at: 18) ?? 0
            transportIDLength = list.integer(at: 20) ?? 0
            transportIDs = list.copy(24..<Int(stated))
        } else {
            specifiesInitiatorPorts = list[20] & 8 != 0
            allTargetPorts = list[20] & 4 != 0
            persistsThroughPowerLoss = list[20] & 1 != 0
            try readInitiatorPorts(list, stated: Int(stated))
        }
    }

    /// Without SPEC_I_PT the list ends after 24 bytes; with it, a 32-bit length and TransportIDs follow.
    ///
    /// A list that is too short to hold that length is judged only where SPEC_I_PT is right at all.
    private mutating func readInitiatorPorts(_ list: Span<UInt8>, stated: Int) throws(Sense) {
        guard specifiesInitiatorPorts else {
            guard stated == Self.basicListLength else { throw Sense.parameterListLength }
            return
        }
        if stated >= Self.basicListLength + 4 {
            transportIDLength = list.integer(at: 24) ?? 0
            transportIDs = list.copy(28..<stated)
        } else {
            transportIDLength = UInt32.max
        }
    }

    /// Holds the fields against what a device can do: the checks of SPEC_I_PT, ALL_TG_PT, APTPL, type and scope.
    /// - Throws: The sense data to answer with.
    public func validate(for policy: ReservationPolicy) throws(Sense) {
        if specifiesInitiatorPorts, action != .register || !policy.acceptsInitiatorPorts {
            throw Sense.invalidFieldInParameterList(byte: 20, bit: 3)
        }
        switch action {
        case .register, .registerAndIgnoreExistingKey:
            if allTargetPorts, !policy.acceptsAllTargetPorts {
                throw Sense.invalidFieldInParameterList(byte: 20, bit: 2)
            }
            if persistsThroughPowerLoss, policy.persistence == .unsupported {
                throw Sense.invalidFieldInParameterList(byte: 20, bit: 0)
            }
        case .registerAndMove:
            if persistsThroughPowerLoss, policy.persistence == .unsupported {
                throw Sense.invalidFieldInParameterList(byte: 17, bit: 0)
            }
        default:
            break
        }
        guard usesScopeAndType else { return }
        if type == nil { throw Sense.invalidFieldInCDB(byte: 2, bit: 3) }
        if scope != 0 { throw Sense.invalidFieldInCDB(byte: 2, bit: 7) }
    }

    /// The TransportIDs that SPEC_I_PT brings along.
    /// - Throws: The sense data to answer with, when one is bad or the lengths do not agree.
    func listedInitiatorPorts() throws(Sense) -> [TransportID] {
        guard Int(transportIDLength) == transportIDs.count else {
            throw Sense.invalidFieldInParameterList(byte: 24)
        }
        do throws(DataFormatError) {
            return try TransportID.decodeList(transportIDs.span)
        } catch {
            throw Sense.invalidFieldInParameterList(byte: UInt16(clamping: 28 + error.offset))
        }
    }

    /// The one TransportID that REGISTER AND MOVE names.
    /// - Throws: The sense data to answer with, when it is bad or the lengths do not agree.
    func destination() throws(Sense) -> TransportID {
        let length = Int(transportIDLength)
        guard length >= TransportID.minimumLength, length % 4 == 0, length == transportIDs.count else {
            throw Sense.invalidFieldInParameterList(byte: 20)
        }
        do throws(DataFormatError) {
            let (id, used) = try TransportID.decode(transportIDs.span)
            guard used == length else { throw DataFormatError(offset: 0, "more than one TransportID") }
            return id
        } catch {
            throw Sense.invalidFieldInParameterList(byte: UInt16(clamping: 24 + error.offset))
        }
    }
}
