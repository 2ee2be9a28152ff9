package import Sys

/// What is said over the socket of an attachment.
///
/// Messages have 16 bytes, all little-endian: a magic number of 8, a version of 2, flags of 2, a number of 4. Descriptors
/// travel with the first byte.
enum PageMessage {
    static let length = 16
    private static let version: UInt16 = 1

    /// What an answer brings along, in this order.
    struct Contents: OptionSet, Hashable, Sendable {
        let rawValue: UInt16
        static let page = Contents(rawValue: 1)
        static let claim = Contents(rawValue: 2)
        static let node = Contents(rawValue: 4)
        static let all: Contents = [.page, .claim, .node]

        var count: Int { rawValue.nonzeroBitCount }
    }

    /// The answer to a question.
    enum Answer: Hashable, Sendable {
        case offer(Contents)
        /// Refused, with an error number.
        case refusal(Int32)
    }

    private static let questionMagic = Array("hf-ask?\n".utf8)
    private static let answerMagic = Array("hf-page\n".utf8)

    /// Asks for the page; a descriptor of the disk goes along.
    static let question = encode(questionMagic, 0, 0)

    /// Whether bytes are a question in a version that this one understands.
    static func isQuestion(_ bytes: [UInt8]) -> Bool { bytes == question }

    /// Writes an answer.
    static func encode(_ answer: Answer) -> [UInt8] {
        switch answer {
        case .offer(let contents): encode(answerMagic, contents.rawValue, 0)
        case .refusal(let error): encode(answerMagic, 0, UInt32(bitPattern: error))
        }
    }

    /// Reads an answer; nil when the bytes are none.
    static func answer(_ bytes: [UInt8]) -> Answer? {
        guard bytes.count == length, bytes.starts(with: answerMagic), number(bytes[8..<10]) == UInt32(version) else {
            return nil
        }
        let contents = Contents(rawValue: UInt16(truncatingIfNeeded: number(bytes[10..<12])))
        let error = Int32(bitPattern: number(bytes[12..<16]))
        if error != 0 { return contents.isEmpty && error > 0 ? .refusal(error) : nil }
        return contents.contains(.page) && contents.isSubset(of: .all) ? .offer(contents) : nil
    }

    private static func encode(_ magic: [UInt8], _ flags: UInt16, _ value: UInt32) -> [UInt8] {
        magic + bytes(UInt32(version), 2) + bytes(UInt32(flags), 2) + bytes(value, 4)
    }

    private static func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// Which disk a file is, as far as descriptors can show: a device by its number, any other file by its inode.
package struct DiskKey: Hashable, Sendable {
    private let device: FileStatus.DeviceNumber
    /// nil for a device.
    private let inode: UInt64?

    package init(_ status: FileStatus) {
        let isDevice = status.kind == .blockDevice
        device = isDevice ? status.special : status.device
        inode = isDevice ? nil : status.inode
    }
}
