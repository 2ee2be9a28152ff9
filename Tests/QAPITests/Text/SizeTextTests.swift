import QAPI
import Testing

@Suite struct SizeTextTests {
    static let accepted: [(String, UInt64)] = [
        ("0", 0), ("12345", 12345), ("18446744073709551615", UInt64.max), ("  7", 7), ("+7", 7), ("08", 8), ("1B", 1),
        ("1b", 1), ("8K", 8192), ("8k", 8192), ("3M", 3 << 20), ("3g", 3 << 30), ("3T", 3 << 40), ("3p", 3 << 50),
        ("15E", 15 << 60), ("1e", 1 << 60), ("16777215T", 16_777_215 << 40), ("0x1b", 27), ("0X20", 32), ("0xfE", 254),
        ("+0x10", 16), ("1.0", 1), ("1.", 1), ("1.0B", 1), ("1.000k", 1024), ("1.k", 1024), (".5k", 512),
        (" .5k", 512), ("+.5k", 512), ("1.5M", 1_572_864), ("1.9999k", 2048), ("0.1G", 107_374_182),
        ("1.1e", 1_268_213_655_067_531_680),
        ("1.99999999999999999999k", 2048), (".00000000000000000001k", 0), ("12.345M", 12_944_671),
    ]

    @Test(arguments: SizeTextTests.accepted)
    func `a size is read exactly`(text: String, bytes: UInt64) throws {
        #expect(try SizeText.parse(text) == bytes)
    }

    @Test(arguments: [
        "", " ", "x", ".", "+", "-", ".k", "1.1", "1.1B", "1 ", "1 k", "1kk", "1kB", "1x", "0x", "0x1k", "0x1.8",
        "0x1p3", "00x1", "0b1000", "1e3", "1e+3", "inf", "nan", "infinity", "nan.", "1..2k", "-1k", "-1x", "-0.5k",
        "-.5k",
        "18446744073709551616x", "18446744073709551616k", "16Ex", "1\u{0}", "é", "1é", ".1e3", "1.5.k",
    ])
    func `a text that is no size is invalid`(text: String) {
        #expect(throws: NumberTextError.invalid) { try SizeText.parse(text) }
    }

    @Test(arguments: [
        "-1", "-0", " -5", "-.5", "18446744073709551616", "99999999999999999999999", "16E", "16777216T",
        "18446744073709551615.5k", "0x10000000000000000", "18446744073709551615.99999999999999999999999",
    ])
    func `a size beyond 64 bits and a negative one are out of range`(text: String) {
        #expect(throws: NumberTextError.outOfRange) { try SizeText.parse(text) }
    }

    @Test func `a default scale applies to a number without a suffix`() throws {
        #expect(try SizeText.parse("1", defaultScale: .mega) == 1 << 20)
        #expect(try SizeText.parse("1.5", defaultScale: .mega) == 3 << 19)
        #expect(try SizeText.parse("0x2", defaultScale: .mega) == 2 << 20)
        #expect(try SizeText.parse("4096B", defaultScale: .mega) == 4096)
    }

    @Test func `metric suffixes are powers of a thousand`() throws {
        #expect(try SizeText.parse("1k", unit: .metric) == 1000)
        #expect(try SizeText.parse("12.345M", unit: .metric) == 12_345_000)
        #expect(try SizeText.parse("18E", unit: .metric) == 18_000_000_000_000_000_000)
        #expect(throws: NumberTextError.outOfRange) { try SizeText.parse("19E", unit: .metric) }
    }

    @Test func `a long text takes linear time`() throws {
        let digits = String(repeating: "0", count: 1_000_000)
        #expect(try SizeText.parse(digits + "1") == 1)
        #expect(try SizeText.parse("1." + digits + "k") == 1024)
        #expect(try SizeText.parse("." + digits + "1k") == 0)
        #expect(throws: NumberTextError.invalid) { try SizeText.parse("." + digits + "1") }
    }

    @Test(arguments: [
        (UInt64(0), "0 B"), (1, "1 B"), (999, "999 B"), (1000, "0.977 KiB"), (1024, "1 KiB"), (1536, "1.5 KiB"),
        (10_240, "10 KiB"), (12_345, "12.1 KiB"), (1 << 20, "1 MiB"), (123_456_789, "118 MiB"), (.max, "16 EiB"),
    ])
    func `a size for people has three significant digits`(bytes: UInt64, text: String) {
        #expect(SizeText.human(bytes) == text)
    }
}
