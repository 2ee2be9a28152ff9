/// The designators of an emulated disk for VPD page 83h (SPC-5 7.7.6).
///
/// Clusters recognize a shared disk by them, so every machine must see the same ones.
public struct DeviceIdentification: Sendable, Hashable {
    /// The page code.
    public static let pageCode: UInt8 = 0x83

    /// The logical unit's name, an address of the NAA 3 kind.
    public var unitName: UInt64
    /// The number of the target port that the guest's adapter stands for.
    public var relativeTargetPort: UInt16

    /// Creates designators for a unit with a given name.
    public init(unitName: UInt64, relativeTargetPort: UInt16 = 1) {
        self.unitName = unitName
        self.relativeTargetPort = relativeTargetPort
    }

    /// Derives the unit's name from the disk's identity; no nexus of the disk has the same address.
    public init(diskIdentity: [UInt8], relativeTargetPort: UInt16 = 1) {
        self.init(
            unitName: LocalAddress.derive("holdfast unit 1", [diskIdentity]), relativeTargetPort: relativeTargetPort)
    }

    /// The whole page: header, NAA designator of the unit, relative target port identifier.
    public var page: [UInt8] {
        // Code set binary; association logical unit, type NAA.
        var designators: [UInt8] = [0x01, 0x03, 0, 8]
        designators.append(bigEndian: unitName)
        // Code set binary, protocol SAS; protocol valid, association target port, type relative target port.
        designators += [0x61, 0x94, 0, 4, 0, 0]
        designators.append(bigEndian: relativeTargetPort)
        var page: [UInt8] = [0, Self.pageCode]
        page.append(bigEndian: UInt16(designators.count))
        return page + designators
    }
}
