/// Latencies, counted in buckets of which 32 make an octave: a quantile is exact to 3 percent.
struct LatencyHistogram {
    private static let perOctave = 32
    private var buckets = [UInt64](repeating: 0, count: 60 * perOctave)
    private(set) var count: UInt64 = 0
    private(set) var sum: UInt64 = 0
    private(set) var minimum = UInt64.max
    private(set) var maximum: UInt64 = 0

    /// Counts one latency in nanoseconds.
    mutating func add(_ nanoseconds: UInt64) {
        buckets[Self.bucket(nanoseconds)] += 1
        count += 1
        sum &+= nanoseconds
        minimum = min(minimum, nanoseconds)
        maximum = max(maximum, nanoseconds)
    }

    /// The latency that this share (0...1) of the requests doesn't exceed; 0 when there were none.
    func quantile(_ share: Double) -> UInt64 {
        let wanted = max(1, UInt64((Double(count) * share).rounded(.up)))
        var seen: UInt64 = 0
        for (bucket, number) in buckets.enumerated() {
            seen += number
            // The exact extremes are known.
            if seen >= wanted { return max(min(Self.lastValue(of: bucket), maximum), minimum) }
        }
        return 0
    }

    /// The average; 0 when there were none.
    var mean: Double { count > 0 ? Double(sum) / Double(count) : 0 }

    private static func bucket(_ value: UInt64) -> Int {
        guard value >= UInt64(perOctave) else { return Int(value) }
        let shift = 58 - value.leadingZeroBitCount
        return (shift + 1) * perOctave + Int(value >> UInt64(shift)) - perOctave
    }

    private static func lastValue(of bucket: Int) -> UInt64 {
        guard bucket >= perOctave else { return UInt64(bucket) }
        let (octave, place) = (bucket / perOctave - 1, bucket % perOctave)
        return (UInt64(perOctave + place + 1) << UInt64(octave)) &- 1
    }
}
