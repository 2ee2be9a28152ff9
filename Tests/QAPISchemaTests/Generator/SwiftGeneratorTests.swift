import Testing

@testable import QAPISchema

struct SwiftGeneratorTests {
    /// The files made from a schema of one module called `test`.
    private func generate(_ text: String, defining symbols: Set<String> = []) throws -> [String: String] {
        let schema = try Schema(SchemaReader.read(text: text, name: "test.json"))
        let files = try SwiftGenerator(schema, prefix: "Test", defining: symbols).files()
        return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
    }

    private func module(_ text: String, defining symbols: Set<String> = []) throws -> String {
        try #require(generate(text, defining: symbols)["Test.swift"])
    }

    @Test func `an enumeration keeps its names as raw values`() throws {
        let text = try module(
            "{'pragma': {'member-name-exceptions': ['Aio']}}\n{'enum': 'Aio', 'data': ['threads', 'io_uring', {'name': 'old', 'features': ['deprecated']}]}"
        )
        #expect(text.contains("public enum Aio: String, QAPIEnum {"))
        #expect(text.contains("    case threads\n"))
        #expect(text.contains("    case ioUring = \"io_uring\"\n"))
        #expect(text.contains("        case .old: .deprecated\n        default: []\n"))
    }

    @Test func `a struct visits its base's members first`() throws {
        let text = try module(
            """
            {'struct': 'Base', 'data': {'name': 'str'}}
            {'struct': 'Disk', 'base': 'Base', 'data': {'*size': 'size', '*x-new': {'type': ['int8'], 'features': ['unstable']}}}
            """)
        let disk = try #require(text.split(separator: "public struct Disk").last)
        #expect(disk.contains("public var name: String\n"))
        #expect(disk.contains("public var size: ByteSize?\n"))
        #expect(disk.contains("public init(name: String, size: ByteSize? = nil, xNew: [Int8]? = nil) {"))
        #expect(disk.contains("name = try visitor.required(\"name\")\n        size = try visitor.optional(\"size\")"))
        #expect(disk.contains("xNew = try visitor.optional(\"x-new\", features: .unstable)"))
    }

    @Test func `a union's branch is its tag`() throws {
        let text = try module(
            """
            {'enum': 'Kind', 'data': ['a', 'b']}
            {'struct': 'Ab', 'data': {'x': 'int'}}
            {'union': 'Ux', 'base': {'kind': 'Kind', '*id': 'str'}, 'discriminator': 'kind', 'data': {'a': 'Ab'}}
            """)
        #expect(text.contains("    public enum Branch: Sendable, Hashable {"))
        #expect(text.contains("        case a(Ab)\n"))
        #expect(text.contains("        case b\n"))
        #expect(text.contains("let kind = try visitor.required(\"kind\", as: Kind.self)"))
        #expect(text.contains("case .a: branch = .a(try Ab(membersFrom: &visitor))"))
        #expect(text.contains("case .b: branch = .b\n"))
        #expect(text.contains("public init(id: String? = nil, branch: Branch) {"))
    }

    @Test func `a value that contains itself is boxed or indirect`() throws {
        let text = try module(
            """
            {'struct': 'Node', 'data': {'*next': 'Node', 'list': ['Node']}}
            {'alternate': 'Ref', 'data': {'definition': 'Holder', 'reference': 'str'}}
            {'struct': 'Holder', 'data': {'file': 'Ref'}}
            """)
        #expect(text.contains("public var next: Boxed<Node>?\n"))
        #expect(text.contains("public var list: [Node]\n"))
        #expect(text.contains("public indirect enum Ref: QAPIValue, Hashable {"))
        #expect(text.contains("public var file: Ref\n"))
    }

    @Test func `an alternate is chosen by the kind of value`() throws {
        let text = try module(
            "{'alternate': 'Ab', 'data': {'on': 'bool', 'none': 'null', 'many': ['str'], 'count': 'int'}}")
        #expect(text.contains("case .bool: self = .on(try Bool(from: &visitor, name: name))"))
        #expect(text.contains("case .null: self = .none(try QAPINull(from: &visitor, name: name))"))
        #expect(text.contains("case .array: self = .many(try [String](from: &visitor, name: name))"))
        #expect(text.contains("case .number: self = .count(try Int64(from: &visitor, name: name))"))
        #expect(text.contains("of: \"Ab\", accepting: [.bool, .null, .array, .number])"))
        #expect(text.contains("public enum Ab:"))
    }

