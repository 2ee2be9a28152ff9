/// The unit attentions that wait for one nexus: a set, reported one by one in the order of the bits.
///
/// The numbers of the bits are part of the shared page's format.
public struct UnitAttentions: OptionSet, Sendable, Hashable {
    /// One bit for each unit attention.
    public var rawValue: UInt32

    /// Takes any bits; those that mean nothing are never reported.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// 29h/00h: the unit was powered on, or this nexus is new.
    public static let powerOn = UnitAttentions(rawValue: 1 << 0)
    /// 29h/02h: hard reset.
    public static let hardReset = UnitAttentions(rawValue: 1 << 1)
    /// 29h/03h: logical unit or target reset.
    public static let deviceReset = UnitAttentions(rawValue: 1 << 2)
    /// 29h/07h: the nexus was lost and came back.
    public static let nexusLoss = UnitAttentions(rawValue: 1 << 3)
    /// 2Ah/05h: the nexus lost its registration to a PREEMPT.
    public static let registrationsPreempted = UnitAttentions(rawValue: 1 << 4)
    /// 2Ah/03h: a CLEAR took the nexus's registration.
    public static let reservationsPreempted = UnitAttentions(rawValue: 1 << 5)
    /// 2Ah/04h: a reservation under which the nexus was registered is gone or changed.
    public static let reservationsReleased = UnitAttentions(rawValue: 1 << 6)
    /// 2Fh/00h: commands of the nexus were aborted by another one.
    public static let commandsCleared = UnitAttentions(rawValue: 1 << 7)
    /// 2Ah/09h: the capacity changed.
    public static let capacityChanged = UnitAttentions(rawValue: 1 << 8)
    /// 2Ah/01h: mode parameters changed.
    public static let modeParametersChanged = UnitAttentions(rawValue: 1 << 9)

    /// The one that is reported next.
    public var first: UnitAttentions? {
        let known = rawValue & ((1 << UInt32(Self.reasons.count)) - 1)
        return known == 0 ? nil : UnitAttentions(rawValue: known & (~known &+ 1))
    }

    /// The sense data of the one that is reported next.
    public var sense: Sense? {
        first.map { Sense(.unitAttention, Self.reasons[$0.rawValue.trailingZeroBitCount]) }
    }

    /// In the order of the bits.
    private static let reasons: [AdditionalSense] = [
        .powerOnOrReset, .busReset, .deviceReset, .nexusLoss, .registrationsPreempted, .reservationsPreempted,
        .reservationsReleased, .commandsClearedByOther, .capacityChanged, .modeParametersChanged,
    ]
}
