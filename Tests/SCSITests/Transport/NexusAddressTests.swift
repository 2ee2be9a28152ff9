import SCSI
import Testing

struct NexusAddressTests {
    @Test(
        arguments: [
            ("disk 1", "vm-a", 0x3e40_b5da_69f3_1e8a), ("disk 1", "vm-b", 0x38cd_5167_16fd_e8dd),
            ("disk 2", "vm-a", 0x36fc_df90_6e51_b628), ("", "x", 0x3105_9826_cb6e_1da3),
            // The lengths keep parts apart that look the same one after the other.
            ("disk 1v", "m-a", 0x3e9c_b6e1_3920_a824),
        ] as [(String, String, UInt64)])
    func `an address is made from disk and name and never changes`(disk: String, name: String, address: UInt64) throws {
        let name = try #require(InitiatorName(name))
        #expect(NexusAddress(diskIdentity: Array(disk.utf8), initiator: name).rawValue == address)
    }

    @Test func `addresses are locally assigned and spread`() throws {
        var seen: Set<UInt64> = []
        for number in 0..<1000 {
            let address = Lab.nexus("machine \(number)").address
            #expect(address.rawValue >> 60 == 3)
            seen.insert(address.rawValue)
        }
        #expect(seen.count == 1000)
    }

    @Test func `an address is shown as tools print it`() {
        #expect(NexusAddress(rawValue: 0x3e4).description == "0x00000000000003e4")
        #expect(NexusAddress(rawValue: 0x30).transportID == .sas(address: 0x30))
    }

    @Test(arguments: [
        ("a", true), ("", false), (String(repeating: "a", count: 48), true), (String(repeating: "a", count: 49), false),
        (String(repeating: "ü", count: 24), true), (String(repeating: "ü", count: 25), false), ("a\nb", false),
        ("a\u{7f}", false), ("a\u{85}", false), ("web server 1", true),
    ])
    func `a name is short, not empty and can be printed`(text: String, isValid: Bool) {
        #expect((InitiatorName(text) != nil) == isValid)
        #expect((InitiatorName(bytes: Array(text.utf8))?.text == text) == isValid)
    }

    @Test func `a name that is not UTF-8 is none`() {
        #expect(InitiatorName(bytes: [0x61, 0xff]) == nil)
    }
}

struct DeviceIdentificationTests {
    @Test func `the page names the unit and the target port`() {
        let page = DeviceIdentification(unitName: 0x361d_2fa8_e19d_ba18, relativeTargetPort: 2).page
        #expect(
            page == [
                0, 0x83, 0, 20, 0x01, 0x03, 0, 8, 0x36, 0x1d, 0x2f, 0xa8, 0xe1, 0x9d, 0xba, 0x18, 0x61, 0x94, 0, 4, 0,
                0,
                0, 2,
            ])
    }

    @Test func `the name is the same for every machine and differs from all nexuses`() {
        let unit = DeviceIdentification(diskIdentity: Array("disk 1".utf8))
        #expect(unit.unitName == 0x361d_2fa8_e19d_ba18)
    }
}
