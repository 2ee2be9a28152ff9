/// What a device server offers, and how it was configured.
public struct ReservationPolicy: Sendable, Hashable {
    /// What becomes of APTPL.
    public enum Persistence: Sendable, Hashable {
        /// Everything outlives a loss of power, whatever the initiators ask for: safer for clusters.
        case forced
        /// The bit of the last registration decides.
        case honored
        /// The device cannot persist, and refuses the bit.
        case unsupported
    }

    /// The most registrations that a disk can have.
    public static let registrationLimit = 128

    /// The most registrations here, from 1 to ``registrationLimit``.
    public let maximumRegistrations: Int
    /// What becomes of APTPL.
    public var persistence: Persistence
    /// SIP_C: whether REGISTER may bring other initiator ports along.
    public var acceptsInitiatorPorts: Bool
    /// ATP_C: whether ALL_TG_PT is accepted; there is one target port, so that it changes nothing.
    public var acceptsAllTargetPorts: Bool
    /// The number of the one target port.
    public var relativeTargetPort: UInt16

    /// Creates a policy; the number of registrations is brought into its range.
    public init(
        maximumRegistrations: Int = registrationLimit, persistence: Persistence = .forced,
        acceptsInitiatorPorts: Bool = false, acceptsAllTargetPorts: Bool = true, relativeTargetPort: UInt16 = 1
    ) {
        self.maximumRegistrations = min(max(maximumRegistrations, 1), Self.registrationLimit)
        self.persistence = persistence
        self.acceptsInitiatorPorts = acceptsInitiatorPorts
        self.acceptsAllTargetPorts = acceptsAllTargetPorts
        self.relativeTargetPort = relativeTargetPort
    }
}
