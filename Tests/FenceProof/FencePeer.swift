import Glibc
import Sys
import Testing

/// What went wrong in a proof, as a sentence.
struct ProofFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Fails a proof unless something holds; on any thread.
func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    guard condition else { throw ProofFailure(what()) }
}

/// Looks until something holds, or time is over.
func within(seconds: Double, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = System.monotonicNanoseconds + UInt64(seconds * 1e9)
    while true {
        if try condition() { return true }
        guard System.monotonicNanoseconds < deadline else { return false }
        System.sleep(nanoseconds: 500_000)
    }
}

/// A process with a disk, `fence-peer`, and the socket that it is driven by.
final class FencePeer: Sendable {
    /// How long any answer may take, in nanoseconds.
    static let patience: UInt64 = 120_000_000_000

    let name: String
    let process: Int32
    private let handle: Descriptor
    private let socket: Descriptor
    private let pending = Locked<[UInt8]>([])
    private let isReaped = Locked(false)
    private let ending = Locked("alive")
    private let hasHungUp = Locked(false)
    /// What lives longer than the process does.
    private let surroundings: (any AnyObject & Sendable)?

    /// Starts one, in place of `launcher` if there is one, which is given it as its last argument.
    init(_ name: String, in surroundings: (any AnyObject & Sendable)? = nil, launcher: [String] = []) throws {
        self.name = name
        self.surroundings = surroundings
        var ends: [Int32] = [-1, -1]
        let type = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw Errno(rawValue: errno) }
        socket = Descriptor(owning: ends[0])
        let theirs = Descriptor(owning: ends[1])
        process = try Self.spawn(launcher + [try Self.executable()], socket: theirs.rawValue)
        handle = try System.openProcess(process)
    }

    deinit { end() }

    /// Kills it, if it still lives, and takes its status away.
    func end() {
        // Who hung up ends by itself, and says how.
        if !isReaped.withLock({ $0 }), !hasHungUp.withLock({ $0 }) || !within(seconds: 2, { hasEnded }) { kill() }
        _ = within(seconds: 60) { hasEnded }
        isReaped.withLock { isReaped in
            guard !isReaped else { return }
            var status: Int32 = 0
            isReaped = waitpid(process, &status, WNOHANG) == process
            guard isReaped else { return }
            let signal = status & 0x7f
            ending.withLock { $0 = signal == 0 ? "with status \(status >> 8)" : "by signal \(signal)" }
        }
    }

    // MARK: - Talk

    /// Says a line without waiting for the answer.
    func say(_ line: String) throws {
        let bytes = Array((line + "\n").utf8)
        let count = try bytes.withUnsafeBytes { try UnixSocket.send(socket.rawValue, $0) }
        try require(count == bytes.count, "\(name) doesn't listen")
    }

    /// The next answer; nil when the process has ended without one.
    func hear(for seconds: Double = Double(patience) / 1e9) throws -> String? {
        let deadline = System.monotonicNanoseconds + UInt64(seconds * 1e9)
        while true {
            if let line = takeLine() { return line }
            let now = System.monotonicNanoseconds
            guard now < deadline else { throw ProofFailure("\(name) doesn't answer; it is \(condition)") }
            guard try System.waitReadable([socket.rawValue], timeoutNanoseconds: Int64(deadline - now)) else {
                continue
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = try buffer.withUnsafeMutableBytes { try System.read(socket.rawValue, $0) }
            guard count > 0 else {
                hasHungUp.withLock { $0 = true }
                return nil
            }
            pending.withLock { $0 += buffer[..<count] }
        }
    }

    private func takeLine() -> String? {
        pending.withLock { pending in
            guard let end = pending.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            defer { pending.removeFirst(end + 1) }
            return String(decoding: pending[..<end], as: UTF8.self)
        }
    }

    /// Says a line and returns the answer, whatever it is.
    func ask(_ line: String) throws -> String {
        try say(line)
        guard let answer = try hear() else {
            end()
            throw ProofFailure("\(name) has ended at '\(line)', \(ending.withLock { $0 })")
        }
        return answer
    }

    /// Says a line that must be answered with ok, and returns what comes after that.
    @discardableResult
    func tell(_ line: String) throws -> String {
        let answer = try ask(line)
        guard answer == "ok" || answer.hasPrefix("ok ") else { throw ProofFailure("\(name): '\(line)': \(answer)") }
        return String(answer.dropFirst(3))
    }

    /// A figure of an answer such as `written=4 errors=0`.
    static func figure(_ name: String, in answer: String) -> Int {
        for word in answer.split(separator: " ") where word.hasPrefix(name + "=") {
            return Int(word.dropFirst(name.count + 1)) ?? 0
        }
        return 0
    }

    func figure(_ name: String) throws -> Int { Self.figure(name, in: try tell("figures")) }

    // MARK: - Signals

    func kill() { send(SIGKILL) }
    func stop() throws {
        send(SIGSTOP)
        try require(within(seconds: 60) { isStopped }, "\(name) doesn't stop")
    }
    func go() { send(SIGCONT) }

    @discardableResult
    private func send(_ signal: Int32) -> Bool {
        isReaped.withLock { $0 ? false : Glibc.kill(process, signal) == 0 }
    }

    /// All of its threads have ended, perhaps not what the kernel does for it.
    var hasEnded: Bool { (try? System.waitReadable([handle.rawValue], timeoutNanoseconds: 0)) ?? true }
    var isStopped: Bool { (try? System.processStatus(of: process))?.state == "T" }
    private var condition: String { (try? System.processStatus(of: process))?.description ?? "gone" }

    // MARK: - Start

    private static func executable() throws -> String {
        let own = try System.readLink("/proc/self/exe")
        guard let slash = own.lastIndex(of: "/") else { throw ProofFailure("no folder in '\(own)'") }
        return own[...slash] + "fence-peer"
    }

    private static func spawn(_ arguments: [String], socket: Int32) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, socket, 0)
        posix_spawn_file_actions_adddup2(&actions, socket, 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // A group of its own: when the tests end first, the kernel continues who is stopped there and hangs up on them.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        var strings = arguments.map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        var environment = ["SWIFT_BACKTRACE=enable=no"]
        for name in ["PATH", "LD_LIBRARY_PATH"] {
            if let value = getenv(name) { environment.append("\(name)=\(String(cString: value))") }
        }
        var variables = environment.map { strdup($0) } + [nil]
        defer { for string in variables { free(string) } }
        var process: Int32 = 0
        let error = posix_spawnp(&process, arguments[0], &actions, &attributes, &strings, &variables)
        guard error == 0 else { throw Errno(rawValue: error) }
        return process
    }
}
