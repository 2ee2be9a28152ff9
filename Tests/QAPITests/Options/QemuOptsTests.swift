import JSON
import QAPI
import Testing

@Suite struct QemuOptsTests {
    static let free = QemuOptsGroup(name: "free")
    static let typed = QemuOptsGroup(
        name: "typed", impliedOption: "path",
        options: [
            .init("path", .string, help: "the file"), .init("delay", .bool), .init("node", .bool),
            .init("count", .number, default: "3"), .init("length", .size, help: "how long"),
        ])

    static let split: [(String, String)] = [
        ("", ""), ("a=1", "a=1"), ("a=1,b=2", "a=1|b=2"), ("a=1,", "a=1"), ("a=", "a="), ("a=x,,y,b=1", "a=x,y|b=1"),
        ("a=,,", "a=,"), ("a=b=c", "a=b=c"), ("a=1,a=2", "a=1|a=2"), ("flag", "flag=on"), ("noflag", "flag=off"),
        ("no", "=off"), ("a,b", "a=on|b=on"), ("a.b.c=1", "a.b.c=1"), ("weird key!=1", "weird key!=1"), ("=x", "=x"),
        (",a=1", "=on|a=1"), ("a=é,ü=1", "a=é|ü=1"), ("a=help", "a=help"), ("help=a", "help=a"),
        ("a=1,,b,c=2", "a=1,b|c=2"),
    ]

    @Test(arguments: QemuOptsTests.split)
    func `a text becomes options in their order`(text: String, items: String) throws {
        let opts = try QemuOpts.parse(text, group: Self.free)
        #expect(opts.items.map { "\($0.name)=\($0.value)" }.joined(separator: "|") == items)
        #expect(!opts.helpRequested)
    }

    @Test func `the last of several options counts`() throws {
        let opts = try QemuOpts.parse("a=1,b=x,a=2", group: Self.free)
        #expect(opts.string("a") == "2")
        #expect(opts.all("a") == ["1", "2"])
        #expect(opts.string("c") == nil)
        #expect(opts.object() == ["a": "2", "b": "x"])
    }

    @Test func `removing an option removes all of its values`() throws {
        var opts = try QemuOpts.parse("a=1,b=x,a=2,c=y", group: Self.free)
        opts.removeAll("a")
        #expect(opts.string("a") == nil)
        #expect(opts.string("c") == "y")
        #expect(opts.description == "b=x,c=y")
    }

    @Test func `the first id is the id and no option`() throws {
        let opts = try QemuOpts.parse("a=1,id=x-1.y_Z,id=z", group: Self.free)
        #expect(opts.id == "x-1.y_Z")
        #expect(opts.items.map(\.name) == ["a"])
        #expect(opts.object() == ["id": "x-1.y_Z", "a": "1"])
    }

    @Test(arguments: ["id=", "id=1a", "id=-a", "id=a b", "id=é", "id=a/b", "id", "a=1,noid"])
    func `an id must be well formed and have a value`(text: String) {
        let error = failure { () throws(QAPIError) in try QemuOpts.parse(text, group: Self.free) }
        #expect(error?.parameter == "id")
    }

    @Test func `a first value may stand alone when its option is implied`() throws {
        let opts = try QemuOpts.parse("a,,b,count=4", group: Self.typed)
        #expect(opts.string("path") == "a,b")
        #expect(try opts.number("count") == 4)
        #expect(opts.warnings.isEmpty)
    }

    @Test func `a flag is on or off and deprecated`() throws {
        let opts = try QemuOpts.parse("p,nodelay", group: Self.typed)
        #expect(try opts.bool("delay") == false)
        #expect(opts.warnings == ["Option 'nodelay' without a value is deprecated; write 'delay=off'"])
    }

    @Test func `a known name that begins with no is not taken apart`() throws {
        let opts = try QemuOpts.parse("p,node", group: Self.typed)
        #expect(try opts.bool("node") == true)
        #expect(try opts.bool("delay") == nil)
    }

