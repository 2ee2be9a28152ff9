/// What an examination found out about one thing that storage depends on.
public struct Finding: Sendable, Hashable {
    /// How good it is.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// As good as it gets.
        case ok
        /// It works, slower or with less than is possible.
        case limited
        /// It doesn't work.
        case missing
    }

    /// What was looked at, such as `io_uring`.
    public let subject: String
    /// How good it is.
    public let verdict: Verdict
    /// What was seen.
    public let detail: String
    /// What to do about it; `nil` where there is nothing to do.
    public let fix: String?

    /// Makes a finding.
    public init(_ subject: String, _ verdict: Verdict, _ detail: String, fix: String? = nil) {
        self.subject = subject
        self.verdict = verdict
        self.detail = detail
        self.fix = fix
    }
}
