import Testing

@testable import QAPISchema

struct NameTableTests {
    @Test(arguments: [1, 11, 12, 13, 14, 200])
    func `a key is known however many there are`(count: Int) {
        var table = NameTable()
        #expect(table.isEmpty)
        for number in 0..<count {
            #expect(table["key\(number)"] == nil)
            #expect(table.insert("name\(number)", for: "key\(number)") == nil)
        }
        #expect(table.entries.map(\.name) == (0..<count).map { "name\($0)" })
        for number in 0..<count {
            #expect(table["key\(number)"] == "name\(number)")
            #expect(table.insert("other", for: "key\(number)") == "name\(number)")
        }
        #expect(table["name0"] == nil)
        #expect(table.entries.count == count)
    }

    @Test(arguments: [2, 12, 13, 14, 200])
    func `an object refuses a second key however many it has`(count: Int) throws {
        let members = (0..<count).map { "'key\($0)': 'int'" }.joined(separator: ", ")
        let source = try SchemaReader.read(text: "{ 'struct': 'Foo', 'data': { \(members) } }")
        #expect(try Schema(source).object("Foo").members.map(\.name) == (0..<count).map { "key\($0)" })
        for number in [0, count - 1] {
            let error = #expect(throws: SchemaError.self) {
                try SchemaReader.read(text: "{ 'struct': 'Foo', 'data': { \(members), 'key\(number)': 'int' } }")
            }
            #expect(error?.message.contains("'key\(number)' twice") == true)
        }
    }

    @Test(arguments: [1, 2, 30])
    func `descriptions are found in any order`(count: Int) throws {
        func schema(describing names: [String]) throws -> Schema.ObjectType {
            let lines = ["##", "# @Foo:", "#"] + names.flatMap { ["# @\($0): text of \($0)", "#"] } + ["##"]
            let members = (0..<count).map { "'m\($0)': 'int'" }.joined(separator: ", ")
            let text = lines.joined(separator: "\n") + "\n{ 'struct': 'Foo', 'data': { \(members) } }\n"
            return try Schema(SchemaReader.read(text: text)).object("Foo")
        }
        let names = (0..<count).map { "m\($0)" }
        for order in [names, names.reversed(), Array(names.dropFirst() + names.prefix(1))] {
            #expect(try schema(describing: order).members.map(\.documentation) == names.map { "text of \($0)" })
        }
        let missing = #expect(throws: SchemaError.self) { try schema(describing: Array(names.dropFirst())) }
        #expect(missing?.message == "member 'm0' is not documented")
        let excess = #expect(throws: SchemaError.self) { try schema(describing: ["none"] + names) }
        #expect(excess?.message == "the documentation describes member 'none', which does not exist")
    }
}
