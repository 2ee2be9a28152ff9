/// The form of a command descriptor block (SPC-5 4.2).
public enum CommandBlock {
    /// The longest block there is, in bytes: a variable length one.
    public static let maximumLength = 260

    /// The length in bytes that an opcode's group gives its block, or nil for the vendor's groups.
    public static func length(ofOpcode opcode: UInt8) -> Int? {
        switch opcode >> 5 {
        case 0: 6
        case 1, 2: 10
        case 4: 16
        case 5: 12
        default: nil
        }
    }

    /// The length in bytes of a block, or nil when its first bytes do not tell.
    public static func length(of command: Span<UInt8>) -> Int? {
        guard let opcode = command.integer(at: 0, as: UInt8.self) else { return nil }
        guard opcode == Opcode.variableLength else { return length(ofOpcode: opcode) }
        return command.integer(at: 7, as: UInt8.self).map { 8 + Int($0) }
    }

    /// The number in the place where the group keeps its transfer length: byte 4, bytes 7 and 8, 10 to 13, or 6 to 9.
    ///
    /// Whether it counts bytes or blocks, ``CommandTransfer`` tells.
    public static func transferField(of command: Span<UInt8>) -> UInt64? {
        guard let opcode = command.integer(at: 0, as: UInt8.self) else { return nil }
        return switch opcode >> 5 {
        case 0: command.integer(at: 4, as: UInt8.self).map(UInt64.init)
        case 1, 2: command.integer(at: 7, as: UInt16.self).map(UInt64.init)
        case 4: command.integer(at: 10, as: UInt32.self).map(UInt64.init)
        case 5: command.integer(at: 6, as: UInt32.self).map(UInt64.init)
        default: nil
        }
    }
}
