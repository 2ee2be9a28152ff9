import JSON
import QAPI
import Testing

@Suite struct KeyvalTests {
    static let accepted: [(String, JSONObject)] = [
        ("", [:]), ("a=b", ["a": "b"]), ("a=", ["a": ""]), ("a=b,", ["a": "b"]), ("a=b,c=d", ["a": "b", "c": "d"]),
        ("a=1,a=2", ["a": "2"]), ("a=x,,y", ["a": "x,y"]), ("a=,,", ["a": ","]), ("a=,,,b=c", ["a": ",", "b": "c"]),
        ("a=b=c", ["a": "b=c"]), ("a.b=1,a.c=2", ["a": ["b": "1", "c": "2"]]), ("a.b.c=1", ["a": ["b": ["c": "1"]]]),
        ("a.b=1,a.b=2", ["a": ["b": "2"]]), ("l.0=x,l.1=y", ["l": ["x", "y"]]), ("l.1=y,l.0=x", ["l": ["x", "y"]]),
        ("l.0=x,l.00=y", ["l": ["y"]]), ("l.01=y,l.0=x", ["l": ["x", "y"]]),
        ("l.0.a=1,l.0.b=2,l.1.a=3", ["l": [["a": "1", "b": "2"], ["a": "3"]]]), ("l.0.0=x", ["l": [["x"]]]),
        ("id=a,id=b", ["id": "b"]), ("a-b_c9=x", ["a-b_c9": "x"]), ("__com.example_x=1", ["__com.example_x": "1"]),
        ("a.__com.example_x.b=1", ["a": ["__com.example_x": ["b": "1"]]]), ("a= b ", ["a": " b "]),
        ("a=x,,,,y,b=,,z", ["a": "x,,y", "b": ",z"]), ("a=x,,", ["a": "x,"]), ("a=é,,é", ["a": "é,é"]),
        ("a=é", ["a": "é"]), ("A.b=1", ["A": ["b": "1"]]), ("help=a", ["help": "a"]), ("a=help", ["a": "help"]),
    ]

    @Test(arguments: KeyvalTests.accepted)
    func `a text becomes a tree`(text: String, tree: JSONObject) throws {
        #expect(try Keyval.parse(text) == Keyval.Result(tree: tree, helpRequested: false))
    }

    static let refused: [(String, String)] = [
        (",", ""), (",a=1", ""), ("a=1,,b=2,c", "c"), ("a", "a"), ("a,b=1", "a"), ("=x", ""), ("a..b=1", "a..b"),
        ("a.=1", "a."), (".a=1", ".a"), ("1=x", "1"), ("1a=x", "1a"), ("a.1b=x", "a.1b"), ("a[0]=x", "a[0]"),
        ("a b=x", "a b"), ("-a=x", "-a"), ("_a=x", "_a"), ("__a=x", "__a"), ("é=x", "é"), ("a.é=x", "a.é"),
        ("a=1,a.b=2", "a"), ("a.b=1,a=2", "a"), ("a.b.c=1,a.b=2", "a.b"), ("a.0=x,a.b=y", "a"), ("a.b=x,a.0=y", "a"),
        ("a.1=x", "a.0"), ("a.0=x,a.2=y", "a.1"), ("a.0.b=x,a.1.1=y", "a.1.0"), ("a.99999999999999999999=x", "a.0"),
        ("a=1,?=2", "?"), ("a+=1", "a+"), ("a=1,help,b", "b"),
    ]

    @Test(arguments: KeyvalTests.refused)
    func `a text that breaks the grammar is refused with the parameter's name`(text: String, parameter: String) {
        let error = failure { () throws(QAPIError) in try Keyval.parse(text) }
        #expect(error?.parameter == parameter)
        #expect(error?.errorClass == .genericError)
    }

