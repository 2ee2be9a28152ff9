public import BlockSchema
internal import ObjectModel
public import QAPI
internal import Reservations

extension Backend {
    /// The reservation managers, in the order in which they came; `query-pr-managers`.
    ///
    /// What changes later is told by the event `PR_MANAGER_STATUS_CHANGED`.
    public var reservationManagers: [PRManagerInfo] {
        control.run {
            let objects = (try? withGraph { $0.objects.objects }) ?? []
            return objects.compactMap { $0 as? ReservationManager }.map {
                PRManagerInfo(id: $0.id, connected: $0.isConnected)
            }
        }
    }

    /// Who has registered and reserved what, on one node or on all that have a manager; `query-reservations`.
    ///
    /// Managers that keep reservations themselves are not asked but looked at, without a lock; the others are sent
    /// PERSISTENT RESERVE IN.
    /// - Throws: `QAPIError` when there is no such node, it has no manager, or nobody answers.
    public func reservations(of name: String? = nil) throws(QAPIError) -> [PrReservationInfo] {
        if let name {
            let node = try node(name)
            guard let id = node.reservationManagerID else { throw QAPIError("The node '\(name)' has no pr-manager") }
            return [try node.reservationInformation(id)]
        }
        var result: [PrReservationInfo] = []
        for node in nodes {
            if let id = node.reservationManagerID { result.append(try node.reservationInformation(id)) }
        }
        return result
    }

    /// The types of reservation managers, which tell `runtime` what happens to them.
    static func managerTypes(_ runtime: Runtime, initiator: String?) -> [TypeDescriptor] {
        let events = runtime.events
        return ManagerTable.types(
            ManagerEnvironment(
                threads: runtime.environment.threads, initiator: initiator,
                statusChanged: { id, isConnected in
                    events.post(PrManagerStatusChangedEvent(id: id, connected: isConnected))
                },
                report: { id, node, report in events.post(report, manager: id, node: node) }))
    }
}
