import Testing

@testable import QAPISchema

/// Schemas that are large, deep or made to cost more than they are worth.
struct SchemaLimitTests {
    private func features(_ count: Int) -> String {
        (1...count).map { "{ 'command': 'go-\($0)', 'features': [ 'f\($0)' ] }\n" }.joined()
    }

    @Test func `a schema has at most 64 features, two of which it always has`() throws {
        #expect(try schema(features(62)).featureNames.count == 64)
        try Fault(features(63), line: 63, naming: "64", "'f63'").check()
    }

    @Test func `a feature that is used again does not count again`() throws {
        let again =
            "{ 'command': 'go', 'features': [ 'f1', 'deprecated' ] }\n{ 'event': 'GO', 'features': [ 'unstable' ] }"
        #expect(try schema(features(62) + again).featureNames.count == 64)
    }

    @Test func `features count after everything else`() throws {
        try Fault(features(63) + "{ 'struct': 'Foo', 'data': { 'a': 'None' } }", line: 64, naming: "'None'").check()
    }

    /// A chain of structs, each the base of the one before it or after it.
    private func chain(_ count: Int, upwards: Bool) -> String {
        let order = upwards ? Array((0..<count).reversed()) : Array(0..<count)
        return order.map {
            "{ 'struct': 'S\($0)x', \($0 + 1 < count ? "'base': 'S\($0 + 1)x', " : "")'data': { 'm\($0)': 'int' } }\n"
        }
        .joined()
    }

    @Test(arguments: [true, false])
    func `bases nest a hundred levels deep`(upwards: Bool) throws {
        #expect(try schema(chain(100, upwards: upwards)).object("S0x").members.count == 100)
        let error = #expect(throws: SchemaError.self) { try schema(chain(101, upwards: upwards)) }
        #expect(error?.message.contains("100") == true)
    }

    @Test(arguments: [true, false])
    func `a chain of any length ends in an error`(upwards: Bool) throws {
        #expect(throws: SchemaError.self) { try schema(chain(20_000, upwards: upwards)) }
    }

    @Test(.timeLimit(.minutes(10))) func `a lattice of unions costs what it has edges`() throws {
        // Each level has two branches of the next level's type: 2^90 ways lead to the last one.
        let levels = 90
        var text = "{ 'enum': 'Kind', 'data': [ 'a', 'b' ] }\n"
        for level in 0..<levels {
            text += "{ 'union': 'U\(level)x', 'base': { 'k\(level)': 'Kind' }, 'discriminator': 'k\(level)', 'data': "
            text += "{ 'a': 'U\(level + 1)x', 'b': 'U\(level + 1)x' } }\n"
        }
        text += "{ 'struct': 'U\(levels)x', 'data': { 'last': 'int' } }\n"
        #expect(try schema(text).types.filter { $0.keyword == "union" }.count == levels)
        let clash = text.replacing("'last'", with: "'k0'")
        let error = #expect(throws: SchemaError.self) { try schema(clash) }
        #expect(error?.location.line == 2)
    }

    @Test(.timeLimit(.minutes(10)), arguments: [(100, true), (1100, false)])
    func `unions may share branches in a million ways`(count: Int, isAccepted: Bool) throws {
        let values = (0..<count).map { "'v\($0)'" }.joined(separator: ", ")
        var text = "{ 'enum': 'Few', 'data': [ 'a' ] }\n{ 'enum': 'Many', 'data': [ \(values) ] }\n"
        for index in 0..<count { text += "{ 'struct': 'S\(index)x', 'data': { 'm\(index)': 'int' } }\n" }
        let branches = (0..<count).map { "'v\($0)': 'S\($0)x'" }.joined(separator: ", ")
        text += "{ 'union': 'Uni', 'base': { 'k': 'Many' }, 'discriminator': 'k', 'data': { \(branches) } }\n"
        for index in 0..<count {
            text += "{ 'union': 'U\(index)x', 'base': { 'z': 'Few' }, 'discriminator': 'z', 'data': { 'a': 'Uni' } }\n"
        }
        if isAccepted {
            #expect(try schema(text).types.filter { $0.keyword == "union" }.count == count + 1)
        } else {
            let error = #expect(throws: SchemaError.self) { try schema(text) }
            #expect(error?.message.contains("share branches") == true)
        }
    }

    @Test(.timeLimit(.minutes(10))) func `many types may derive from one large type`() throws {
        var text = "{ 'struct': 'Big', 'data': { \((0..<3000).map { "'m\($0)': 'int'" }.joined(separator: ", ")) } }\n"
        for index in 0..<3000 { text += "{ 'struct': 'S\(index)x', 'base': 'Big', 'data': { 'own': 'int' } }\n" }
        let schema = try schema(text)
        #expect(try schema.object("S2999x").members.count == 3001)
    }
}
