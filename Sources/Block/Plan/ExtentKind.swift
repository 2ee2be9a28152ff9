/// What is known about a range of a node without reading it.
public struct ExtentKind: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Takes bits as they are.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The range is stored: reading it reads storage.
    public static let data = ExtentKind(rawValue: 1)
    /// The range reads as zeroes for certain.
    public static let zero = ExtentKind(rawValue: 2)
}

/// A range of a node whose bytes are all of one kind.
public struct BlockExtent: Hashable, Sendable {
    /// Where it begins, in bytes of the node.
    public var offset: UInt64
    /// How long it is, in bytes.
    public var count: UInt64
    /// What is known about it.
    public var kind: ExtentKind

    /// Describes a range.
    public init(offset: UInt64, count: UInt64, kind: ExtentKind) {
        self.offset = offset
        self.count = count
        self.kind = kind
    }
}

extension Completion {
    /// What an answer to ``Operation/blockStatus`` says about as many bytes as the result tells.
    public var extent: ExtentKind { ExtentKind(rawValue: status) }
}
