import JSON
import QAPI
import Testing

@Suite struct OptionArgumentTests {
    @Test func `JSON and keyval say the same`() throws {
        let expected = Device(nodeName: "n", branch: .disk(DeviceDisk(filename: "a,b")))
        let keyval = try OptionArgument("disk,node-name=n,filename=a,,b", impliedKey: "driver")
        let json = try OptionArgument("{'driver': 'disk', \"node-name\": \"n\", 'filename': 'a,b'}")
        #expect(try keyval.value(as: Device.self) == expected)
        #expect(try json.value(as: Device.self) == expected)
        #expect(keyval.object == json.object)
    }

    @Test func `JSON is typed and keyval is not`() throws {
        #expect(throws: QAPIError.self) { try OptionArgument("{'name': 'a', 'weight': '5'}").value(as: Limits.self) }
        #expect(try OptionArgument("name=a,weight=5").value(as: Limits.self) == Limits(name: "a", weight: 5))
    }

    @Test func `help is only a word of keyval`() throws {
        #expect(try OptionArgument("help").helpRequested)
        #expect(try OptionArgument("disk,help", impliedKey: "driver").helpRequested)
        #expect(try !OptionArgument("{'help': 'help'}").helpRequested)
    }

    @Test(arguments: ["{", "{'a'}", "{} x", "{'a': 1, 'a': 2}"])
    func `JSON that is none is refused`(text: String) {
        #expect(throws: QAPIError.self) { try OptionArgument(text) }
    }

    @Test func `the policy applies to both`() {
        let policy = CompatPolicy(deprecatedInput: .reject)
        #expect(throws: QAPIError.self) { try OptionArgument("name=a,old=1").value(as: Limits.self, policy: policy) }
        #expect(throws: QAPIError.self) {
            try OptionArgument("{'name':'a','old':1}").value(as: Limits.self, policy: policy)
        }
    }
}
