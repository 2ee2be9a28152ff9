internal import Sys

/// What tells this host, this boot and this process from others; asked once.
enum Host {
    /// The boot; zeroes where it isn't known.
    static let bootID = (try? System.bootID()) ?? [UInt8](repeating: 0, count: 16)
    /// The machine; zeroes where it isn't known.
    static let machineID = System.machineID() ?? [UInt8](repeating: 0, count: 16)
    /// When this process started; 0 where it isn't known.
    static let startTime = (try? System.processStatus(of: System.processID))?.startTime ?? 0
    /// The namespace that this process's number belongs to; 0 where it isn't known.
    static let processSpace = (try? System.processNamespace()) ?? 0

    /// True for a tenant that is this process.
    static func isOwn(_ tenant: SlotTenant) -> Bool {
        tenant.process == System.processID && tenant.startTime == startTime && tenant.processSpace == processSpace
    }
}
