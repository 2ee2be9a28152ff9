import Testing

@testable import Reservations

/// Sets of slot numbers.
@Suite struct SlotSetTests {
    @Test("A set has the numbers that were put into it", arguments: [[], [0], [127], [5, 3, 64, 63]])
    func contents(numbers: [Int]) {
        var set = SlotSet(numbers)
        #expect(Array(set) == numbers.sorted() && set.count == numbers.count && set.isEmpty == numbers.isEmpty)
        #expect((0..<128).filter(set.contains) == numbers.sorted())
        for number in numbers { set.remove(number) }
        #expect(set.isEmpty && set == [])
    }

    @Test("Sets are joined, taken from each other, and cut with each other")
    func algebra() {
        let (one, other): (SlotSet, SlotSet) = ([1, 2, 100], [2, 3, 127])
        #expect(one.union(other) == [1, 2, 3, 100, 127])
        #expect(one.subtracting(other) == [1, 100])
        #expect(one.intersection(other) == [2])
    }
}
