/// Reports why stored bytes are no record.
package enum RecordError: Error, Hashable, Sendable {
    /// Nothing but zeroes where a record begins.
    case blank
    /// The bytes were not written to their end, or changed afterwards.
    case torn
    /// A later release wrote it, in a format that this one must not touch; these are the bits it doesn't know.
    case incompatible(UInt32)
    /// The checksum fits and the content doesn't; what, for people.
    case inconsistent(String)
}

extension RecordError: CustomStringConvertible {
    /// What is wrong, without a final full stop.
    package var description: String {
        switch self {
        case .blank: "nothing was ever written"
        case .torn: "the checksum is wrong"
        case .incompatible(let bits):
            "a later release of Holdfast wrote it (format bits 0x\(String(bits, radix: 16))); use that release"
        case .inconsistent(let what): what
        }
    }
}
