import JSON

/// Random trees of the shapes that option grammars can write.
struct RandomTree {
    private static let names = ["a", "b", "node-name", "cache", "x_y", "Z9", "__org.example_x", "file", "k0"]
    private static let pieces = ["", ",", "=", ".", "a", "0", "é", " ", "on", "{", "\\", ",,"]

    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// An object whose leaves are strings, without empty objects and lists below it.
    mutating func object(depth: Int = 4) -> JSONObject {
        var result = JSONObject()
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            result[Self.names.randomElement(using: &generator) ?? "a"] = value(depth: depth)
        }
        return result
    }

    /// A text that is awkward to quote.
    mutating func text() -> String {
        (0..<Int.random(in: 0...4, using: &generator))
            .map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    private mutating func value(depth: Int) -> JSONValue {
        switch depth == 0 ? 0 : Int.random(in: 0...3, using: &generator) {
        case 1: return .object(object(depth: depth - 1))
        case 2: return .array((0..<Int.random(in: 1...3, using: &generator)).map { _ in value(depth: depth - 1) })
        default: return .string(text())
        }
    }
}
