import JSON
import QAPI
import Testing

@Suite struct ForwardFieldVisitorTests {
    private func reader(_ root: JSONValue) throws(QAPIError) -> ForwardFieldInputVisitor<JSONInputVisitor> {
        var base = JSONInputVisitor(root)
        try base.startStruct(nil)
        return ForwardFieldInputVisitor(base, from: "alias", to: "target")
    }

    @Test func `the alias is read as its target`() throws {
        var visitor = try reader(["target": 5])
        #expect(try Int64(from: &visitor, name: "alias") == 5)
        var list = try reader(["target": [1, 2]])
        #expect(try [Int64](from: &list, name: "alias") == [1, 2])
        var limits = try reader(["target": ["name": "a"]])
        #expect(try Limits(from: &limits, name: "alias") == Limits(name: "a"))
        var reference = try reader(["target": "n"])
        #expect(try DeviceRef(from: &reference, name: "alias") == .reference("n"))
    }

    @Test func `any other name is missing`() throws {
        var visitor = try reader(["target": 5, "other": 6])
        #expect(failure { () throws(QAPIError) in try Int64(from: &visitor, name: "target") }?.parameter == "target")
        #expect(failure { () throws(QAPIError) in try Int64(from: &visitor, name: "other") }?.parameter == "other")
        #expect(visitor.isPresent("target") == false)
        #expect(visitor.isPresent("alias") == true)
    }

    @Test func `an error names the target`() throws {
        var visitor = try reader(["target": ["name": 1]])
        #expect(
            failure { () throws(QAPIError) in try Limits(from: &visitor, name: "alias") }?.parameter == "target.name")
    }

    @Test func `the alias is written as its target`() throws {
        var base = JSONOutputVisitor()
        try base.startStruct(nil)
        var visitor = ForwardFieldOutputVisitor(base, from: "alias", to: "target")
        try Limits(name: "a", marks: [1]).visit(&visitor, name: "alias")
        #expect(throws: QAPIError.self) { try visitor.bool(true, "target") }
        base = visitor.base
        base.endStruct()
        #expect(base.finish() == ["target": ["name": "a", "marks": [1]]])
    }
}
