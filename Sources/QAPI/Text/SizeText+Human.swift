extension SizeText {
    /// A size for people, with three significant digits: `1.5 GiB`.
    public static func human(_ bytes: UInt64) -> String {
        let units = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
        var step = 0
        // From a thousand of a unit on, the next larger one reads better.
        while step < units.count - 1, UInt128(bytes) >= UInt128(1000) << (10 * step) { step += 1 }
        let divisor = UInt128(1) << (10 * step)
        var decimals = 0
        var power: UInt128 = 1
        while decimals < 3, UInt128(bytes) * power < 100 * divisor {
            decimals += 1
            power *= 10
        }
        let scaled = (UInt128(bytes) * power + divisor / 2) / divisor
        var text = String(scaled / power)
        if scaled % power != 0 {
            let digits = String(scaled % power)
            var fraction = String(repeating: "0", count: decimals - digits.count) + digits
            while fraction.hasSuffix("0") { fraction.removeLast() }
            text += ".\(fraction)"
        }
        return "\(text) \(units[step])B"
    }
}
