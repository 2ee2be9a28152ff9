import Glibc

/// The signals that nobody can ignore.
enum Signals {
    enum Kind { case kill, stop }

    /// Sends one to this thread, which doesn't return before it has acted on the whole process.
    static func raise(_ kind: Kind) { _ = Glibc.raise(kind == .kill ? SIGKILL : SIGSTOP) }
}
