/// What is printed of one request that succeeded.
struct IOReport {
    /// What was done: `read`, `wrote`, `discard`.
    let verb: String
    let offset: UInt64
    let count: UInt64
    let seconds: Double

    /// Two lines for people.
    var text: String {
        """
        \(verb) \(count)/\(count) bytes at offset \(offset)
        \(Figures.bytes(Double(count))), 1 ops; \(time(short: true)) \
        (\(Figures.bytes(rate(Double(count))))/sec and \(Figures.fixed(rate(1), 4)) ops/sec)
        """
    }

    /// One line for programs: bytes, operations, time, bytes and operations a second.
    var fields: String {
        "\(count),1,\(time(short: false)),\(Figures.fixed(rate(Double(count)), 3)),\(Figures.fixed(rate(1), 3))"
    }

    private func rate(_ amount: Double) -> Double { seconds > 0 ? amount / seconds : 0 }

    /// Hours, minutes and seconds; under a second, if `short`, only that.
    private func time(short: Bool) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let whole = UInt64(seconds)
        let rest = padded(Figures.fixed(seconds - Double(whole / 60 * 60), 2), 5)
        if short && whole == 0 { return rest + " sec" }
        return "\(whole / 3600):\(padded("\(whole / 60 % 60)", 2)):\(rest)"
    }

    /// Bytes in hexadecimal and as text, sixteen a line.
    static func dump(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) -> String {
        var result = ""
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let line = bytes[start..<min(start + 16, bytes.count)]
            let address = String(offset + UInt64(start), radix: 16)
            result += String(repeating: "0", count: max(0, 8 - address.count)) + address + ":  "
            for byte in line { result += (byte < 16 ? "0" : "") + String(byte, radix: 16) + " " }
            result += " "
            for byte in line {
                let isShown = (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf)
                result += isShown ? String(UnicodeScalar(byte)) : "."
            }
            result += "\n"
        }
        return result
    }
}
