/// The persistent reservations of one logical unit served in memory: state, attached nexuses and their unit attentions.
///
/// A complete device server as far as reservations go, for emulated disks of a single process and for tests. Where
/// several processes share a disk, the fence between plan and commit takes its place.
public struct ReservationUnit: Sendable, Hashable {
    /// The state.
    public private(set) var state: PersistentReservations
    /// What is offered.
    public var policy: ReservationPolicy
    /// The nexuses that are there, in the order in which they came.
    public private(set) var attached: [Nexus] = []
    private var pending: [NexusAddress: UnitAttentions] = [:]

    /// Creates a unit.
    public init(state: PersistentReservations = PersistentReservations(), policy: ReservationPolicy = .init()) {
        self.state = state
        self.policy = policy
    }

    /// The unit attentions that wait for a nexus.
    public func pendingAttentions(of nexus: NexusAddress) -> UnitAttentions {
        pending[nexus] ?? []
    }

    /// Adds a nexus, and posts it the unit attention of a power on; one that is there already stays as it is.
    public mutating func attach(_ nexus: Nexus) {
        guard !attached.contains(where: { $0.address == nexus.address }) else { return }
        attached.append(nexus)
        pending[nexus.address] = .powerOn
    }

    /// Removes a nexus; what waits for it is dropped, its registration stays.
    public mutating func detach(_ nexus: NexusAddress) {
        attached.removeAll { $0.address == nexus }
        pending[nexus] = nil
    }

    /// What a command about reservations would come to.
    public func plan(
        _ command: Span<UInt8>, list: Span<UInt8>, from nexus: Nexus, now: UInt64 = 0
    ) -> ReservationOutcome {
        state.plan(
            command, list: list,
            in: ReservationContext(
                nexus: nexus, pending: pendingAttentions(of: nexus.address), attached: attached, policy: policy,
                now: now))
    }

    /// Carries an outcome out: state and unit attentions.
    public mutating func commit(_ outcome: ReservationOutcome, from nexus: NexusAddress) {
        clear(outcome.reported, of: nexus)
        guard let change = outcome.change else { return }
        commit(change)
    }

    /// Plans and commits a command about reservations.
    public mutating func execute(
        _ command: Span<UInt8>, list: Span<UInt8>, from nexus: Nexus, now: UInt64 = 0
    ) -> ReservationOutcome {
        let outcome = plan(command, list: list, from: nexus, now: now)
        commit(outcome, from: nexus.address)
        return outcome
    }

    /// Tells whether any other command may be executed: the answer to give instead, or nil.
    ///
    /// Reports and clears a unit attention, unless the command is one that does not.
    public mutating func admit(_ command: Span<UInt8>, from nexus: NexusAddress) -> CommandResult? {
        if UnitAttentionRule(for: command) == .report, let sense = takeAttention(of: nexus) {
            return .checkCondition(sense)
        }
        return state.refusal(of: CommandClass(of: command), from: nexus)
    }

    /// Takes the unit attention that is reported next, as REQUEST SENSE does.
    public mutating func takeAttention(of nexus: NexusAddress) -> Sense? {
        guard let attention = pendingAttentions(of: nexus).first else { return nil }
        clear(attention, of: nexus)
        return attention.sense
    }

    /// Lets an event happen.
    public mutating func handle(_ event: ReservationEvent) {
        if event == .powerCycle { pending = [:] }
        commit(state.change(after: event, attached: attached, policy: policy))
    }

    private mutating func commit(_ change: ReservationChange) {
        state = change.state
        for notice in change.notices where attached.contains(where: { $0.address == notice.nexus }) {
            pending[notice.nexus, default: []].formUnion(notice.attentions)
        }
    }

    private mutating func clear(_ attentions: UnitAttentions, of nexus: NexusAddress) {
        guard var waiting = pending[nexus] else { return }
        waiting.subtract(attentions)
        pending[nexus] = waiting.isEmpty ? nil : waiting
    }
}
