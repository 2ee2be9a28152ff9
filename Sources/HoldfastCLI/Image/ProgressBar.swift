import Glibc

/// Shows how far something is: a bar on a terminal, elsewhere lines that programs know from `qemu-img -p`.
struct ProgressBar {
    private static let width = 30
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private let start = ContinuousClock.now
    /// What was shown last, in hundredths of a percent.
    private var shown: UInt64?
    private var lastTime: ContinuousClock.Instant?

    /// Shows the state, unless it looks like the last or came a moment ago.
    mutating func show(_ done: UInt64, of total: UInt64) {
        let share = total == 0 ? 10_000 : UInt64(Double(done) / Double(total) * 10_000)
        guard share != shown else { return }
        let now = ContinuousClock.now
        if let lastTime, share < 10_000, lastTime.duration(to: now) < .milliseconds(100) { return }
        shown = share
        lastTime = now
        Output.standard.write(isTerminal ? bar(done, total, share, start.duration(to: now).seconds) : Self.line(share))
    }

    /// Leaves the line.
    func end() { if shown != nil { Output.standard.write("\n") } }

    private static func line(_ share: UInt64) -> String { "    (\(Figures.fixed(Double(share) / 100, 2))/100%)\r" }

    private func bar(_ done: UInt64, _ total: UInt64, _ share: UInt64, _ seconds: Double) -> String {
        let full = Int(share) * Self.width / 10_000
        let cells = String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full)
        var text = "[\(cells)] \(Figures.fixed(Double(share) / 100, 2)) % of \(Figures.bytes(Double(total)))"
        if seconds > 0.5, done > 0 {
            let rate = Double(done) / seconds
            text += ", \(Figures.bytes(rate))/s"
            if done < total { text += ", \(Figures.fixed(Double(total - done) / rate, 0)) s left" }
        }
        // What the line before was longer by goes.
        return "\r" + text.padded(to: 78)
    }
}
