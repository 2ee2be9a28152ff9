import QAPI
import Testing

@Suite struct NumberTextTests {
    static let accepted: [(String, Double)] = [
        ("0", 0), ("1.5", 1.5), ("-1.5", -1.5), ("+2", 2), (" 3", 3), (".5", 0.5), ("5.", 5), ("1e3", 1000),
        ("1E-3", 0.001),
        ("0x10", 16), ("0x1p3", 8), ("0x.8", 0.5), ("1e-400", 0), ("1.7976931348623157e308", .greatestFiniteMagnitude),
    ]

    @Test(arguments: NumberTextTests.accepted)
    func `a finite number is read`(text: String, value: Double) throws {
        #expect(try NumberText.parse(text) == value)
    }

    @Test(arguments: [
        "", " ", ".", "-", "inf", "-infinity", "nan", "nan(1)", "1 ", "1x", "1e", "1.5.2", "1,5", "1\u{0}", "0x",
    ])
    func `a text that is no finite number is invalid`(text: String) {
        #expect(throws: NumberTextError.invalid) { try NumberText.parse(text) }
    }

    @Test(arguments: ["1e309", "-1e309", "0x1p1024"])
    func `a number beyond a double is out of range`(text: String) {
        #expect(throws: NumberTextError.outOfRange) { try NumberText.parse(text) }
    }
}