    @Test func `a default holds where nothing is given`() throws {
        let opts = try QemuOpts.parse("p", group: Self.typed)
        #expect(try opts.number("count") == 3)
        #expect(try opts.size("length") == nil)
        #expect(opts.given("count") == nil)
    }

    static let refused: [(String, String)] = [
        ("unknown=1", "unknown"), ("delay=maybe", "delay"), ("count=x", "count"),
        ("count=18446744073709551616", "count"),
        ("length=1kb", "length"), ("length=-1", "length"), ("p,q", "q"), ("p,nocount", "count"),
    ]

    @Test(arguments: QemuOptsTests.refused)
    func `a typed option is checked when it is read`(text: String, parameter: String) {
        let error = failure { () throws(QAPIError) in try QemuOpts.parse(text, group: Self.typed) }
        #expect(error?.parameter == parameter)
    }

    @Test func `an unknown option is refused with what is known`() {
        let error = failure { () throws(QAPIError) in try QemuOpts.parse("lenght=1k", group: Self.typed) }
        #expect(error?.hint == "Did you mean 'length'?\nAccepted here: path, delay, node, count, length")
    }

    @Test func `a number too large differs from no number`() {
        let large = failure { () throws(QAPIError) in
            try QemuOpts.parse("count=99999999999999999999", group: Self.typed)
        }
        let none = failure { () throws(QAPIError) in try QemuOpts.parse("count=x", group: Self.typed) }
        #expect(
            large?.message == "Parameter 'count' must be an integer of 64 unsigned bits, not '99999999999999999999'")
        #expect(none?.message == "Parameter 'count' must be an integer, not 'x'")
    }

    static let help: [(String, Bool, Bool)] = [
        ("help", true, true), ("?", true, true), ("a=1,help", true, true), ("a=1,?,b=2", true, true),
        ("a=help", false, false),
        ("helpme", false, false), ("a=1,,help", false, false),
    ]

    @Test(arguments: QemuOptsTests.help)
    func `help is noticed`(text: String, asked: Bool, parsed: Bool) throws {
        #expect(QemuOpts.asksForHelp(text) == asked)
        #expect(try QemuOpts.parse(text, group: Self.free).helpRequested == parsed)
    }

    @Test func `the first word of an implied option is its value even when it is help`() throws {
        #expect(QemuOpts.asksForHelp("help"))
        #expect(try QemuOpts.parse("help", group: Self.typed).string("path") == "help")
    }

    @Test func `help lists the options by name`() {
        #expect(
            Self.typed.helpText == """
                Options of 'typed':
                  count=<number>
                  delay=<on|off>
                  length=<size>                 how long
                  node=<on|off>
                  path=<text>                   the file
                """)
        #expect(Self.free.helpText == "'free' has no options of its own")
    }

    @Test func `an id occurs once in a set`() throws {
        var set = QemuOptsSet(group: Self.free)
        try set.add("id=a,x=1")
        try set.add("x=2")
        try set.add("id=b,x=3")
        let error = failure { () throws(QAPIError) in try set.add("id=a") }
        #expect(error?.message == "There is already a 'free' with the id 'a'")
        #expect(set.find("b")?.string("x") == "3")
        #expect(set.find("c") == nil)
        #expect(set.all.count == 3)
        let help = try set.add("id=a,help")
        #expect(help.helpRequested)
    }

    @Test(arguments: 0..<200)
    func `printed options are read back`(seed: Int) throws {
        var random = RandomTree(seed: UInt64(seed))
        var opts = QemuOpts(group: Self.free, id: seed % 2 == 0 ? "i\(seed)" : nil)
        for name in ["a", "b.c", "a", "x y"] { opts.append(.init(name: name, value: random.text())) }
        #expect(try QemuOpts.parse(opts.description, group: Self.free) == opts)
    }

    @Test func `a hundred thousand options take linear time`() throws {
        let text = (0..<100_000).map { "option\($0)=v" }.joined(separator: ",")
        let opts = try QemuOpts.parse(text, group: Self.free)
        #expect(opts.string("option99999") == "v")
        #expect(opts.object().members.count == 100_000)
    }
}
