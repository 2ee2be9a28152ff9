internal import SCSI

/// What tells a disk from every other, on this host and on all others, for as long as it lives.
///
/// Nothing that changes with a restart or with the name by which the disk is opened is part of it.
package struct DiskIdentity: Sendable, Hashable {
    /// The longest text that is kept, in bytes.
    package static let textLimit = 120

    /// The identity for people; cut where it is longer than ``textLimit``.
    package let text: String
    /// SHA-256 of the whole text, 32 bytes: two disks are one when these are equal.
    package let digest: [UInt8]

    /// Makes an identity of its text.
    package init(text: String) {
        digest = SHA256.digest(of: Array(text.utf8))
        var kept = text
        while kept.utf8.count > Self.textLimit { kept.removeLast() }
        self.text = kept
    }

    /// Takes what was stored, or returns nil when it can't have been: a text that is too long or would garble a
    /// terminal.
    package init?(digest: [UInt8], text: [UInt8]) {
        guard digest.count == 32, text.count <= Self.textLimit,
            let text = String(validating: text, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
        else { return nil }
        self.text = text
        self.digest = digest
    }

    /// Sixteen hexadecimal digits for names of files.
    package var fileName: String { digest.prefix(8).hexadecimal }

    package static func == (left: DiskIdentity, right: DiskIdentity) -> Bool { left.digest == right.digest }
    package func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
