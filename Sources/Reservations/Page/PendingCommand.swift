internal import SCSI

/// The command that somebody with the registry lock carries out: what is left of it in the page when its process dies.
///
/// Until the record of ``generation`` is stored, nothing has happened; from then on, it has.
struct PendingCommand: Equatable {
    /// The slot that sent it; nil for a person with a tool.
    var slot: Int?
    /// The generation that it leads to.
    var generation: UInt64
    /// The slots that are held.
    var victims: SlotSet
    /// The unit attentions to post once it has happened.
    var notices: [Int: UnitAttentions]
}

extension GatePage {
    /// Whether a command is under way.
    var isPending: Bool { self[word: PageLayout.pendingSlot] != 0 }

    /// The command under way, as far as it can be believed.
    var pending: PendingCommand? {
        let number = self[word: PageLayout.pendingSlot]
        guard number != 0 else { return nil }
        var notices: [Int: UnitAttentions] = [:]
        for slot in 0..<PageLayout.slotCount {
            let value = self[word: PageLayout.pendingNotices + slot * 4]
            if value != 0 { notices[slot] = UnitAttentions(rawValue: value) }
        }
        return PendingCommand(
            slot: number == PageLayout.person ? nil : min(Int(number) - 1, PageLayout.slotCount - 1),
            generation: self[long: PageLayout.pendingGeneration],
            victims: SlotSet(
                low: self[long: PageLayout.pendingVictims], high: self[long: PageLayout.pendingVictims + 8]),
            notices: notices)
    }

    /// Notes a command before its first step, or that there is none any more.
    func setPending(_ command: PendingCommand?) {
        guard let command else {
            self[word: PageLayout.pendingSlot] = 0
            return
        }
        self[long: PageLayout.pendingGeneration] = command.generation
        self[long: PageLayout.pendingVictims] = command.victims.low
        self[long: PageLayout.pendingVictims + 8] = command.victims.high
        for slot in 0..<PageLayout.slotCount {
            self[word: PageLayout.pendingNotices + slot * 4] = command.notices[slot]?.rawValue ?? 0
        }
        self[word: PageLayout.pendingSlot] = command.slot.map { UInt32($0 + 1) } ?? PageLayout.person
    }
}
