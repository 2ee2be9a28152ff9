internal import Block
internal import SCSI
internal import Sys

/// The registry lock of a disk in the hands of somebody of whom the page says who it is.
enum RegistryHold {
    /// Takes the lock; waits no longer than the deadline, and as long again for a holder that was killed.
    ///
    /// - Throws: ETIMEDOUT; `report` has been told who holds it.
    static func acquire(
        _ disk: SharedDisk, _ slot: Int, _ purpose: Registrar.Purpose, _ settings: SoftwareSettings,
        _ report: (ReservationReport) -> Void
    ) throws(Errno) {
        let started = System.monotonicNanoseconds
        do throws(Errno) {
            try disk.registry.acquire(
                deadlineNanoseconds: started &+ SoftwareSettings.lockDeadline, hint: disk.page.lockHint)
        } catch {
            let holder = holder(of: disk)
            let kills = settings.onStuck != .fail
            report(
                .stuck(
                    .init(
                        stage: .lock, initiator: holder?.tenant.initiator, process: holder?.tenant.process,
                        waited: (System.monotonicNanoseconds &- started) / 1_000_000,
                        policy: kills ? settings.onStuck : .fail, reason: reason(holder, error))))
            guard kills, let holder, StuckPeer(disk, holder.slot, holder.tenant).kill(settings.onStuck) == nil else {
                throw error
            }
            try disk.registry.acquire(
                deadlineNanoseconds: System.monotonicNanoseconds &+ settings.stuckNanoseconds,
                hint: disk.page.lockHint)
        }
        disk.page[long: PageLayout.holderSince] = System.realtimeNanoseconds / 1_000_000
        disk.page[word: PageLayout.holderPurpose] = purpose.rawValue
        disk.page[word: PageLayout.holderSlot] = UInt32(slot + 1)
    }

    /// Gives the lock back.
    static func release(_ disk: SharedDisk) {
        disk.page[word: PageLayout.holderSlot] = 0
        disk.registry.release(hint: disk.page.lockHint)
    }

    /// Who says of himself that he holds the lock.
    static func holder(of disk: SharedDisk) -> (slot: Int, tenant: SlotTenant)? {
        let number = Int(disk.page[word: PageLayout.holderSlot])
        guard (1...PageLayout.slotCount).contains(number), let tenant = disk.page.tenant(number - 1) else { return nil }
        return (number - 1, tenant)
    }

    private static func reason(_ holder: (slot: Int, tenant: SlotTenant)?, _ error: Errno) -> String {
        guard let holder else { return "the disk's registry lock is held by somebody the page doesn't know (\(error))" }
        return "the disk's registry lock is held by \(holder.tenant.label)"
    }
}

extension SlotTenant {
    /// How people are told of a tenant.
    var label: String { "initiator '\(initiator)' (process \(process), node '\(node)')" }
}
