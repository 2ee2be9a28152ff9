import JSON
import Spelling

/// Where a visitor is inside a tree of JSON values, and what it has asked for at each level on the way.
struct TreeCursor {
    /// How the index of a list element is written in a path.
    enum IndexStyle {
        /// `server[2].port`, for JSON.
        case brackets
        /// `server.2.port`, for option strings.
        case dots
    }

    /// The deepest nesting that is visited: generated code recurses once a level.
    static let deepest = 256

    private enum Container {
        case object(JSONObject)
        case list([JSONValue])
    }

    private struct Level {
        var name: String?
        var container: Container
        /// Where the names asked for in this object begin among all that were asked for.
        var firstAsked: Int
        /// How many elements of a list were entered; the last of them is the current one.
        var entered = 0
    }

    private let root: JSONValue
    private let indexStyle: IndexStyle
    private var levels: [Level] = []
    /// The names asked for in the objects on the way, those of the innermost last; in order, perhaps repeated.
    private var asked: [String] = []

    init(root: JSONValue, indexStyle: IndexStyle) {
        self.root = root
        self.indexStyle = indexStyle
        // A node within a node asks for that many; growing step by step costs more than the space.
        asked.reserveCapacity(64)
    }

    /// The value `name` of the current object, or the current element; `nil` when there is none.
    mutating func find(_ name: String?) -> JSONValue? {
        guard let last = levels.indices.last else { return root }
        switch levels[last].container {
        case .object(let object):
            guard let name else { return nil }
            asked.append(name)
            return object[name]
        case .list(let elements):
            let current = levels[last].entered - 1
            // A conditional expression would turn the absent element into a JSON null.
            guard elements.indices.contains(current) else { return nil }
            return elements[current]
        }
    }

    /// As ``find(_:)``, but it must be there.
    mutating func value(_ name: String?) throws(QAPIError) -> JSONValue {
        guard let value = find(name) else {
            if let level = levels.last, case .list = level.container {
                throw .tooFewElements(path(of: levels.count - 1))
            }
            throw missing(name)
        }
        return value
    }

    /// The error for a member that must be there, with a hint at one that may have been meant.
    private func missing(_ name: String?) -> QAPIError {
        var error = QAPIError.missing(path(name))
        if let name, let level = levels.last, case .object(let object) = level.container {
            let others = object.members.map(\.name).filter { !isAsked($0, in: level) }
            if let near = NearestName.find(name, among: others) {
                error.hint = "'\(QAPIError.shown(near))' is given, which is not known here; did you mean '\(name)'?"
            }
        }
        return error
    }

    mutating func startStruct(_ name: String?) throws(QAPIError) {
        let value = try value(name)
        guard case .object(let object) = value else {
            throw .wrongKind(path(name), expected: "an object", found: AlternateKind(value))
        }
        try push(name, .object(object))
    }

    mutating func startList(_ name: String?) throws(QAPIError) {
        let value = try value(name)
        guard case .array(let elements) = value else {
            throw .wrongKind(path(name), expected: "an array", found: AlternateKind(value))
        }
        try push(name, .list(elements))
    }

    /// Moves to the next element of the current list, if there is one.
    mutating func nextElement() -> Bool {
        guard let last = levels.indices.last, case .list(let elements) = levels[last].container,
            levels[last].entered < elements.count
        else { return false }
        levels[last].entered += 1
        return true
    }

    /// Refuses the first member of the current object that was not asked for.
    func checkStruct() throws(QAPIError) {
        guard let level = levels.last, case .object(let object) = level.container else { return }
        // Names differ, so no more members are compared than were asked for, and one.
        for member in object.members where !isAsked(member.name, in: level) {
            var known: Set<[UInt8]> = []
            let accepted = asked[level.firstAsked...].filter { known.insert(Array($0.utf8)).inserted }
            throw .unknownParameter(path(member.name), name: member.name, accepted: accepted)
        }
    }

    /// Whether `name` was asked for in the innermost object; by bytes, as the object looks names up: characters that
    /// are only equivalent were not asked for.
    private func isAsked(_ name: String, in level: Level) -> Bool {
        asked[level.firstAsked...].contains { $0.hasSameBytes(as: name) }
    }

    /// Refuses elements of the current list that were not entered.
    func checkList() throws(QAPIError) {
        guard let level = levels.last, case .list(let elements) = level.container else { return }
        if level.entered < elements.count {
            throw .tooManyElements(path(of: levels.count - 1), expected: level.entered)
        }
    }

    mutating func leave() {
        let level = levels.removeLast()
        asked.removeLast(asked.count - level.firstAsked)
    }

    /// The full path of `name` in the current object, or of the current element of the current list.
    func path(_ name: String?) -> String {
        var text = path(of: levels.count - 1)
        append(name, in: levels.last, to: &text)
        return text
    }

    private func path(of last: Int) -> String {
        var text = ""
        for index in levels.indices.prefix(last + 1) {
            append(levels[index].name, in: index > 0 ? levels[index - 1] : nil, to: &text)
        }
        return text
    }

    private func append(_ name: String?, in level: Level?, to text: inout String) {
        if let level, case .list = level.container {
            switch indexStyle {
            case .brackets: text += "[\(max(0, level.entered - 1))]"
            case .dots: text += "\(text.isEmpty ? "" : ".")\(max(0, level.entered - 1))"
            }
        } else if let name {
            text += text.isEmpty ? name : ".\(name)"
        }
    }

    private mutating func push(_ name: String?, _ container: Container) throws(QAPIError) {
        guard levels.count < Self.deepest else { throw .tooDeep(path(name), limit: Self.deepest) }
        levels.append(Level(name: name, container: container, firstAsked: asked.count))
    }
}
