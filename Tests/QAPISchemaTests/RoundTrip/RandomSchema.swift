@testable import QAPISchema

/// Makes random definitions that pass the checks of one definition.
struct RandomSchema {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func definition() -> Definition {
        let kind = kind()
        let name =
            switch kind {
            case .event: name(upper: true)
            case .command: name()
            default: typeName()
            }
        var definition = Definition(
            location: SourceLocation(file: "schema.json", line: 0), module: 0, name: name, kind: kind,
            condition: condition(), features: features())
        if random.chance(50) {
            definition.documentation = documentation(name, kind)
        }
        return definition
    }

    private mutating func kind() -> Definition.Kind {
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            let values = (0..<Int.random(in: 0...5, using: &random)).map { number in
                Definition.EnumValue(
                    name: random.chance(20) ? "\(number)d-\(typeName().lowercased())" : name(), condition: condition(),
                    features: features())
            }
            return .enumeration(.init(values: values, prefix: random.chance(20) ? "P_\(name(upper: true))" : nil))
        case 1:
            return .structure(base: random.chance(30) ? typeName() : nil, members: members(0...6))
        case 2:
            let base = random.chance(50) ? Definition.Payload.named(typeName()) : .members(members(1...3))
            return .union(.init(base: base, discriminator: name(), branches: branches(0...4, arrays: false)))
        case 3:
            return .alternate(branches: branches(1...4, arrays: true))
        case 4:
            var body = Definition.CommandBody(data: payload())
            body.returns = random.chance(40) ? reference() : nil
            if case .named = body.data { body.boxed = random.chance(50) }
            body.generated = random.chance(80)
            body.successResponse = random.chance(80)
            body.allowOOB = random.chance(20)
            body.allowPreconfig = random.chance(20)
            body.coroutine = !body.allowOOB && random.chance(20)
            return .command(body)
        default:
            let data = payload()
            guard case .named = data else { return .event(data: data, boxed: false) }
            return .event(data: data, boxed: random.chance(50))
        }
    }

    private mutating func payload() -> Definition.Payload {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: .none
        case 1: .named(typeName())
        default: .members(members(1...4))
        }
    }

    private mutating func members(_ count: ClosedRange<Int>) -> [Definition.Member] {
        distinct(count) { schema in
            Definition.Member(
                name: schema.name(), isOptional: schema.random.chance(30), type: schema.reference(),
                condition: schema.condition(), features: schema.features())
        }
    }

    private mutating func branches(_ count: ClosedRange<Int>, arrays: Bool) -> [Definition.Member] {
        distinct(count) { schema in
            let type = arrays ? schema.reference() : TypeReference(name: schema.typeName(), isArray: false)
            return Definition.Member(
                name: schema.name(), isOptional: false, type: type, condition: schema.condition(), features: [])
        }
    }

    private mutating func distinct(
        _ count: ClosedRange<Int>, _ make: (inout Self) -> Definition.Member
    ) -> [Definition.Member] {
        var names: Set<String> = []
        return (0..<Int.random(in: count, using: &random)).map { _ in make(&self) }.filter {
            names.insert($0.name).inserted
        }
    }

    private mutating func reference() -> TypeReference {
        TypeReference(name: typeName(), isArray: random.chance(30))
    }

    private mutating func features() -> [Definition.Feature] {
        guard random.chance(20) else { return [] }
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in
            Definition.Feature(name: name(), condition: condition())
        }
    }

    private mutating func condition() -> Condition? {
        random.chance(15) ? someCondition(depth: 0) : nil
    }

    private mutating func someCondition(depth: Int) -> Condition {
        switch Int.random(in: 0..<(depth < 4 ? 5 : 2), using: &random) {
        case 2: .all((0..<Int.random(in: 1...3, using: &random)).map { _ in someCondition(depth: depth + 1) })
        case 3: .any((0..<Int.random(in: 1...3, using: &random)).map { _ in someCondition(depth: depth + 1) })
        case 4: .not(someCondition(depth: depth + 1))
        default: .symbol("C" + random.one(of: "", "ONFIG_A", "9", "_"))
        }
    }

    // MARK: - Names and text

    private mutating func name(upper: Bool = false) -> String {
        let prefix = random.one(of: "", "", "", "x-", "__org.example_", "__com.example-net_x-")
        let first = String(random.one(of: "a", "m", "z"))
        let rest = random.several(0...6) { String($0.one(of: "b", "c", "d", "0", "9", "-")) }.joined()
        let stem = first + rest
        return prefix + (upper ? stem.uppercased().replacing("-", with: "_") : stem)
    }

    private mutating func typeName() -> String {
        random.one(of: "", "", "x-") + "T" + random.several(1...6) { String($0.one(of: "a", "B", "0")) }.joined() + "y"
    }

    private mutating func line() -> String {
        random.several(1...5) { $0.one(of: "one", "two:", "caf\u{E9}", "{ }", "'", "##", "a@b:", "::") }.joined(
            separator: " ")
    }

    private mutating func text() -> String {
        // The second line says how far the lines of a section are indented, so that it can't be indented itself.
        var lines = [line()]
        for number in 0..<Int.random(in: 0...4, using: &random) {
            let start = random.one(of: "", "", "\n", "\n  ", "  ")
            lines.append((number == 0 ? "" : start) + line())
        }
        return lines.joined(separator: "\n")
    }

    private mutating func documentation(_ name: String, _ kind: Definition.Kind) -> DocComment {
        let place = SourceLocation(file: "schema.json", line: 0)
        var comment = DocComment(location: place, symbol: name, body: "", members: [], features: [], sections: [])
        if random.chance(80) { comment.body = text() }
        comment.members = (0..<Int.random(in: 0...3, using: &random)).map { number in
            .init(name: "\(self.name())-\(number)", text: text(), location: place)
        }
        comment.features = (0..<Int.random(in: 0...2, using: &random)).map { number in
            .init(name: "\(self.name())-\(number)", text: text(), location: place)
        }
        var kinds: [DocComment.Kind] = [.since, .todo, .todo]
        if case .command(let body) = kind {
            kinds.append(.errors)
            if body.returns != nil { kinds.append(.returns) }
        }
        for kind in kinds.shuffled(using: &random) where random.chance(40) {
            comment.sections.append(.init(kind: kind, text: text(), location: place))
        }
        if !comment.sections.isEmpty, random.chance(50) {
            comment.sections.append(.init(kind: .plain, text: text(), location: place))
        }
        return comment
    }
}
