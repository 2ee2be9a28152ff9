import Testing

@testable import QAPISchema

struct ConditionTests {
    private static let a = Condition.symbol("A")
    private static let b = Condition.symbol("B")

    @Test(arguments: [
        (a, "A"), (.not(a), "not A"), (.all([a, b]), "A and B"), (.any([a, b]), "A or B"),
        (.all([a, .any([b, .not(a)])]), "A and (B or not A)"), (.not(.all([a, b])), "not (A and B)"),
        (.any([.all([a, b]), b]), "(A and B) or B"), (.not(.not(a)), "not not A"),
    ])
    func `a condition reads as words`(condition: Condition, text: String) { #expect(condition.text == text) }

    /// A condition with sets of symbols under which it fails and under which it holds.
    struct Case: Sendable {
        let condition: Condition
        let failing: [Set<String>]
        let holding: [Set<String>]
    }

    @Test(arguments: [
        Case(condition: a, failing: [[], ["B"]], holding: [["A"], ["A", "B"]]),
        Case(condition: .not(a), failing: [["A"], ["A", "B"]], holding: [[], ["B"]]),
        Case(condition: .all([a, b]), failing: [[], ["A"], ["B"]], holding: [["A", "B"]]),
        Case(condition: .any([a, b]), failing: [[]], holding: [["A"], ["B"], ["A", "B"]]),
        Case(condition: .all([a, .not(b)]), failing: [[], ["B"], ["A", "B"]], holding: [["A"]]),
        Case(condition: .not(.any([a, b])), failing: [["A"], ["B"], ["A", "B"]], holding: [[]]),
    ])
    func `a condition holds for some symbols and not for others`(example: Case) {
        for symbols in example.failing { #expect(!example.condition.holds(defining: symbols)) }
        for symbols in example.holding { #expect(example.condition.holds(defining: symbols)) }
    }

    @Test func `no condition always holds`() {
        let none: Condition? = nil
        let some: Condition? = Self.a
        #expect(none.holds(defining: []) == true)
        #expect(some.holds(defining: []) == false)
    }
}
