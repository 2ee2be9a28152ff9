internal import Block
internal import SCSI

extension SlotTenant {
    /// What the word of the tenant's slot must say under a state, apart from what is under way.
    func word(under state: PersistentReservations) -> UInt64 {
        guard !state.isLost else { return 0 }
        guard flags.contains(.active) else { return GateWord.live | GateWord.detached }
        let permissions = state.permissions(of: nexus)
        var bits = GateWord.live
        if !permissions.contains(.read) { bits |= GateWord.noRead }
        if !permissions.contains(.write) { bits |= GateWord.noWrite }
        return bits
    }
}
