/// What a nexus may do to the medium under the reservation that is held.
public struct Permissions: OptionSet, Sendable, Hashable {
    /// Bit 0 reading, bit 1 writing.
    public var rawValue: UInt8

    /// Takes any bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Commands of ``CommandClass/read`` pass.
    public static let read = Permissions(rawValue: 1)
    /// Commands of ``CommandClass/write`` pass.
    public static let write = Permissions(rawValue: 2)
    /// Everything passes.
    public static let all: Permissions = [.read, .write]
}
