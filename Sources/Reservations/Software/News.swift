internal import SCSI
internal import Sys

/// Tells the program what others have changed; on the worker's thread.
final class News {
    private let registrar: Registrar
    private let report: @Sendable (ReservationReport) -> Void
    private var told: DiskRecord?

    init(_ registrar: Registrar, _ report: @escaping @Sendable (ReservationReport) -> Void) {
        self.registrar = registrar
        self.report = report
        told = registrar.current()
    }

    /// What holds now is known: the command was this process's own.
    func skip() { told = registrar.current() }

    /// Looks at what holds now.
    func look() {
        guard let record = registrar.current(), record.generation != told?.generation else { return }
        let before = told?.state
        told = record
        guard record.state != before else { return }
        let change = registrar.disk.page.lastChange
        let by = change?.slot.flatMap { registrar.disk.page.tenant($0)?.initiator }
        report(.changed(change?.action, by: by, state: record.state))
        let own = registrar.nexus
        guard let before,
            !record.state.permissions(of: own.address).isSuperset(of: before.permissions(of: own.address))
        else { return }
        report(
            .fenced(
                .init(
                    initiator: own.name.text, isLocal: true, by: by, action: change?.action,
                    generation: record.state.generation, drainedAfter: nil, wasKilled: false)))
    }
}

// Safety: only the worker's thread uses it.
extension News: @unchecked Sendable {}
extension Registrar: @unchecked Sendable {}
