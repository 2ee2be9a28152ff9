/// What a command finds around the state: who sends it, who else is there, what waits for the sender.
public struct ReservationContext: Sendable, Hashable {
    /// The sender.
    public var nexus: Nexus
    /// The unit attentions that wait for the sender.
    public var pending: UnitAttentions
    /// Every nexus that is attached now, registered or not; the sender may be among them.
    ///
    /// They can lose a permission without being registered, and only they can be registered by others.
    public var attached: [Nexus]
    /// What the device server offers.
    public var policy: ReservationPolicy
    /// Seconds since 1970, for ``Registration/since``.
    public var now: UInt64

    /// Creates a context.
    public init(
        nexus: Nexus, pending: UnitAttentions = [], attached: [Nexus] = [],
        policy: ReservationPolicy = ReservationPolicy(), now: UInt64 = 0
    ) {
        self.nexus = nexus
        self.pending = pending
        self.attached = attached
        self.policy = policy
        self.now = now
    }
}

/// A nexus that may do less after a change than before.
public struct PermissionLoss: Sendable, Hashable {
    /// Who loses.
    public var nexus: NexusAddress
    /// What is lost.
    public var permissions: Permissions

    /// Creates a description.
    public init(nexus: NexusAddress, permissions: Permissions) {
        self.nexus = nexus
        self.permissions = permissions
    }
}

/// A unit attention for a nexus.
public struct UnitAttentionNotice: Sendable, Hashable {
    /// Who is told.
    public var nexus: NexusAddress
    /// What is told.
    public var attentions: UnitAttentions

    /// Creates a notice.
    public init(nexus: NexusAddress, attentions: UnitAttentions) {
        self.nexus = nexus
        self.attentions = attentions
    }
}

/// A change of state, with all that must happen around it.
///
/// The order is: hold and drain ``losers`` and ``aborts``, make ``state`` durable, publish it, post ``notices``, answer.
public struct ReservationChange: Sendable, Hashable {
    /// The state to commit.
    public var state: PersistentReservations
    /// Every nexus that loses a permission, in order of its address.
    public var losers: [PermissionLoss]
    /// Every nexus whose commands must have ended before the answer: those that PREEMPT AND ABORT names.
    ///
    /// The sender is among them when its own key was named: its other commands must end too.
    public var aborts: [NexusAddress]
    /// Unit attentions to post with the commit, in order of the address.
    public var notices: [UnitAttentionNotice]
}

/// What a command comes to: an answer, and possibly a change that must be carried out before the answer is given.
public struct ReservationOutcome: Sendable, Hashable {
    /// Status and sense data.
    public var result: CommandResult
    /// The data for the initiator, cut to its allocation length.
    public var data: [UInt8]
    /// The change to carry out; none when the command failed or changes nothing.
    public var change: ReservationChange?
    /// The unit attention that the answer reports, to be cleared for the sender.
    public var reported: UnitAttentions

    /// Creates an outcome.
    public init(
        _ result: CommandResult, data: [UInt8] = [], change: ReservationChange? = nil, reported: UnitAttentions = []
    ) {
        self.result = result
        self.data = data
        self.change = change
        self.reported = reported
    }
}
