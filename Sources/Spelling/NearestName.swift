/// Finds what a misspelt name was probably meant to be.
///
/// The work is bounded whatever the input: names longer than ``longestName`` have no suggestion, and only the first
/// ``mostCandidates`` candidates are looked at.
package enum NearestName {
    /// The longest name, in bytes, for which a suggestion is sought.
    package static let longestName = 64
    /// How many candidates are compared.
    package static let mostCandidates = 1024

    /// The candidate nearest to `name`, when it is near enough to be what was meant; the first of equally near ones.
    package static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = folded(name)
        guard wanted.count <= longestName, !wanted.isEmpty else { return nil }
        var best: (distance: Int, name: String)?
        for candidate in candidates.prefix(mostCandidates) {
            let offered = folded(candidate)
            guard offered.count <= longestName else { continue }
            let allowed = max(1, min(wanted.count, offered.count) / 3)
            guard abs(offered.count - wanted.count) <= allowed else { continue }
            let distance = distance(wanted, offered)
            if distance <= allowed, distance < (best?.distance ?? .max) {
                best = (distance, candidate)
            }
        }
        return best?.name
    }

    /// Lower case, and one kind of separator: `Read_Only` is `read-only` misspelt, not another word.
    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.prefix(longestName + 1).map { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "_"): UInt8(ascii: "-")
            default: byte
            }
        }
    }

    /// How many insertions, removals, replacements and swaps of neighbours make one name of the other.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
