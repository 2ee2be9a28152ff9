import JSON
import QAPI
import Testing

@Suite struct CompatPolicyTests {
    static let marked: JSONValue = ["name": "a", "old": 1, "x-new": 2]

    @Test func `the default accepts and shows everything`() throws {
        let limits = try Limits(json: Self.marked)
        #expect(limits == Limits(name: "a", old: 1, xNew: 2))
        #expect(try limits.json() == Self.marked)
    }

    static let rejections: [(CompatPolicy, String, String)] = [
        (CompatPolicy(deprecatedInput: .reject), "old", "deprecated"),
        (CompatPolicy(deprecatedInput: .crash), "old", "deprecated"),
        (CompatPolicy(unstableInput: .reject), "x-new", "unstable"),
        (CompatPolicy(unstableInput: .crash), "x-new", "unstable"),
    ]

    @Test(arguments: CompatPolicyTests.rejections)
    func `marked input is refused when the policy says so`(policy: CompatPolicy, parameter: String, word: String) throws
    {
        let error = failure { () throws(QAPIError) in try Limits(json: Self.marked, policy: policy) }
        #expect(error?.parameter == parameter)
        #expect(error?.message == "Parameter '\(parameter)' is \(word), and the compatibility policy refuses it")
        let asksForCrash = policy.deprecatedInput == .crash || policy.unstableInput == .crash
        #expect(error?.hint == (asksForCrash ? "The policy is 'crash', which ends no process here." : nil))
        #expect(try Limits(json: ["name": "a"], policy: policy) == Limits(name: "a"))
    }

    @Test func `marked output is hidden when the policy says so`() throws {
        let limits = Limits(name: "a", old: 1, xNew: 2)
        #expect(try limits.json(policy: CompatPolicy(deprecatedOutput: .hide)) == ["name": "a", "x-new": 2])
        #expect(try limits.json(policy: CompatPolicy(unstableOutput: .hide)) == ["name": "a", "old": 1])
    }

    @Test func `a policy is itself a value of the schema`() throws {
        let tree = try Keyval.parse("deprecated-input=reject,unstable-output=hide").tree
        let policy = CompatPolicy(deprecatedInput: .reject, unstableOutput: .hide)
        #expect(try CompatPolicy(keyval: tree) == policy)
        #expect(try CompatPolicy(json: policy.json()) == policy)
    }
}
