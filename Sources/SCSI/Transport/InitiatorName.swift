/// The name that a user gives a virtual machine as an initiator: 1 to 48 bytes of UTF-8 without control characters.
public struct InitiatorName: Sendable, Hashable, CustomStringConvertible {
    /// The longest name in bytes; the state on disk has room for no more.
    public static let maximumLength = 48

    /// The name.
    public let text: String

    /// Takes a name, or returns nil when it is empty, too long or has control characters.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.maximumLength,
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
        else { return nil }
        self.text = text
    }

    /// Reads a name from bytes that a file or a page holds.
    public init?(bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self.init(text)
    }

    /// The name.
    public var description: String { text }
}

/// An initiator at this disk: the address that counts, and the name that people know it by.
public struct Nexus: Sendable, Hashable {
    /// The identity.
    public var address: NexusAddress
    /// The name it was derived from.
    public var name: InitiatorName

    /// Creates a nexus.
    public init(address: NexusAddress, name: InitiatorName) {
        self.address = address
        self.name = name
    }

    /// Derives the nexus of an initiator at a disk.
    public init(diskIdentity: [UInt8], name: InitiatorName) {
        self.init(address: NexusAddress(diskIdentity: diskIdentity, initiator: name), name: name)
    }
}
