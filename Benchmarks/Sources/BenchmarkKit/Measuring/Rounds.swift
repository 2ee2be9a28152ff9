/// Runs contenders in turn, round after round (A B C A B C …), so that whatever else the machine does hits all of them.
///
/// A first, uncounted round warms caches and finds how many operations each contender does in the wanted time. Ratios are
/// paired: taken inside each round, then their median.
struct Rounds: Sendable {
    /// One of the programs or functions that are compared.
    struct Entrant {
        /// The contender's name in figures.
        var name: String
        /// The smallest number of operations that can be run.
        var least: Int = 1
        /// The largest number of operations worth running.
        var most: Int = 100_000_000
        /// Does that many operations.
        var run: (_ operations: Int) throws -> Sample
    }

    /// How many rounds count.
    var count: Int
    /// How long one run should take.
    var seconds: Double

    /// Measures all entrants.
    func measure(_ entrants: [Entrant]) throws -> Series {
        var operations: [Int] = []
        for entrant in entrants {
            operations.append(try calibrate(entrant))
        }
        var samples = [[Sample]](repeating: [], count: entrants.count)
        for _ in 0..<count {
            for (index, entrant) in entrants.enumerated() {
                samples[index].append(try entrant.run(operations[index]))
            }
        }
        return Series(samples: Dictionary(uniqueKeysWithValues: zip(entrants.map(\.name), samples)))
    }

    /// The number of operations that take about ``seconds``.
    private func calibrate(_ entrant: Entrant) throws -> Int {
        var operations = min(max(entrant.least, 1), entrant.most)
        while true {
            let sample = try entrant.run(operations)
            let factor = seconds / max(sample.seconds, 1e-9)
            if factor <= 4 || operations >= entrant.most {
                let wanted = Int((Double(operations) * factor).rounded())
                return min(max(wanted, entrant.least, 1), entrant.most)
            }
            // A short run says little about a long one: approach in steps.
            operations = min(Int(Double(operations) * min(factor, 32)), entrant.most)
        }
    }
}
