/// One registered nexus.
public struct Registration: Sendable, Hashable {
    /// Who is registered.
    public var nexus: Nexus
    /// The key, never 0.
    public var key: UInt64
    /// ALL_TG_PT, as it was sent; with one target port it is only reported back.
    public var allTargetPorts: Bool
    /// When the nexus registered, in seconds since 1970 of the host's clock; for people only.
    public var since: UInt64

    /// Creates a registration.
    public init(nexus: Nexus, key: UInt64, allTargetPorts: Bool = false, since: UInt64) {
        self.nexus = nexus
        self.key = key
        self.allTargetPorts = allTargetPorts
        self.since = since
    }

    /// The address of the nexus.
    public var address: NexusAddress { nexus.address }
}

/// A reservation of the whole logical unit.
public struct Reservation: Sendable, Hashable {
    /// The type.
    public var type: ReservationType
    /// The nexus that holds it, or nil for the types that all registered nexuses hold.
    public var holder: NexusAddress?

    /// Creates a reservation that `nexus` took: it becomes the holder unless all registrants are.
    public init(type: ReservationType, by nexus: NexusAddress) {
        self.type = type
        holder = type.isHeldByAll ? nil : nexus
    }
}
