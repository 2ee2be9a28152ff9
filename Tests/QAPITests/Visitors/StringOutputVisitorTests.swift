import QAPI
import Testing

@Suite struct StringOutputVisitorTests {
    @Test func `scalars are written plainly`() throws {
        #expect(try Int64(-42).text() == "-42")
        #expect(try UInt64.max.text() == "18446744073709551615")
        #expect(try true.text() == "true")
        #expect(try false.text() == "false")
        #expect(try 3.5.text() == "3.5")
        #expect(try Double(3).text() == "3")
        #expect(try "a b".text() == "a b")
        #expect(try ByteSize(1536).text() == "1536")
        #expect(try QAPINull().text() == "")
        #expect(try Medium.hostCdrom.text() == "host_cdrom")
        #expect(try Limits(name: "a").text() == "<omitted>")
    }

    @Test func `people see more`() throws {
        #expect(try Int64(42).text(forHumans: true) == "42 (0x2a)")
        #expect(try Int64(-1).text(forHumans: true) == "-1 (0xffffffffffffffff)")
        #expect(try ByteSize(1536).text(forHumans: true) == "1536 (1.5 KiB)")
        #expect(try "a".text(forHumans: true) == "\"a\"")
        #expect(try QAPINull().text(forHumans: true) == "<null>")
        #expect(try [Int64]([1, 2, 3, 7]).text(forHumans: true) == "1-3,7 (0x1-0x3,0x7)")
    }

    static let lists: [([Int64], String)] = [
        ([], ""), ([5], "5"), ([1, 2, 3], "1-3"), ([3, 1, 2], "1-3"), ([1, 1, 2], "1-2"), ([5, 1, 3], "1,3,5"),
        ([-3, -2, 0], "-3--2,0"), ([.max, .max - 1], "9223372036854775806-9223372036854775807"),
        ([.min, .min + 1, 7], "-9223372036854775808--9223372036854775807,7"),
    ]

    @Test(arguments: StringOutputVisitorTests.lists)
    func `a list of integers is sorted and its runs are ranges`(list: [Int64], text: String) throws {
        #expect(try list.text() == text)
    }

    @Test func `other lists are written item by item`() throws {
        #expect(try ["a", "b"].text() == "a, b")
        #expect(try [true, false].text() == "true, false")
        #expect(try [Limits(name: "a"), Limits(name: "b", marks: [1])].text() == "<omitted>, <omitted>")
        #expect(throws: QAPIError.self) { try [[Int64]]([[1]]).text() }
    }

    @Test func `infinity is no value`() {
        #expect(throws: QAPIError.self) { try Double.infinity.text() }
    }

    @Test(arguments: 0..<100)
    func `a list that was written is read back sorted`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let list = (0..<30).map { _ in UInt64.max - UInt64.random(in: 0..<50, using: &generator) }
        #expect(try [UInt64](text: list.text()) == Set(list).sorted())
    }
}
