public import QAPI

/// The rules for names of nodes in the graph.
public enum NodeName {
    /// The most bytes that a name has, as in QEMU.
    public static let maximumLength = 31

    /// Refuses a name that no node may have: a letter must come first, then letters, digits, `-`, `.` and `_`.
    public static func check(_ name: String, parameter: String = "node-name") throws(QAPIError) {
        let bytes = name.utf8
        guard bytes.count <= maximumLength else {
            throw QAPIError(
                "The node name '\(name.prefix(40))' has \(bytes.count) bytes; \(maximumLength) is the limit",
                parameter: parameter)
        }
        guard let first = bytes.first, isLetter(first), bytes.dropFirst().allSatisfy(isFollowing) else {
            throw QAPIError(
                "'\(name)' is not a node name", hint: "A letter comes first, then letters, digits, '-', '.' and '_'.",
                parameter: parameter)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isFollowing(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_")].contains(byte)
    }
}
