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
                        policy: kills ? settings.onStuck : .fail, reason: reason(disk, holder, error))))
            guard kills, let holder, StuckPeer(disk, holder.slot, holder.tenant).kill(settings.onStuck) == nil else {
                throw error
            }
            try disk.registry.acquire(
                deadlineNanoseconds: System.monotonicNanoseconds &+ settings.stuckNanoseconds,
                hint: disk.page.lockHint)
        }
        note(disk.page, slot, purpose)
    }

    /// Says who holds the lock; without a slot a person with a tool.
    static func note(_ page: GatePage, _ slot: Int?, _ purpose: Registrar.Purpose) {
        page[long: PageLayout.holderSince] = System.realtimeNanoseconds / 1_000_000
        page[word: PageLayout.holderProcess] = UInt32(bitPattern: System.processID)
        page[word: PageLayout.holderPurpose] = purpose.rawValue
        page[word: PageLayout.holderSlot] = slot.map { UInt32($0 + 1) } ?? PageLayout.person
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

    private static func reason(
        _ disk: SharedDisk, _ holder: (slot: Int, tenant: SlotTenant)?, _ error: Errno
    ) -> String {
        guard let holder else {
            guard disk.page[word: PageLayout.holderSlot] == PageLayout.person else {
                return "the disk's registry lock is held by somebody the page doesn't know (\(error))"
            }
            return "the disk's registry lock is held by an operator's tool (process "
                + "\(disk.page[word: PageLayout.holderProcess]))"
        }
        return "the disk's registry lock is held by \(holder.tenant.label)"
    }
}

extension SlotTenant {
    /// How people are told of a tenant.
    var label: String { "initiator '\(initiator)' (process \(process), node '\(node)')" }
}
