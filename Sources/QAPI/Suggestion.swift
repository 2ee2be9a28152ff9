import Spelling

/// Says what was possible, and what was probably meant.
package enum Suggestion {
    /// How many names a list of accepted names shows.
    static let mostListed = 100

    /// Lines that name the nearest candidate and list all of them after `heading`; `nil` when there are none.
    package static func hint(for name: String, among candidates: [String], heading: String) -> String? {
        guard !candidates.isEmpty else { return nil }
        var lines: [String] = []
        if let nearest = NearestName.find(name, among: candidates) { lines.append("Did you mean '\(nearest)'?") }
        let listed = candidates.prefix(mostListed).joined(separator: ", ")
        let rest = candidates.count > mostListed ? " and \(candidates.count - mostListed) more" : ""
        lines.append("\(heading): \(listed)\(rest)")
        return lines.joined(separator: "\n")
    }
}
