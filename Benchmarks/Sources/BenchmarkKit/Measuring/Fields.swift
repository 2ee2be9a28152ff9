import Glibc

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

/// The whole text of a file.
func readText(_ path: String) throws(BenchmarkError) -> String {
    guard let file = fopen(path, "re") else { throw BenchmarkError("\(path): \(errorText(errno))") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        guard count > 0 else { break }
        bytes.append(contentsOf: buffer[..<count])
    }
    return String(decoding: bytes, as: UTF8.self)
}
