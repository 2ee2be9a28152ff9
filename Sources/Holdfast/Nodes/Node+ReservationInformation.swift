internal import Block
internal import BlockSchema
internal import QAPI
internal import Reservations
internal import SCSI
internal import Sys

extension Node {
    /// The manager of the node's own file; nil for nodes on top of others and without one.
    var reservationManagerID: String? {
        switch settings.options.branch {
        case .file(let options): options.prManager
        case .hostDevice(let options): options.prManager
        default: nil
        }
    }

    /// What `query-reservations` says of the node.
    func reservationInformation(_ id: String) throws(QAPIError) -> PrReservationInfo {
        if let overview = softwareAttachment?.overview { return information(id, overview) }
        return try askForInformation(id)
    }

    private func information(_ id: String, _ overview: ReservationOverview) -> PrReservationInfo {
        let state = overview.state
        return PrReservationInfo(
            nodeName: name, id: id, generation: state.generation,
            type: (state.reservation?.type).map { PrReservationType($0) },
            registrations: state.registrations.map { registration in
                let attached = overview.attached.first { $0.nexus == registration.address && $0.isActive }
                return PrRegistration(
                    key: registration.key.keyText, initiator: registration.nexus.name.text,
                    holder: state.isHolder(registration.address), attached: attached != nil,
                    local: attached?.isLocal ?? false, process: (attached?.process).map(Int64.init))
            }, lost: state.isLost ? true : nil)
    }

    /// Asks the manager, as a guest would.
    private func askForInformation(_ id: String) throws(QAPIError) -> PrReservationInfo {
        let keys = try ask(.readKeys, ReadKeysData.init(decoding:))
        let reservation = try ask(.readReservation, ReadReservationData.init(decoding:))
        return PrReservationInfo(
            nodeName: name, id: id, generation: keys.generation,
            type: (reservation.held?.type).map { PrReservationType($0) },
            registrations: keys.keys.map { key in
                PrRegistration(
                    key: key.keyText,
                    holder: reservation.held.map { $0.type.isHeldByAll || $0.key == key } ?? false)
            })
    }

    private func ask<Data>(
        _ action: PersistentReserveIn.ServiceAction, _ decode: (Span<UInt8>) throws(DataFormatError) -> Data
    ) throws(QAPIError) -> Data {
        let reply: ReservationReply
        do throws(Errno) {
            reply = try execute(PersistentReserveIn(action, allocationLength: 8192))
        } catch {
            throw QAPIError("The reservations of node '\(name)' can't be read: \(error)")
        }
        guard reply.result.status == .good else {
            throw QAPIError("The reservations of node '\(name)' can't be read: \(reply.result)")
        }
        do throws(DataFormatError) {
            return try decode(reply.data.span)
        } catch {
            throw QAPIError("The manager of node '\(name)' gave an answer that can't be read: \(error)")
        }
    }
}
