extension PersistentReservations {
    /// Tells what a command about reservations comes to, without doing it.
    ///
    /// The commands are PERSISTENT RESERVE IN and OUT and SPC-2's RESERVE and RELEASE; any other is an invalid operation
    /// code here. A pending unit attention comes before everything else. Whatever the bytes are, there is an answer.
    /// - Parameters:
    ///   - command: The command descriptor block.
    ///   - list: The parameter list that came with it.
    ///   - context: Who sends it, and what is around.
    public func plan(
        _ command: Span<UInt8>, list: Span<UInt8>, in context: ReservationContext
    ) -> ReservationOutcome {
        let kind = CommandClass(of: command)
        switch kind {
        case .persistentReserveIn, .persistentReserveOut, .reserveRelease: break
        case .read, .write, .always: return ReservationOutcome(.checkCondition(.invalidOperationCode))
        }
        if let attention = context.pending.first, let sense = attention.sense {
            return ReservationOutcome(.checkCondition(sense), reported: attention)
        }
        do throws(Refusal) {
            switch kind {
            case .persistentReserveIn: return try read(command, in: context)
            case .persistentReserveOut: return try write(command, list: list, in: context)
            default: return try reserveOrRelease(in: context)
            }
        } catch {
            return ReservationOutcome(error.result)
        }
    }

    /// Tells what a command built here comes to; it takes the same way as one that came as bytes.
    public func plan(_ command: PersistentReserveOut, in context: ReservationContext) -> ReservationOutcome {
        plan(command.block.span, list: command.parameterList.span, in: context)
    }

    /// Tells what a command built here is answered with; it takes the same way as one that came as bytes.
    public func plan(_ command: PersistentReserveIn, in context: ReservationContext) -> ReservationOutcome {
        plan(command.block.span, list: [UInt8]().span, in: context)
    }

    /// SPC-2's RESERVE and RELEASE as CRH=1 has them: harmless from those who have the unit anyway.
    ///
    /// Where no nexus is registered they would have to reserve for real; nothing here does, so they are refused and not
    /// answered with a GOOD that protects nobody.
    private func reserveOrRelease(in context: ReservationContext) throws(Refusal) -> ReservationOutcome {
        if isLost { throw .sense(.reservationInformationLost) }
        guard !registrations.isEmpty else { throw .sense(.invalidOperationCode) }
        let nexus = context.nexus.address
        guard let reservation, registration(of: nexus) != nil,
            isHolder(nexus) || reservation.type.isRegistrantsOnly
        else { throw .conflict }
        return ReservationOutcome(.good)
    }

    private func read(_ command: Span<UInt8>, in context: ReservationContext) throws(Refusal) -> ReservationOutcome {
        let request = try Refusal.wrapping { () throws(Sense) in try PersistentReserveIn(decoding: command) }
        if isLost, request.action != .reportCapabilities { throw .sense(.reservationInformationLost) }
        let answer = answer(to: request.action, policy: context.policy)
        return ReservationOutcome(.good, data: Array(answer.prefix(Int(request.allocationLength))))
    }
}

/// Why a command fails.
enum Refusal: Error {
    /// RESERVATION CONFLICT.
    case conflict
    /// CHECK CONDITION.
    case sense(Sense)

    var result: CommandResult {
        switch self {
        case .conflict: .reservationConflict
        case .sense(let sense): .checkCondition(sense)
        }
    }

    static func wrapping<Value>(_ body: () throws(Sense) -> Value) throws(Refusal) -> Value {
        do {
            return try body()
        } catch {
            throw .sense(error)
        }
    }
}
