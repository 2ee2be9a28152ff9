extension Double {
    /// The double nearest to `digits` times a power of ten, ties to even; `nil` when that takes more than a few words.
    ///
    /// Covers every exponent from -27 to 27, and so nearly every number that people and programs write.
    @inline(__always)
    init?(_ digits: UInt64, timesTenTo exponent: Int) {
        if digits <= 1 << 53, (-22...22).contains(exponent) {
            // Both are doubles, and one operation rounds once.
            self =
                exponent < 0 ? Double(digits) / powersOfTen[-exponent] : Double(digits) * powersOfTen[exponent]
        } else if digits == 0 {
            self = 0
        } else if (-27 ... -1).contains(exponent) {
            self.init(digits, dividedByTenTo: -exponent)
        } else if (0...27).contains(exponent) {
            let (high, low) = digits.multipliedFullWidth(by: powersOfFive[exponent])
            self.init(high: high, low: low, timesTwoTo: exponent)
        } else {
            return nil
        }
    }

    /// `digits / 10^power`: a quotient of 63 or 64 bits holds every bit that rounding needs, the remainder the rest.
    private init(_ digits: UInt64, dividedByTenTo power: Int) {
        let divisor = powersOfFive[power]
        let zeros = digits.leadingZeroBitCount
        let divisorZeros = divisor.leadingZeroBitCount
        let dividend = digits << UInt64(zeros)
        let (quotient, remainder) = (divisor << UInt64(divisorZeros))
            .dividingFullWidth((dividend >> 1, (dividend & 1) << 63))
        let scale = divisorZeros - zeros - power - 63
        self.init(high: quotient, low: remainder == 0 ? 0 : 1, timesTwoTo: scale - 64)
    }

    /// Rounds `(high * 2^64 + low) * 2^exponent`, which is neither zero nor near the ends of the range of doubles.
    private init(high: UInt64, low: UInt64, timesTwoTo exponent: Int) {
        let zeros = high == 0 ? 64 + low.leadingZeroBitCount : high.leadingZeroBitCount
        let value = (UInt128(high) << 64 | UInt128(low)) << UInt128(zeros)
        // The top 53 of 128 bits, the bit below them, and whether any other bit is set.
        var significand = UInt64(truncatingIfNeeded: value >> 75)
        let half = (value >> 74) & 1 == 1
        let hasRest = value << 54 != 0
        if half, hasRest || significand & 1 == 1 { significand += 1 }
        let scale = UInt64(1023 + exponent + 75 - zeros)
        self = Double(significand) * Double(bitPattern: scale << 52)
    }
}

/// The powers of ten that are doubles.
private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    1e20, 1e21, 1e22,
]

/// The powers of five that fit a word.
private let powersOfFive: [UInt64] = [
    1, 5, 25, 125, 625, 3_125, 15_625, 78_125, 390_625, 1_953_125,
    9_765_625, 48_828_125, 244_140_625, 1_220_703_125, 6_103_515_625, 30_517_578_125,
    152_587_890_625, 762_939_453_125, 3_814_697_265_625, 19_073_486_328_125,
    95_367_431_640_625, 476_837_158_203_125, 2_384_185_791_015_625, 11_920_928_955_078_125,
    59_604_644_775_390_625, 298_023_223_876_953_125, 1_490_116_119_384_765_625, 7_450_580_596_923_828_125,
]