    @Test func `a fragment has at most 127 bytes`() throws {
        let longest = String(repeating: "k", count: 127)
        #expect(try Keyval.parse("\(longest)=1").tree == [longest: "1"])
        #expect(try Keyval.parse("\(longest).\(longest)=1").tree == [longest: [longest: "1"]])
        let error = failure { () throws(QAPIError) in try Keyval.parse("a.\(longest)k=1") }
        #expect(error?.message.contains("longer than 127 bytes") == true)
        #expect(failure { () throws(QAPIError) in try Keyval.parse("\(longest)k=1") } != nil)
    }

    static let implied: [(String, JSONObject)] = [
        ("raw", ["driver": "raw"]), ("raw,a=1", ["driver": "raw", "a": "1"]), ("raw,", ["driver": "raw"]),
        ("a=1", ["a": "1"]), ("raw,driver=file", ["driver": "file"]), ("a.b", ["driver": "a.b"]),
        ("1é", ["driver": "1é"]),
    ]

    @Test(arguments: KeyvalTests.implied)
    func `the first value may stand alone when its key is implied`(text: String, tree: JSONObject) throws {
        #expect(try Keyval.parse(text, impliedKey: "driver").tree == tree)
    }

    @Test func `an implied key may be dotted`() throws {
        #expect(try Keyval.parse("x,a.c=y", impliedKey: "a.b").tree == ["a": ["b": "x", "c": "y"]])
    }

    @Test(arguments: ["a=1,raw", "raw,,a=1", ",raw", "=raw"])
    func `only the first value may stand alone`(text: String) {
        #expect(failure { () throws(QAPIError) in try Keyval.parse(text, impliedKey: "driver") } != nil)
    }

    static let help: [(String, JSONObject)] = [
        ("help", [:]), ("?", [:]), ("help,a=1", ["a": "1"]), ("a=1,help", ["a": "1"]),
        ("a=1,?,b=2", ["a": "1", "b": "2"]),
        ("help,help", [:]),
    ]

    @Test(arguments: KeyvalTests.help, [nil, "driver"])
    func `help is noticed anywhere and the rest is still read`(_ row: (String, JSONObject), implied: String?) throws {
        #expect(
            try Keyval.parse(row.0, impliedKey: implied) == Keyval.Result(tree: row.1, helpRequested: true))
    }

    @Test func `a word that only begins with help is none`() throws {
        #expect(failure { () throws(QAPIError) in try Keyval.parse("helpme") } != nil)
        #expect(try Keyval.parse("helpme", impliedKey: "driver").helpRequested == false)
    }

    @Test(arguments: [1, 15, 16, 17, 18, 40])
    func `a key is found again among any number`(count: Int) throws {
        let keys = (0..<count).map { "k.k\($0)" }
        let text = (keys.map { "\($0)=old" } + keys.map { "\($0)=\($0)" }).joined(separator: ",")
        let expected = JSONObject((0..<count).map { JSONObject.Member(name: "k\($0)", value: .string("k.k\($0)")) })
        #expect(try Keyval.parse(text).tree == ["k": .object(expected)])
        for key in keys {
            let error = failure { () throws(QAPIError) in try Keyval.parse("\(text),\(key).x=1") }
            #expect(error?.parameter == key)
        }
    }

    @Test func `a key that is too deep is refused and not recursed into`() throws {
        let deep = Array(repeating: "a", count: 1024).joined(separator: ".")
        #expect(try Keyval.parse("\(deep)=1").tree["a"] != nil)
        let tooDeep = Array(repeating: "a", count: 100_000).joined(separator: ".")
        let error = failure { () throws(QAPIError) in try Keyval.parse("\(tooDeep)=1") }
        #expect(error?.message.contains("nests deeper than 1024 levels") == true)
    }

    @Test func `a hundred thousand fragments take linear time`() throws {
        let text = (0..<35_000).map { "list.\($0).name=v" }.joined(separator: ",")
        let clock = ContinuousClock()
        var result: Keyval.Result?
        let duration = try clock.measure { result = try Keyval.parse(text) }
        guard case .array(let elements)? = result?.tree["list"] else { Issue.record("no list"); return }
        #expect(elements.count == 35_000)
        #expect(elements.last == ["name": "v"])
        #expect(duration < .seconds(20))
    }
}
