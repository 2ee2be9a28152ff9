/// A name in which `*` stands for any text.
struct Pattern {
    private let pieces: [Substring]

    init(_ text: String) { pieces = text.split(separator: "*", omittingEmptySubsequences: false) }

    func matches(_ text: String) -> Bool {
        guard let first = pieces.first, text.hasPrefix(first) else { return false }
        guard pieces.count > 1, let last = pieces.last else { return text.count == first.count }
        var rest = text.dropFirst(first.count)
        // The leftmost place for each piece leaves the most room for those after it.
        for piece in pieces[1..<(pieces.count - 1)] where !piece.isEmpty {
            guard let place = rest.firstRange(of: piece) else { return false }
            rest = rest[place.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
