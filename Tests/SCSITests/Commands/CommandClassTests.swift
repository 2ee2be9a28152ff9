import SCSI
import Testing

struct CommandClassTests {
    static func classify(_ bytes: [UInt8]) -> CommandClass { CommandClass(of: bytes.span) }

    /// Opcodes whose class does not depend on the rest of the block; all others but those of the tables below write.
    static let reading: [UInt8] = [
        0x08, 0x28, 0xa8, 0x88, 0x2f, 0xaf, 0x8f, 0x34, 0x90, 0x37, 0xb7, 0x1a, 0x5a, 0x3c, 0x9b, 0x1c, 0xa2, 0x8c,
    ]
    static let harmless: [UInt8] = [0x12, 0x03, 0xa0, 0x00, 0x4d, 0x25, 0x86, 0x87]
    static let special: [UInt8: CommandClass] = [
        0x5e: .persistentReserveIn, 0x5f: .persistentReserveOut, 0x16: .reserveRelease, 0x17: .reserveRelease,
        0x56: .reserveRelease, 0x57: .reserveRelease,
        // PREVENT=0 allows; START STOP UNIT with everything zero stops.
        0x1e: .always, 0x1b: .write,
    ]

    @Test(arguments: UInt8.min...UInt8.max) func `every opcode has its class`(opcode: UInt8) {
        let expected: CommandClass =
            Self.reading.contains(opcode)
            ? .read : Self.harmless.contains(opcode) ? .always : Self.special[opcode] ?? .write
        #expect(Self.classify([opcode] + [UInt8](repeating: 0, count: 31)) == expected)
    }

    @Test(
        arguments: [
            (0x01, .always), (0x00, .write), (0x02, .write), (0x03, .write), (0x11, .write), (0xf1, .write),
            (0x05, .always), (0x10, .write),
        ] as [(UInt8, CommandClass)])
    func `starting a unit is harmless, everything else takes it away`(byte: UInt8, expected: CommandClass) {
        #expect(Self.classify([0x1b, 0, 0, 0, byte, 0]) == expected)
    }

    @Test(arguments: [(0, .always), (1, .write), (2, .write), (3, .write), (4, .always)] as [(UInt8, CommandClass)])
    func `allowing removal is harmless, preventing it is not`(byte: UInt8, expected: CommandClass) {
        #expect(Self.classify([0x1e, 0, 0, 0, byte, 0]) == expected)
    }

    @Test(arguments: UInt8(0)...31) func `service actions have classes of their own`(action: UInt8) {
        let rest = [UInt8](repeating: 0, count: 14)
        let capacity: [UInt8: CommandClass] = [0x10: .always, 0x12: .read]
        #expect(Self.classify([0x9e, action] + rest) == capacity[action] ?? .write)
        let maintenance: [UInt8: CommandClass] = [
            0x05: .always, 0x0a: .always, 0x0e: .always, 0x0f: .always, 0x0c: .read, 0x0d: .read,
        ]
        #expect(Self.classify([0xa3, action | 0xe0] + rest) == maintenance[action] ?? .write)
        #expect(Self.classify([0xa4, action] + rest) == .write)
        #expect(Self.classify([0x9f, action] + rest) == .write)
    }

    @Test(
        arguments: [
            (0x0009, .read), (0x000a, .read), (0x0012, .read), (0x000b, .write), (0x000c, .write), (0x000d, .write),
            (0x000e, .write), (0x0f09, .write), (0x0000, .write),
        ] as [(UInt16, CommandClass)])
    func `32-byte commands are told apart by 16 bits`(action: UInt16, expected: CommandClass) {
        let block: [UInt8] = [0x7f, 0, 0, 0, 0, 0, 0, 24, UInt8(action >> 8), UInt8(action & 255)]
        #expect(Self.classify(block + [UInt8](repeating: 0, count: 22)) == expected)
    }

    @Test func `blocks cut short are of the class that is refused first`() {
        for block in [[], [0x9e], [0xa3], [0x1b], [0x1e, 0, 0, 0], [0x7f, 0, 0, 0, 0, 0, 0, 0, 0]] as [[UInt8]] {
            #expect(Self.classify(block) == .write, "\(block)")
        }
    }

    @Test func `only three commands treat a unit attention in their own way`() {
        for opcode in UInt8.min...UInt8.max {
            let rule = UnitAttentionRule(for: [opcode].span)
            let expected: UnitAttentionRule =
                opcode == 0x12 || opcode == 0xa0 ? .ignore : opcode == 0x03 ? .returnAsData : .report
            #expect(rule == expected, "\(opcode)")
        }
        let none = UnitAttentionRule(for: [UInt8]().span)
        #expect(none == .report)
    }
}
