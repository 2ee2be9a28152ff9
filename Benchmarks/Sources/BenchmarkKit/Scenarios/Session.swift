import Glibc

/// How thorough a run is, where its files are, and where it tells what it does.
public struct Session: Sendable {
    /// Whether the run should take less than a minute.
    public var quick: Bool
    /// How many rounds count; `nil` for the usual number.
    public var rounds: Int?
    /// How long one contender runs in one round, in seconds; `nil` for the usual time.
    public var seconds: Double?
    /// The folder for benchmark files.
    public var directory: String
    /// A QEMU source tree, where there is one.
    public var qemuSource: String?
    /// The `holdfast` tool, where it was built.
    public var tool: String?

    /// Creates a session.
    public init(
        quick: Bool, rounds: Int?, seconds: Double?, directory: String, qemuSource: String?, tool: String?
    ) {
        self.quick = quick
        self.rounds = rounds
        self.seconds = seconds
        self.directory = directory
        self.qemuSource = qemuSource
        self.tool = tool
    }

    /// The usual rounds of this run.
    var plan: Rounds {
        Rounds(count: rounds ?? (quick ? 3 : 7), seconds: seconds ?? (quick ? 0.12 : 0.5))
    }

    /// Tells the person who waits what is going on.
    public func log(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
