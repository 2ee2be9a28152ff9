/// Names by a key, such as their mangled form: compared one by one while they are few, hashed once they are many.
struct NameTable {
    /// How many names are few; most things have no more, and hashing one costs as much as comparing it with these.
    private static let few = 12

    /// The names and their keys, in the order in which they came.
    private(set) var entries: [(key: String, name: String)] = []
    /// The places of the keys in ``entries``, once they are many.
    private var places: [String: Int] = [:]

    /// Whether no name has come.
    var isEmpty: Bool { entries.isEmpty }

    /// The name that came under `key`.
    subscript(key: String) -> String? {
        if entries.count > Self.few { return places[key].map { entries[$0].name } }
        for entry in entries where entry.key == key { return entry.name }
        return nil
    }

    /// Takes in a name, unless there is one under `key`, which is returned.
    mutating func insert(_ name: String, for key: String) -> String? {
        if let other = self[key] { return other }
        entries.append((key, name))
        if entries.count == Self.few + 1 {
            for (place, entry) in entries.enumerated() { places[entry.key] = place }
        } else if entries.count > Self.few {
            places[key] = entries.count - 1
        }
        return nil
    }
}
