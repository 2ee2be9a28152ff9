import JSON
import QAPI
import Testing

@Suite struct ScalarsTests {
    static let samples: [JSONValue] = [.null, true, 1, 1.5, "a", [], [:]]

    @Test(arguments: ScalarsTests.samples)
    func `a value of another kind is refused`(value: JSONValue) {
        #expect(((try? Bool(json: value)) != nil) == (value == true))
        #expect(((try? String(json: value)) != nil) == (value == "a"))
        #expect(((try? QAPINull(json: value)) != nil) == (value == .null))
        #expect(((try? Double(json: value)) != nil) == (value == 1 || value == 1.5))
        #expect(((try? ByteSize(json: value)) != nil) == (value == 1))
        #expect(((try? [Int64](json: value)) != nil) == (value == []))
        #expect(((try? QAPIEmpty(json: value)) != nil) == (value == [:]))
        #expect(((try? JSONObject(json: value)) != nil) == (value == [:]))
    }

    @Test(arguments: ScalarsTests.samples)
    func `any value stays what it is`(value: JSONValue) throws {
        #expect(try JSONValue(json: value) == value)
        #expect(try value.json() == value)
    }

    @Test func `a number takes integers`() throws {
        #expect(try Double(json: .uint(.max)) == 0x1p64)
        #expect(try Double(json: -5) == -5)
        #expect(throws: QAPIError.self) { try Double.nan.json() }
    }

    @Test func `a box changes no copy of itself`() throws {
        let first = Boxed(Limits(name: "a"))
        var second = first
        second.name = "b"
        second.value.weight = 3
        #expect(first == Boxed(Limits(name: "a")))
        #expect(second.value == Limits(name: "b", weight: 3))
        #expect(try second.json() == ["name": "b", "weight": 3])
        #expect(Set([first, first, second]).count == 2)
    }

    @Test func `sizes compare and print as bytes`() {
        #expect(ByteSize(1) < 2)
        #expect("\(ByteSize(1024))" == "1024")
    }
}
