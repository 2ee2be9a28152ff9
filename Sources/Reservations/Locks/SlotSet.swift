/// A set of slot numbers.
package struct SlotSet: Hashable, Sendable, Sequence, ExpressibleByArrayLiteral {
    private var bits: UInt128 = 0

    package init() {}

    package init(arrayLiteral elements: Int...) { self.init(elements) }

    /// The set of some numbers, each below 128.
    package init(_ numbers: some Sequence<Int>) {
        for number in numbers { insert(number) }
    }

    /// The set whose numbers below 64 are the bits of `low`, and the others those of `high`.
    package init(low: UInt64, high: UInt64) { bits = UInt128(high) << 64 | UInt128(low) }

    package var low: UInt64 { UInt64(truncatingIfNeeded: bits) }
    package var high: UInt64 { UInt64(truncatingIfNeeded: bits >> 64) }
    package var isEmpty: Bool { bits == 0 }
    package var count: Int { bits.nonzeroBitCount }

    package func contains(_ number: Int) -> Bool { bits >> number & 1 != 0 }

    /// Adds a number below 128.
    package mutating func insert(_ number: Int) {
        precondition((0..<LockBytes.slotCount).contains(number), "a slot's number is below \(LockBytes.slotCount)")
        bits |= 1 << number
    }

    package mutating func remove(_ number: Int) { bits &= ~(1 << number) }

    package func subtracting(_ other: SlotSet) -> SlotSet { SlotSet(bits: bits & ~other.bits) }
    package func union(_ other: SlotSet) -> SlotSet { SlotSet(bits: bits | other.bits) }
    package func intersection(_ other: SlotSet) -> SlotSet { SlotSet(bits: bits & other.bits) }

    private init(bits: UInt128) { self.bits = bits }

    /// The numbers from the lowest to the highest.
    package func makeIterator() -> Iterator { Iterator(rest: bits) }

    /// Goes through a set from its lowest number to its highest.
    package struct Iterator: IteratorProtocol {
        fileprivate var rest: UInt128

        package mutating func next() -> Int? {
            guard rest != 0 else { return nil }
            defer { rest &= rest - 1 }
            return rest.trailingZeroBitCount
        }
    }
}
