internal import SCSI

/// Who changes the reservations of a disk.
enum FenceOrigin {
    /// An attachment, by a command.
    case attachment(slot: Int, Nexus)
    /// A person with a tool; what the audit log calls it.
    case person(String)

    /// The slot; nil for a person, who has none.
    var slot: Int? {
        if case .attachment(let slot, _) = self { slot } else { nil }
    }

    /// The initiator; nil for a person.
    var nexus: Nexus? {
        if case .attachment(_, let nexus) = self { nexus } else { nil }
    }
}
