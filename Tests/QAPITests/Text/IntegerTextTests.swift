import QAPI
import Testing

@Suite struct IntegerTextTests {
    static let accepted: [(String, Int64)] = [
        ("0", Int64(0)), ("42", 42), ("+42", 42), ("-42", -42), (" \t\n42", 42), ("0x1F", 31), ("-0X1f", -31),
        ("017", 15),
        ("00", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min), ("0x7fffffffffffffff", .max),
    ]

    static let unsigned: [(String, UInt64)] = [
        ("18446744073709551615", UInt64.max), ("-1", .max), ("-18446744073709551615", 1), ("-0", 0), ("0x10", 16),
    ]

    @Test(arguments: IntegerTextTests.accepted)
    func `a signed integer is read in any base`(text: String, value: Int64) throws {
        #expect(try IntegerText.int64(text) == value)
    }

    @Test(arguments: [
        "", " ", "-", "+", "--1", "1 ", "1x", "0x", "0xg", "08", "1.0", "1e3", "9223372036854775808x", "é",
    ])
    func `a text that is no integer is invalid`(text: String) {
        #expect(throws: NumberTextError.invalid) { try IntegerText.int64(text) }
        #expect(throws: NumberTextError.invalid) { try IntegerText.uint64(text) }
        #expect(throws: NumberTextError.invalid) { try IntegerText.nonnegative(text) }
    }

    @Test(arguments: ["9223372036854775808", "-9223372036854775809", "0x10000000000000000", "99999999999999999999"])
    func `a signed integer beyond 64 bits is out of range`(text: String) {
        #expect(throws: NumberTextError.outOfRange) { try IntegerText.int64(text) }
    }

    @Test(arguments: IntegerTextTests.unsigned)
    func `an unsigned integer wraps a negative one`(text: String, value: UInt64) throws {
        #expect(try IntegerText.uint64(text) == value)
    }

    @Test(arguments: ["18446744073709551616", "-18446744073709551616"])
    func `an unsigned integer beyond 64 bits is out of range`(text: String) {
        #expect(throws: NumberTextError.outOfRange) { try IntegerText.uint64(text) }
    }

    @Test func `where negative numbers make no sense they are out of range`() throws {
        #expect(try IntegerText.nonnegative("18446744073709551615") == .max)
        #expect(throws: NumberTextError.outOfRange) { try IntegerText.nonnegative("-1") }
        #expect(throws: NumberTextError.outOfRange) { try IntegerText.nonnegative("-0") }
    }
}
