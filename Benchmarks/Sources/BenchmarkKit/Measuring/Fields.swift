/// A line of `name=number` words, as contenders print it.
struct Fields {
    private let values: [Substring: Int]

    init(_ text: String) {
        let pairs = text.split(whereSeparator: \.isWhitespace).compactMap { word -> (Substring, Int)? in
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let value = Int(parts[1]) else { return nil }
            return (parts[0], value)
        }
        values = Dictionary(pairs) { $1 }
    }

    subscript(name: Substring) -> Int? { values[name] }
}
