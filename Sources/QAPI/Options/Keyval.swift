public import JSON

/// The grammar of `-blockdev`, `-object` and their like: `driver=file,filename=a.img,cache.direct=on`.
///
/// A key is made of names and list indexes joined by points, and its value is any text in which `,,` stands for one
/// comma. The result is a tree of objects, lists and strings; a ``KeyvalInputVisitor`` gives the strings their types.
public enum Keyval {
    /// What a text says.
    public struct Result: Sendable, Hashable {
        /// The tree; empty when the text says nothing.
        public var tree: JSONObject
        /// Whether `help` or `?` stood where a key may stand.
        public var helpRequested: Bool

        /// Creates a result.
        public init(tree: JSONObject, helpRequested: Bool) {
            self.tree = tree
            self.helpRequested = helpRequested
        }
    }

    /// The longest part of a key, in bytes.
    public static let longestFragment = 127

    /// Reads a text.
    ///
    /// With an `impliedKey` the first item may be a value alone, without `=` and without a comma in it. Of two values
    /// for one key the last stays. A single comma at the end is ignored.
    public static func parse(_ text: String, impliedKey: String? = nil) throws(QAPIError) -> Result {
        var parser = KeyvalParser(text: text)
        try parser.parse(impliedKey: impliedKey)
        guard case .object(let tree) = try parser.tree.build() else {
            return Result(tree: JSONObject(), helpRequested: false)
        }
        return Result(tree: tree, helpRequested: parser.helpRequested)
    }

    /// Merges a tree into another: strings replace, objects merge member by member, lists are appended.
    public static func merge(_ addition: JSONObject, into tree: inout JSONObject) throws(QAPIError) {
        try merge(addition, into: &tree, path: [])
    }

    private static func merge(
        _ addition: JSONObject, into tree: inout JSONObject, path: [String]
    ) throws(QAPIError) {
        guard path.count < OptionTree.deepest else {
            throw .tooDeep(path.prefix(4).joined(separator: "."), limit: OptionTree.deepest)
        }
        for member in addition.members {
            switch (tree[member.name], member.value) {
            case (nil, let new): tree[member.name] = new
            case (.object(var old)?, .object(let new)):
                try merge(new, into: &old, path: path + [member.name])
                tree[member.name] = .object(old)
            case (.array(let old)?, .array(let new)): tree[member.name] = .array(old + new)
            case (let old?, let new):
                guard AlternateKind(old) == AlternateKind(new) else {
                    let name = (path + [member.name]).joined(separator: ".")
                    throw .wrongKind(name, expected: "\(AlternateKind(old).noun), as before", found: AlternateKind(new))
                }
                tree[member.name] = new
            }
        }
    }
}
