/// Finds what a misspelt name was probably meant to be.
enum NearestName {
    /// Longer names are not compared: the cost of a comparison is the product of the lengths.
    private static let longest = 40

    /// The candidate that is nearest to `name`, if one is near enough to be worth naming.
    static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
        let length = name.utf8.count
        guard length <= longest else { return nil }
        let limit = max(1, length / 3)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates where candidate.utf8.count <= longest {
            let distance = distance(Array(name.utf8), Array(candidate.utf8))
            if distance <= limit, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.candidate
    }

    /// A ready ending for a message: `; did you mean 'x'?`, or nothing.
    static func hint(_ name: String, among candidates: some Sequence<String>) -> String {
        find(name, among: candidates).map { "; did you mean \(quoted($0))?" } ?? ""
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    previous[column + 1] + 1, current[column] + 1, previous[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}
