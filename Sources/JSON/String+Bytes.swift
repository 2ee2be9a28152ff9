/// A string that compares and hashes by its bytes, not by canonical equivalence.
///
/// The standard library's equality would make two spellings of one character the same name, and lets hostile input
/// build as many names of one hash as it likes.
struct ByteString: Hashable {
    var text: String

    init(_ text: String) { self.text = text }

    static func == (left: ByteString, right: ByteString) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
}

extension String {
    /// Whether both strings have the same UTF-8 bytes.
    package func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let left = utf8Span.span
        let right = other.utf8Span.span
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                var offset = 0
                while offset + 8 <= left.count {
                    let first = left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    let second = right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    if first != second { return false }
                    offset += 8
                }
                while offset < left.count {
                    if left[offset] != right[offset] { return false }
                    offset += 1
                }
                return true
            }
        }
    }

    /// Feeds the UTF-8 bytes and their number to `hasher`.
    func hashBytes(into hasher: inout Hasher) {
        utf8Span.span.withUnsafeBytes { hasher.combine(bytes: $0) }
        hasher.combine(utf8.count)
    }
}
