import SCSI
import Testing

struct CommandTransferTests {
    static func transfer(_ block: [UInt8]) -> CommandTransfer? { CommandTransfer(of: block.span) }

    static let tests: [([UInt8], CommandTransfer)] = [
        ([0x00, 0, 0, 0, 0, 0], .none),
        ([0x08, 0, 0, 0, 0, 0], CommandTransfer(.fromDevice, .blocks(256))),
        ([0x0a, 0, 0, 0, 3, 0], CommandTransfer(.toDevice, .blocks(3))),
        ([0x12, 0, 0, 1, 2, 0], CommandTransfer(.fromDevice, .bytes(258))),
        ([0x1a, 0, 0, 0, 255, 0], CommandTransfer(.fromDevice, .bytes(255))),
        ([0x15, 0, 0, 0, 24, 0], CommandTransfer(.toDevice, .bytes(24))),
        ([0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0], CommandTransfer(.fromDevice, .bytes(8))),
        ([0x28, 0, 0, 0, 0, 0, 0, 1, 2, 0], CommandTransfer(.fromDevice, .blocks(258))),
        ([0x28, 0, 0, 0, 0, 0, 0, 0, 0, 0], .none),
        ([0x2a, 0, 0, 0, 0, 0, 0, 0, 9, 0], CommandTransfer(.toDevice, .blocks(9))),
        ([0x2f, 0, 0, 0, 0, 0, 0, 0, 9, 0], .none),
        ([0x2f, 2, 0, 0, 0, 0, 0, 0, 9, 0], CommandTransfer(.toDevice, .blocks(9))),
        ([0x2f, 6, 0, 0, 0, 0, 0, 0, 9, 0], CommandTransfer(.toDevice, .blocks(1))),
        ([0x35, 0, 0, 0, 0, 0, 0, 0, 9, 0], .none),
        ([0x3b, 0, 0, 0, 0, 0, 1, 0, 2, 0], CommandTransfer(.toDevice, .bytes(65538))),
        ([0x3c, 0, 0, 0, 0, 0, 1, 0, 2, 0], CommandTransfer(.fromDevice, .bytes(65538))),
        ([0x41, 0, 0, 0, 0, 0, 0, 0, 9, 0], CommandTransfer(.toDevice, .blocks(1))),
        ([0x42, 0, 0, 0, 0, 0, 0, 0, 24, 0], CommandTransfer(.toDevice, .bytes(24))),
        ([0x5e, 0, 0, 0, 0, 0, 0, 32, 0, 0], CommandTransfer(.fromDevice, .bytes(8192))),
        ([0x5f, 0, 0, 0, 0, 0, 1, 0, 24, 0], CommandTransfer(.toDevice, .bytes(65560))),
        ([0x88, 0] + zeroes(8) + [1, 0, 0, 0, 0, 0], CommandTransfer(.fromDevice, .blocks(1 << 24))),
        ([0x89, 0] + zeroes(11) + [2, 0, 0], CommandTransfer(.toDevice, .blocks(4))),
        ([0x93, 1] + zeroes(8) + [0, 0, 0, 8, 0, 0], .none),
        ([0x93, 0] + zeroes(8) + [0, 0, 0, 8, 0, 0], CommandTransfer(.toDevice, .blocks(1))),
        ([0x9c, 0] + zeroes(10) + [0, 8, 0, 0], CommandTransfer(.toDevice, .blocks(8))),
        ([0x9e, 0x10] + zeroes(8) + [0, 0, 0, 32, 0, 0], CommandTransfer(.fromDevice, .bytes(32))),
        ([0x9e, 0x11] + zeroes(10) + [2, 8, 0, 0], CommandTransfer(.fromDevice, .bytes(520))),
        ([0x9f, 0x11] + zeroes(10) + [2, 8, 0, 0], CommandTransfer(.toDevice, .bytes(520))),
        ([0xa0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0], CommandTransfer(.fromDevice, .bytes(16))),
        ([0xa2, 0, 0, 0, 0x80, 0, 0, 0, 0, 2, 0, 0], CommandTransfer(.fromDevice, .bytes(1024))),
        ([0xb5, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0], CommandTransfer(.toDevice, .bytes(2))),
        ([0xaa, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0], CommandTransfer(.toDevice, .blocks(7))),
        (wide(0x09), CommandTransfer(.fromDevice, .blocks(5))),
        (wide(0x0b), CommandTransfer(.toDevice, .blocks(5))),
        (wide(0x0d), CommandTransfer(.toDevice, .blocks(1))),
    ]

    static func zeroes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    static func wide(_ action: UInt8) -> [UInt8] {
        [0x7f, 0, 0, 0, 0, 0, 0, 24, 0, action] + zeroes(18) + [0, 0, 0, 5]
    }

    @Test(arguments: tests) func `a block tells direction and amount`(block: [UInt8], expected: CommandTransfer) {
        #expect(Self.transfer(block) == expected)
    }

    @Test func `a block cut short tells nothing`() {
        for (block, _) in Self.tests {
            #expect(Self.transfer(Array(block.dropLast())) == nil, "\(block)")
        }
        #expect(Self.transfer([]) == nil)
    }

    @Test(arguments: [0x04, 0x07, 0xc1, 0x60, 0x85] as [UInt8])
    func `commands that carry no length tell nothing`(opcode: UInt8) {
        #expect(Self.transfer([opcode] + Self.zeroes(31)) == nil)
    }

    @Test(
        arguments: [
            ([0x1f, 0, 0, 0, 7, 0], 7), ([0x3f, 0, 0, 0, 0, 0, 0, 1, 2, 0], 258),
            ([0x5f, 0, 0, 0, 0, 9, 9, 1, 2, 0], 258),
            ([0x80] + zeroes(9) + [0, 0, 1, 2, 0, 0], 258), ([0xa0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0], 16_777_218),
        ] as [([UInt8], UInt64)])
    func `each group has its place for the length`(block: [UInt8], value: UInt64) {
        let field = CommandBlock.transferField(of: block.span)
        #expect(field == value)
    }

    @Test func `blocks are turned into bytes without overflow`() {
        let transfer = CommandTransfer(.toDevice, .blocks(1 << 32))
        #expect(transfer.byteCount(blockSize: 512) == 1 << 41)
        #expect(transfer.byteCount(blockSize: 1 << 40) == nil)
        #expect(CommandTransfer(.toDevice, .bytes(7)).byteCount(blockSize: 512) == 7)
    }

    @Test func `the length of a block follows from its group`() {
        #expect([0x12, 0x2a, 0x5f, 0x8a, 0xaa].map(CommandBlock.length(ofOpcode:)) == [6, 10, 10, 16, 12])
        #expect([0x7f, 0xc0, 0xff].map(CommandBlock.length(ofOpcode:)) == [nil, nil, nil])
        let length = CommandBlock.length(of: Self.wide(9).span)
        #expect(length == 32)
    }
}
