import QAPI
import Testing

@Suite struct StringInputVisitorTests {
    @Test func `scalars are read with the parsers of option strings`() throws {
        #expect(try Int64(text: "-0x10") == -16)
        #expect(try UInt64(text: "-1") == .max)
        #expect(try UInt8(text: "255") == 255)
        #expect(try ByteSize(text: "1.5G") == ByteSize(3 << 29))
        #expect(try Bool(text: "yes") == true)
        #expect(try Double(text: "3.5") == 3.5)
        #expect(try String(text: "a,b") == "a,b")
        #expect(try Medium(text: "disk") == .disk)
        #expect(try QAPINull(text: "") == QAPINull())
    }

    @Test(arguments: ["", "x", "1 ", "1,2", "9223372036854775808"])
    func `a text that is no integer is refused under its name`(text: String) {
        let error = failure { () throws(QAPIError) in try Int64(text: text, name: "count") }
        #expect(error?.parameter == "count")
    }

    @Test func `narrow integers are checked against their range`() {
        #expect(failure { () throws(QAPIError) in try UInt8(text: "256") } != nil)
        #expect(failure { () throws(QAPIError) in try Int8(text: "-129") } != nil)
        #expect(failure { () throws(QAPIError) in try QAPINull(text: "x") } != nil)
        #expect(failure { () throws(QAPIError) in try Bool(text: "On") } != nil)
    }

    static let signed: [(String, [Int64])] = [
        ("", []), ("1", [1]), ("1,2", [1, 2]), ("2,1,2", [2, 1, 2]), ("1-3", [1, 2, 3]), ("-3--1", [-3, -2, -1]),
        ("-1-1", [-1, 0, 1]), ("1-3,2", [1, 2, 3, 2]), ("1,", [1]), (" 1, 2", [1, 2]),
        ("9223372036854775807", [.max]), ("-9223372036854775808", [.min]),
        ("9223372036854775806-9223372036854775807", [.max - 1, .max]),
        ("-9223372036854775808--9223372036854775807", [.min, .min + 1]),
    ]

    @Test(arguments: StringInputVisitorTests.signed)
    func `a list of integers keeps order and duplicates`(text: String, list: [Int64]) throws {
        #expect(try [Int64](text: text) == list)
    }

    @Test(arguments: [
        "x", "1,x", ",1", "1,,2", "3-1", "1-", "-", "0-65536", "1-2-3", "1 ", "9223372036854775808",
        "9223372036854775807-9223372036854775808", "1;2",
    ])
    func `a list of integers refuses what is none`(text: String) {
        #expect(throws: QAPIError.self) { try [Int64](text: text) }
    }

    @Test func `unsigned lists wrap negative integers`() throws {
        #expect(try [UInt64](text: "-1,0-2") == [.max, 0, 1, 2])
        #expect(try [UInt64](text: "18446744073709551614-18446744073709551615") == [.max - 1, .max])
        #expect(throws: QAPIError.self) { try [UInt64](text: "18446744073709551616") }
        #expect(try [UInt8](text: "0-255").count == 256)
        #expect(throws: QAPIError.self) { try [UInt8](text: "255-256") }
    }

    @Test func `ranges are bounded one by one and together`() throws {
        #expect(try [Int64](text: "0-65535").count == 65536)
        let sixteen = Array(repeating: "1-65536", count: 16).joined(separator: ",")
        #expect(try [Int64](text: sixteen).count == 1 << 20)
        #expect(throws: QAPIError.self) { try [Int64](text: sixteen + ",1") }
    }

    @Test func `what is left over is refused`() throws {
        var visitor = StringInputVisitor("1,2-3")
        try visitor.startList("l")
        #expect(try visitor.nextElement() == true)
        #expect(try visitor.int64(nil) == 1)
        #expect(throws: QAPIError.self) { try visitor.checkList() }
        #expect(try visitor.nextElement() == true)
        #expect(try visitor.int64(nil) == 2)
        #expect(throws: QAPIError.self) { try visitor.checkList() }
        #expect(try visitor.nextElement() == true)
        #expect(try visitor.int64(nil) == 3)
        try visitor.checkList()
        #expect(try visitor.nextElement() == false)
        let error = failure { () throws(QAPIError) in try visitor.int64(nil) }
        #expect(error?.message == "Parameter 'l' has fewer elements than expected")
    }

    @Test func `there are no objects and no lists of anything but integers`() {
        #expect(throws: QAPIError.self) { try Limits(text: "name=a") }
        #expect(throws: QAPIError.self) { try [String](text: "a,b") }
        #expect(throws: QAPIError.self) { try [[Int64]](text: "1") }
    }

    @Test(arguments: 0..<100)
    func `random bytes never trap`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let alphabet = Array("0123456789-,x \u{0}é+")
        let text = String((0..<40).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
        let signed = try? [Int64](text: text)
        let unsigned = try? [UInt64](text: text)
        #expect((signed?.count ?? 0) <= 1 << 20 && (unsigned?.count ?? 0) <= 1 << 20)
    }
}
