import Glibc
import Sys
import Testing

/// How long and how often things are tried, and how several are tried at a time.
enum Proofs {
    /// With HOLDFAST_LONG=1.
    static let isLong = getenv("HOLDFAST_LONG").map { String(cString: $0) == "1" } ?? false
    static let isRoot = getuid() == 0

    /// The seed of this run: HOLDFAST_SEED, or another one each time; it is part of every failure.
    static let seed: UInt64 =
        getenv("HOLDFAST_SEED").flatMap { UInt64(String(cString: $0)) } ?? System.realtimeNanoseconds / 1_000_000

    /// Runs a tool and returns what it says.
    @discardableResult
    static func run(_ arguments: [String]) throws -> String {
        let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
        guard let pipe = popen("\(quoted) 2>&1", "r") else { throw ProofFailure("no shell") }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { text += buffer[..<count] }
        let output = String(decoding: text, as: UTF8.self)
        try require(pclose(pipe) == 0, "\(quoted): \(output)")
        return output
    }

    private struct State: Sendable {
        var next = 0
        var running = 0
        var failures: [String] = []
    }

    /// Runs a proof for each case, some at a time, each on a thread of its own; returns what failed.
    ///
    /// Most of a proof is waiting for other processes.
    static func each<Case: Sendable>(
        _ cases: [Case], atOnce: Int = 4, _ proof: @escaping @Sendable (Case, Int) throws -> Void
    ) -> [String] {
        let state = Locked(State())
        let threads = ThreadFactory()
        let count = min(atOnce, cases.count)
        state.withLock { $0.running = count }
        for _ in 0..<count {
            let body: @Sendable () -> Void = {
                while true {
                    let index = state.withLock { state in
                        state.next += 1
                        return state.next - 1
                    }
                    guard index < cases.count else { break }
                    do {
                        try proof(cases[index], index)
                    } catch {
                        state.withLock { $0.failures.append("\(cases[index]) (seed \(seed)): \(error)") }
                    }
                }
                state.withLock { $0.running -= 1 }
            }
            do {
                try threads.start("proof", body)
            } catch {
                body()
            }
        }
        while state.withLock({ $0.running > 0 }) { System.sleep(nanoseconds: 1_000_000) }
        return state.withLock { $0.failures }
    }
}

/// Numbers that come out the same for a seed.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func roll(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(bound, 1)))
    }
}
