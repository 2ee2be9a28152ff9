import QAPI

/// Numbers for people.
enum Figures {
    /// A number with exactly `digits` digits behind the point.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
        var scale: UInt64 = 1
        for _ in 0..<digits { scale *= 10 }
        let whole = UInt64(value.magnitude)
        let fraction = UInt64(((value.magnitude - Double(whole)) * Double(scale)).rounded())
        let (carry, rest) = fraction.quotientAndRemainder(dividingBy: scale)
        let sign = value < 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole + carry)" }
        let text = String(rest)
        return "\(sign)\(whole + carry).\(String(repeating: "0", count: digits - text.count))\(text)"
    }

    /// A number of bytes in the largest unit of which there is at least one, with three digits behind the point.
    ///
    /// Whole numbers have none: `64 KiB`, `1.500 KiB`, `12 bytes`.
    static func bytes(_ value: Double) -> String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var (value, unit) = (value, 0)
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        let text = fixed(value, 3)
        return (text.hasSuffix(".000") ? String(text.dropLast(4)) : text) + " " + units[unit]
    }

    /// A number of bytes as a user gives it, such as `64k`.
    static func size(_ text: String) -> UInt64? { try? SizeText.parse(text) }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