    @Test func `commands make a protocol and a table`() throws {
        let text = try #require(
            try generate(
                """
                {'command': 'node-del', 'data': {'node-name': 'str', '*force': 'bool'}}
                {'struct': 'Options', 'data': {'x': 'int'}}
                {'command': 'node-add', 'data': 'Options', 'boxed': true}
                {'command': 'query', 'returns': ['Options']}
                {'command': 'raw', 'gen': false}
                """)["TestCommands.swift"])
        #expect(text.contains("func nodeDel(nodeName: String, force: Bool?) throws(QAPIError)\n"))
        #expect(text.contains("func nodeAdd(_ arguments: Options) throws(QAPIError)\n"))
        #expect(text.contains("func query() throws(QAPIError) -> [Options]\n"))
        #expect(text.contains("public struct NodeDelArguments: QAPIObject, Hashable {"))
        #expect(
            text.contains("register(\"node-del\") { (arguments: NodeDelArguments) throws(QAPIError) -> QAPIEmpty in"))
        #expect(text.contains("try commands.nodeDel(nodeName: arguments.nodeName, force: arguments.force)\n"))
        #expect(text.contains("register(\"node-add\") { (arguments: Options) throws(QAPIError) -> QAPIEmpty in"))
        #expect(text.contains("register(\"query\") { (_: QAPIEmpty) throws(QAPIError) -> [Options] in"))
        #expect(!text.contains("raw"))
    }

    @Test func `an event carries its data`() throws {
        let text = try module("{'event': 'NODE_GONE', 'data': {'node-name': 'str'}}\n{'event': 'IDLE'}")
        #expect(text.contains("public struct NodeGoneEvent: QAPIEventData, Hashable {"))
        #expect(text.contains("public static var eventName: String { \"NODE_GONE\" }"))
        #expect(text.contains("public struct IdleEvent: QAPIEventData, Hashable {"))
        #expect(text.contains("public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {}"))
    }

    @Test func `what its condition excludes is left out`() throws {
        let schema = """
            {'struct': 'Sx', 'data': {'a': 'int', 'b': {'type': 'int', 'if': 'CONFIG_B'}}}
            {'struct': 'Tx', 'data': {'a': 'int'}, 'if': 'CONFIG_T'}
            """
        let without = try module(schema)
        #expect(!without.contains("var b:") && !without.contains("struct Tx"))
        let with = try module(schema, defining: ["CONFIG_B", "CONFIG_T"])
        #expect(with.contains("var b: Int64") && with.contains("struct Tx"))
    }

    @Test func `documentation is carried over`() throws {
        let text = try module(
            """
            ##
            # @Sx:
            #
            # What a node has, see @name.
            #
            # @name: the name
            #     of the node
            #
            # Since: 0.1
            ##
            {'struct': 'Sx', 'data': {'name': 'str'}}
            """)
        #expect(text.contains("/// What a node has, see `name`.\n///\n/// - Since: 0.1\npublic struct Sx"))
        #expect(text.contains("    /// The name\n    /// of the node.\n    public var name: String\n"))
    }

    @Test(arguments: [
        "{'struct': 'Sx', 'data': {'node-x': 'int', 'nodeX': 'int'}}", "{'enum': 'Ex', 'data': ['a-b', 'aB']}",
    ])
    func `two members with one Swift name are refused`(text: String) throws {
        let pragma = "{'pragma': {'member-name-exceptions': ['Sx', 'Ex']}}\n"
        #expect(throws: SwiftGenerator.Failure.self) { try generate(pragma + text) }
    }

    @Test func `the same schema gives the same bytes`() throws {
        let text =
            "{'enum': 'Ex', 'data': ['a', 'b']}\n{'event': 'X', 'data': {'e': 'Ex'}}\n{'command': 'c', 'returns': 'Xy'}\n{'struct': 'Xy', 'data': {}}"
        #expect(try generate(text) == generate(text))
    }
}
