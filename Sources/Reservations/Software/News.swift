internal import SCSI
internal import Sys

/// Tells the program what others have changed, each change at most once.
final class News: Sendable {
    private let nexus: Nexus
    private let disk: SharedDisk
    private let report: @Sendable (ReservationReport) -> Void
    /// The last record that the program knows of.
    private let told: Locked<DiskRecord?>

    init(_ disk: SharedDisk, nexus: Nexus, _ report: @escaping @Sendable (ReservationReport) -> Void) {
        self.nexus = nexus
        self.disk = disk
        self.report = report
        told = Locked(PageReader(disk.page).current())
    }

    /// The program knows of a record without being told: this attachment made it.
    func skip(_ record: DiskRecord) { told.withLock { $0 = record } }

    /// Tells of the record that holds now, if that is news.
    func look(at record: DiskRecord) {
        let told = told.withLock { $0 }
        guard record.generation != told?.generation else { return }
        skip(record)
        let before = told?.state
        guard record.state != before else { return }
        let change = disk.page.lastChange
        let by = change?.slot.flatMap { disk.page.tenant($0)?.initiator }
        report(.changed(change?.action, by: by, state: record.state))
        guard let before,
            !record.state.permissions(of: nexus.address).isSuperset(of: before.permissions(of: nexus.address))
        else { return }
        report(
            .fenced(
                .init(
                    initiator: nexus.name.text, isLocal: true, by: by, action: change?.action,
                    generation: record.state.generation, drainedAfter: nil, wasKilled: false)))
    }
}
