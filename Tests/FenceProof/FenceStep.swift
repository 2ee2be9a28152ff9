import Sys

/// The steps of a command that changes reservations, after each of which a process can be stopped or killed.
enum FenceStep: String, CaseIterable, Sendable {
    case pending, hold, barrier, drained, stored, committed, words, record, published

    /// The steps that every kind of store has.
    static let common = allCases.filter { $0 != .stored }

    /// Whether the command has happened once the step is reached, even if nobody has been told.
    var isCommitted: Bool { [.stored, .committed, .words, .record, .published].contains(self) }
    /// Whether victims may be in the middle of something; else they are drained.
    var isDrained: Bool { isCommitted || self == .drained }
}
