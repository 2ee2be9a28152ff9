import JSON
import Testing

@Suite struct JSONNumberTests {
    private static let integers: [(String, JSONValue)] = [
        ("0", .int(0)), ("-0", .int(0)), ("-1", .int(-1)), ("9223372036854775807", .int(.max)),
        ("9223372036854775808", .uint(1 << 63)), ("18446744073709551615", .uint(.max)),
        ("-9223372036854775808", .int(.min)), ("18446744073709551616", .double(0x1p64)),
        ("-9223372036854775809", .double(-0x1p63)), ("99999999999999999999", .double(1e20)),
        ("1000000000000000000000000", .double(1e24)), ("-18446744073709551615", .double(-0x1p64)),
        ("10000000000000000000", .uint(10_000_000_000_000_000_000)),
        ("1234567890123456789", .int(1_234_567_890_123_456_789)),
    ]

    @Test(arguments: integers)
    func `an integer is signed if it fits, else unsigned, else a double`(text: String, value: JSONValue) throws {
        let read = try JSONParser.parse(text)
        switch (read, value) {
        case (.int(let read), .int(let value)): #expect(read == value)
        case (.uint(let read), .uint(let value)): #expect(read == value)
        case (.double(let read), .double(let value)): #expect(read == value)
        default: Issue.record("\(text) was read as \(read)")
        }
    }

    private static let doubles: [(String, Double)] = [
        ("0.0", 0), ("-0.0", -0.0), ("1.0", 1), ("1e0", 1), ("0e5", 0), ("0E-5", 0), ("1E+2", 100), ("1e-2", 0.01),
        ("42.5", 42.5), ("-42.5e1", -425), ("0.1", 0.1), ("123456.789e3", 123_456_789),
        ("9007199254740993.0", 9_007_199_254_740_992), ("9007199254740992.9", 9_007_199_254_740_992),
        ("1.7976931348623157e308", .greatestFiniteMagnitude), ("1.7976931348623158e308", .greatestFiniteMagnitude),
        ("5e-324", .leastNonzeroMagnitude), ("2.4703282292062328e-324", .leastNonzeroMagnitude),
        ("2.4703282292062327e-324", 0), ("1e-999999999999999999999", 0), ("0e999999999999999999999", 0),
        ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
        ("2.2250738585072014e-308", .leastNormalMagnitude),
        ("1e22", 1e22), ("1e23", 1e23), ("8.5e22", 8.5e22), ("0.000000000000000000000001", 1e-24),
        ("7.2057594037927933e16", 72_057_594_037_927_936), ("179769313486231570000.0e288", .greatestFiniteMagnitude),
    ]

    @Test(arguments: doubles)
    func `a fraction or an exponent makes a double, correctly rounded`(text: String, value: Double) throws {
        guard case .double(let read) = try JSONParser.parse(text) else {
            Issue.record("\(text) is not a double")
            return
        }
        #expect(read.bitPattern == value.bitPattern)
    }

    @Test(arguments: ["1e309", "-1e309", "1.7976931348623159e308", "2e308", "1e99999999999999999999"])
    func `a number beyond the largest double is an error and no infinity`(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(text) }
        #expect(error?.code == .numberOutOfRange)
    }

    @Test func `hundreds of digits are rounded once and thousands are too large`() throws {
        let nines = String(repeating: "9", count: 308)
        #expect(try JSONParser.parse(nines) == .double(1e308))
        #expect(try JSONParser.parse("0." + String(repeating: "0", count: 400) + "1") == .double(0))
        #expect(try JSONParser.parse("1." + String(repeating: "0", count: 5_000) + "1") == .double(1))
        #expect(throws: JSONError.self) { try JSONParser.parse(String(repeating: "9", count: 5_000)) }
    }

    @Test func `random doubles of every magnitude are rounded as the standard library rounds`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let digits =
                UInt64.random(in: 0...UInt64.max, using: &generator) >> UInt64.random(in: 0..<64, using: &generator)
            let exponent = Int.random(in: -340...280, using: &generator)
            let text = "\(digits).\(digits % 1_000)e\(exponent)"
            #expect(try JSONParser.parse(text) == .double(try #require(Double(text))), "\(text)")
        }
    }

    @Test(arguments: UInt64(0)..<16)
    func `random digits near the point are rounded as the standard library rounds`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let digits =
                UInt64.random(in: 0...UInt64.max, using: &generator) >> UInt64.random(in: 0..<64, using: &generator)
            let exponent = Int.random(in: -30...30, using: &generator)
            let text = "\(digits)e\(exponent)"
            #expect(try JSONParser.parse(text) == .double(try #require(Double(text))), "\(text)")
            let shortest = "\(Double.random(in: -1e6...1e6, using: &generator))"
            #expect(try JSONParser.parse(shortest) == .double(try #require(Double(shortest))), "\(shortest)")
        }
    }

    /// Halfway between two doubles, and the digits just below and above.
    @Test(arguments: UInt64(0)..<16)
    func `halves are rounded to even and what is next to them to the nearest`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            // An odd number of 54 bits lies halfway; shifted right it has a fraction that decimal digits hold exactly.
            let halfway = UInt64.random(in: 1 << 53..<1 << 54, using: &generator) | 1
            for text in ["\(halfway).0", "\(halfway)0e-1", "\(halfway / 2).5", "\(halfway)e0", "\(halfway * 4)e0"] {
                #expect(try JSONParser.parse(text) == .double(try #require(Double(text))), "\(text)")
            }
            for text in ["\(halfway * 10 - 1)e-1", "\(halfway * 10 + 1)e-1", "\(halfway * 100 + 1)e-2"] {
                #expect(try JSONParser.parse(text) == .double(try #require(Double(text))), "\(text)")
            }
        }
    }
}
