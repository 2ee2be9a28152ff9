/// File names of schemas, handled as text.
enum SchemaPath {
    /// The name that `include` in the file `includer` means: relative to that file's folder unless absolute.
    static func resolve(_ include: String, from includer: String) -> String {
        guard !include.hasPrefix("/"), let slash = includer.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            return include
        }
        return String(includer[...slash]) + include
    }

    /// An absolute name without `.`, `..` and empty parts.
    static func absolute(_ path: String, in folder: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") where part != "." {
            if part == ".." {
                _ = parts.popLast()
            } else {
                parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// The file's name without folder and extension.
    static func stem(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? Substring(path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
        return String(name[..<dot])
    }
}
