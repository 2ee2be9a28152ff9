public import JSON

extension BlockOptions {
    /// Moves the options of `source` into `options`; those that are there already stay, unless `overwriting`.
    public static func join(_ source: JSONObject, into options: inout JSONObject, overwriting: Bool = false) {
        for member in source.members {
            if overwriting {
                options[member.name] = member.value
            } else {
                options.appendIfAbsent(member.name, member.value)
            }
        }
    }

    /// Removes the options whose keys begin with `prefix`, such as `file.`, and gives them without it.
    public static func extract(prefix: String, from options: inout JSONObject) -> JSONObject {
        var extracted = JSONObject()
        options.removeAll { member in
            guard member.name.utf8.starts(with: prefix.utf8) else { return false }
            extracted[String(decoding: member.name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)] = member.value
            return true
        }
        return extracted
    }

    /// Renames options; an option given under its old and its new name is an error.
    public static func rename(_ names: KeyValuePairs<String, String>, in options: inout JSONObject) throws(QAPIError) {
        for (old, new) in names {
            guard let value = options[old] else { continue }
            guard options[new] == nil else { throw givenTwice(old, new) }
            options.removeValue(forName: old)
            options[new] = value
        }
    }

    /// Removes the options `0`, `0.x`, `1` and so on and gives them as list elements; the first gap ends the list.
    ///
    /// An element is what stands under its index, or an object of what stands under the index and a point. Where both
    /// are there, the list ends too.
    public static func splitArray(_ options: inout JSONObject) -> [JSONValue] {
        var whole: [Int: JSONValue] = [:]
        var parts: [Int: JSONObject] = [:]
        for member in options.members {
            guard let (index, name) = indexed(member.name) else { continue }
            if let name {
                parts[index, default: JSONObject()][name] = member.value
            } else {
                whole[index] = member.value
            }
        }
        var elements: [JSONValue] = []
        while (whole[elements.count] == nil) != (parts[elements.count] == nil) {
            elements.append(whole[elements.count] ?? .object(parts[elements.count] ?? JSONObject()))
        }
        options.removeAll { member in indexed(member.name).map { $0.index < elements.count } ?? false }
        return elements
    }

    static func givenTwice(_ alias: String, _ name: String) -> QAPIError {
        QAPIError("'\(name)' and its alias '\(alias)' can't both be given", parameter: alias)
    }

    /// The index that a key begins with, and what follows its point.
    private static func indexed(_ key: String) -> (index: Int, name: String?)? {
        let digits = key.utf8.prefix(while: QAPIName.isDigit)
        guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0"),
            let index = Int(Substring(digits))
        else { return nil }
        let rest = key.utf8[digits.endIndex...]
        if rest.isEmpty { return (index, nil) }
        guard rest.first == UInt8(ascii: ".") else { return nil }
        return (index, String(decoding: rest.dropFirst(), as: UTF8.self))
    }
}
