/// The persistent reservations of one logical unit: who is registered and who holds what.
///
/// A value without side effects. ``plan(_:list:in:)`` tells what a command would do; to commit is to assign the state of
/// the change. The rules are those of SPC-5 5.14, with the choices that `docs/reservations.md` lists.
public struct PersistentReservations: Sendable, Hashable {
    /// The registrations in the order in which they were made; at most one for a nexus.
    public internal(set) var registrations: [Registration]
    /// The reservation; its holder is registered.
    public internal(set) var reservation: Reservation?
    /// PRgeneration: counts changes of registrations, wraps, and starts at 0 with the power.
    public internal(set) var generation: UInt32
    /// APTPL of the last registration that succeeded.
    public internal(set) var persistsThroughPowerLoss: Bool
    /// Whether the information was lost: nobody reads or writes until REPLACE LOST RESERVATION.
    public internal(set) var isLost: Bool

    /// The state of a disk that nobody ever registered at.
    public init() {
        registrations = []
        reservation = nil
        generation = 0
        persistsThroughPowerLoss = false
        isLost = false
    }

    /// The state of a disk whose stored reservations are damaged or belong to another disk.
    ///
    /// What APTPL was is lost as well; what replaces the reservation persists, which is the safer guess.
    public static let lost: PersistentReservations = {
        var state = PersistentReservations()
        state.isLost = true
        state.persistsThroughPowerLoss = true
        return state
    }()

    /// Puts a stored state together, or returns nil when it is none that commands could have led to.
    public init?(
        registrations: [Registration], reservation: Reservation?, generation: UInt32, persistsThroughPowerLoss: Bool,
        isLost: Bool = false
    ) {
        self.registrations = registrations
        self.reservation = reservation
        self.generation = generation
        self.persistsThroughPowerLoss = persistsThroughPowerLoss
        self.isLost = isLost
        guard isConsistent else { return nil }
    }

    /// Whether the invariants hold: bounded, unique nexuses, no zero key, a registered holder.
    package var isConsistent: Bool {
        guard registrations.count <= ReservationPolicy.registrationLimit,
            Set(registrations.map(\.address)).count == registrations.count,
            registrations.allSatisfy({ $0.key != 0 })
        else { return false }
        if isLost { return registrations.isEmpty && reservation == nil }
        guard let reservation else { return true }
        guard let holder = reservation.holder else { return reservation.type.isHeldByAll && !registrations.isEmpty }
        return !reservation.type.isHeldByAll && registration(of: holder) != nil
    }

    /// The registration of a nexus.
    public func registration(of nexus: NexusAddress) -> Registration? {
        registrations.first { $0.address == nexus }
    }

    /// Whether a nexus holds the reservation.
    public func isHolder(_ nexus: NexusAddress) -> Bool {
        guard let reservation else { return false }
        return reservation.holder.map { $0 == nexus } ?? (registration(of: nexus) != nil)
    }

    /// Whether a loss of power leaves the registrations in place under a policy.
    public func persists(under policy: ReservationPolicy) -> Bool {
        switch policy.persistence {
        case .forced: true
        case .honored: persistsThroughPowerLoss
        case .unsupported: false
        }
    }
}
