/// A moment as people and programs read it: `2026-11-22T23:51:42.123456789Z` (RFC 3339).
package struct UTCTime: Sendable, Hashable {
    /// Nanoseconds since 1970.
    package let nanoseconds: UInt64

    package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// Reads what ``text`` writes.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        let separators: [(Int, Character)] = [
            (4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "."), (29, "Z"),
        ]
        guard bytes.count == 30, separators.allSatisfy({ bytes[$0.0] == $0.1.asciiValue }) else { return nil }
        func number(_ range: Range<Int>) -> UInt64? {
            bytes[range].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
                ? UInt64(String(decoding: bytes[range], as: UTF8.self)) : nil
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), let fraction = number(20..<29), year >= 1970,
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds = ((Self.days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowsToo) = whole.addingReportingOverflow(fraction)
        guard !overflows, !overflowsToo else { return nil }
        nanoseconds = sum
    }

    /// The moment in UTC, to the nanosecond.
    package var text: String {
        let seconds = nanoseconds / 1_000_000_000
        let (year, month, day) = Self.date(seconds / 86400)
        let clock = seconds % 86400
        return String(unsafeUninitializedCapacity: 30) { bytes in
            var count = 0
            func add(_ number: UInt64, _ width: Int, _ separator: Unicode.Scalar) {
                var rest = number
                for place in (count..<count + width).reversed() {
                    bytes[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                bytes[count + width] = UInt8(ascii: separator)
                count += width + 1
            }
            add(year, 4, "-")
            add(month, 2, "-")
            add(day, 2, "T")
            add(clock / 3600, 2, ":")
            add(clock / 60 % 60, 2, ":")
            add(clock % 60, 2, ".")
            add(nanoseconds % 1_000_000_000, 9, "Z")
            return count
        }
    }

    /// Years that begin in March put the leap day last: days before a month follow from one formula then.
    private static func days(_ year: UInt64, _ month: UInt64, _ day: UInt64) -> UInt64 {
        let shifted = month > 2 ? month - 3 : month + 9
        let years = month > 2 ? year : year - 1
        return years * 365 + years / 4 - years / 100 + years / 400 + (shifted * 153 + 2) / 5 + day - 1 - 719_468
    }

    private static func date(_ days: UInt64) -> (year: UInt64, month: UInt64, day: UInt64) {
        let shifted = days + 719_468
        let (era, rest) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let year = (rest - rest / 1460 + rest / 36524 - rest / 146_096) / 365
        let inYear = rest - (year * 365 + year / 4 - year / 100)
        let month = (inYear * 5 + 2) / 153
        let day = inYear - (month * 153 + 2) / 5 + 1
        let (number, carry): (UInt64, UInt64) = month < 10 ? (month + 3, 0) : (month - 9, 1)
        return (era * 400 + year + carry, number, day)
    }
}
