internal import SCSI

/// What led to the record that holds; for people.
struct LastChange: Equatable {
    var action: ReservationAction
    /// The slot that sent it; nil for a person with a tool.
    var slot: Int?
}

extension GatePage {
    /// What led to the record that holds; nil where it isn't known.
    var lastChange: LastChange? {
        get {
            let number = self[word: PageLayout.changeAction]
            let slot = Int(self[word: PageLayout.changeSlot]) - 1
            if number == PageLayout.person { return LastChange(action: .person) }
            guard (1...32).contains(number),
                let action = PersistentReserveOut.ServiceAction(rawValue: UInt8(number - 1))
            else { return nil }
            return LastChange(
                action: .command(action), slot: (0..<PageLayout.slotCount).contains(slot) ? slot : nil)
        }
        nonmutating set {
            self[word: PageLayout.changeSlot] = UInt32(1 + (newValue?.slot ?? -1))
            self[word: PageLayout.changeAction] =
                switch newValue?.action {
                case .command(let action): UInt32(action.rawValue) + 1
                case .person: PageLayout.person
                case nil: 0
                }
        }
    }
}
