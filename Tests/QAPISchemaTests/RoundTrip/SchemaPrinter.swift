@testable import QAPISchema

/// Writes definitions as schema text, in one of the many ways in which they may be written.
struct SchemaPrinter {
    /// The text so far.
    private(set) var text = ""
    private var line = 1
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Writes a definition; gives it back with the places at which its parts now stand.
    mutating func print(_ definition: Definition) -> Definition {
        var definition = definition
        space()
        definition.documentation = definition.documentation.map { print($0) }
        space()
        definition.location.line = line
        var entries = [(definition.kind.keyword, quote(definition.name))] + entries(definition.kind)
        if let condition = definition.condition { entries.append(("if", value(condition))) }
        if !definition.features.isEmpty { entries.append(("features", value(definition.features))) }
        write(object(entries.shuffled(using: &random)))
        return definition
    }

    private mutating func write(_ more: String) {
        text += more
        line += more.utf8.count { $0 == UInt8(ascii: "\n") }
    }

    // MARK: - Documentation

    private mutating func print(_ comment: DocComment) -> DocComment {
        var comment = comment
        if !text.isEmpty, !text.hasSuffix("\n") { write("\n") }
        comment.location.line = line
        write("##\n# @\(comment.symbol ?? ""):\n")
        blankLine(always: false)
        if !comment.body.isEmpty {
            write(lines(comment.body, indent: ""))
            blankLine(always: true)
        }
        for index in comment.members.indices {
            comment.members[index].location.line = line
            describe("@\(comment.members[index].name):", comment.members[index].text)
        }
        if !comment.features.isEmpty { write("# Features:\n") }
        for index in comment.features.indices {
            blankLine(always: false)
            comment.features[index].location.line = line
            describe("@\(comment.features[index].name):", comment.features[index].text)
        }
        for index in comment.sections.indices {
            comment.sections[index].location.line = line
            if comment.sections[index].kind == .plain {
                write(lines(comment.sections[index].text, indent: ""))
            } else {
                describe("\(comment.sections[index].kind.rawValue):", comment.sections[index].text)
            }
        }
        write("##\n")
        return comment
    }

    private mutating func blankLine(always: Bool) {
        if always || random.chance(50) { write(random.one(of: "#\n", "#  \n", "#\n#\n")) }
    }

    private mutating func describe(_ start: String, _ text: String) {
        let indent = random.one(of: " ", "    ", "\t")
        if random.chance(50) {
            write("# \(start)\n" + lines(text, indent: indent))
        } else {
            write("# \(start)  " + lines(text, indent: indent).dropFirst(2 + indent.count))
        }
        blankLine(always: true)
    }

    private func lines(_ text: String, indent: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "#\n" : "# \(indent)\($0)\n" }
            .joined()
    }

    // MARK: - Definitions

    private mutating func entries(_ kind: Definition.Kind) -> [(String, String)] {
        switch kind {
        case .enumeration(let body):
            let values = body.values.map { named($0.name, "name", $0.condition, $0.features) }
            return [("data", array(values))] + (body.prefix.map { [("prefix", quote($0))] } ?? [])
        case .structure(let base, let written):
            return [("data", members(written))] + (base.map { [("base", quote($0))] } ?? [])
        case .union(let body):
            return entries(body.base, key: "base")
                + [("discriminator", quote(body.discriminator)), ("data", members(body.branches))]
        case .alternate(let branches): return [("data", members(branches))]
        case .command(let body):
            var result = entries(body.data, key: "data") + (body.returns.map { [("returns", value($0))] } ?? [])
            for (name, isSet, flag) in [
                ("boxed", body.boxed, "true"), ("gen", !body.generated, "false"),
                ("success-response", !body.successResponse, "false"), ("allow-oob", body.allowOOB, "true"),
                ("allow-preconfig", body.allowPreconfig, "true"), ("coroutine", body.coroutine, "true"),
            ] where isSet {
                result.append((name, flag))
            }
            return result
        case .event(let data, let boxed):
            return entries(data, key: "data") + (boxed ? [("boxed", "true")] : [])
        }
    }

    private mutating func entries(_ payload: Definition.Payload, key: String) -> [(String, String)] {
        switch payload {
        case .none: key == "base" || random.chance(30) ? [(key, "{}")] : []
        case .named(let name): [(key, quote(name))]
        case .members(let written): [(key, members(written))]
        }
    }

    private mutating func members(_ members: [Definition.Member]) -> String {
        object(
            members.map { member in
                let body: String
                if member.condition == nil, member.features.isEmpty, random.chance(70) {
                    body = value(member.type)
                } else {
                    body = object([("type", value(member.type))] + extras(member.condition, member.features))
                }
                return ((member.isOptional ? "*" : "") + member.name, body)
            })
    }

    private mutating func named(
        _ name: String, _ key: String, _ condition: Condition?, _ features: [Definition.Feature]
    ) -> String {
        if condition == nil, features.isEmpty, random.chance(70) { return quote(name) }
        return object(([(key, quote(name))] + extras(condition, features)).shuffled(using: &random))
    }

    private mutating func extras(_ condition: Condition?, _ features: [Definition.Feature]) -> [(String, String)] {
        (condition.map { [("if", value($0))] } ?? []) + (features.isEmpty ? [] : [("features", value(features))])
    }

    private mutating func value(_ features: [Definition.Feature]) -> String {
        array(features.map { named($0.name, "name", $0.condition, []) })
    }

    private mutating func value(_ type: TypeReference) -> String {
        type.isArray ? array([quote(type.name)]) : quote(type.name)
    }

    private mutating func value(_ condition: Condition) -> String {
        switch condition {
        case .symbol(let symbol): quote(symbol)
        case .not(let inner): object([("not", value(inner))])
        case .all(let inner): object([("all", array(inner.map { value($0) }))])
        case .any(let inner): object([("any", array(inner.map { value($0) }))])
        }
    }

    // MARK: - Layout

    private func quote(_ text: String) -> String { "'\(text.replacing("\\", with: "\\\\"))'" }

    private mutating func object(_ entries: [(String, String)]) -> String {
        "{" + entries.map { blank() + quote($0.0) + blank() + ":" + blank() + $0.1 + blank() }.joined(separator: ",")
            + "}"
    }

    private mutating func array(_ elements: [String]) -> String {
        "[" + elements.map { blank() + $0 + blank() }.joined(separator: ",") + "]"
    }

    private mutating func blank() -> String {
        random.one(of: "", "", " ", " ", "\n  ", "\t", " # a comment, { 'and' }\n", "\r\n".replacing("\r", with: ""))
    }

    private mutating func space() {
        write(random.one(of: "", "\n", "\n\n", "# between\n\n"))
    }
}
