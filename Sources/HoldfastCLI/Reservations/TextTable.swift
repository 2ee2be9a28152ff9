/// Rows of words, one under the other.
enum TextTable {
    /// Lines with two spaces between columns that are as wide as they need; each begins with `indent`.
    static func render(_ rows: [[String]], indent: String = "") -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.compactMap { column < $0.count - 1 ? $0[column].count : nil }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, text in
                column == row.count - 1
                    ? text : text + String(repeating: " ", count: max(0, widths[column] - text.count))
            }
            return indent + cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
