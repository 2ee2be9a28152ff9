public import BlockSchema
internal import ObjectModel
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

    /// The types of reservation managers, which tell `runtime` what happens to them.
    static func managerTypes(_ runtime: Runtime) -> [TypeDescriptor] {
        let events = runtime.events
        return ManagerTable.types(
            ManagerEnvironment(threads: runtime.environment.threads) { id, isConnected in
                events.post(PrManagerStatusChangedEvent(id: id, connected: isConnected))
            })
    }
}
