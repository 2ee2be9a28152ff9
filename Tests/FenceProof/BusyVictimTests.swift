import Sys
import Testing

/// A victim that writes, is stopped or is killed while requests of it are in flight, by every engine.
@Suite(.serialized) struct BusyVictimTests {
    enum Fate: CaseIterable { case writes, stops, dies }

    struct Trial: Sendable, CustomStringConvertible {
        let engine: FenceLab.Engine
        let fate: Fate
        var description: String { "\(engine), victim \(fate)" }
    }

    static let trials = (0..<(Proofs.isLong ? 8 : 1)).flatMap { _ in
        FenceLab.Engine.all.flatMap { engine in Fate.allCases.map { Trial(engine: engine, fate: $0) } }
    }

    /// Without this one, the others could not fail.
    @Test func `the rig sees what lands late when the death of a process is taken for the end of its writes`() throws {
        for attempt in 1...3 {
            let lab = try FenceLab(blocks: 512)
            try #require(lab.slow != nil, "the processes' writes can't be slowed down here")
            let (victim, winner) = (try lab.peer(slow: true), try lab.peer())
            try lab.register([victim, winner])
            // A second's worth.
            try lab.write(victim, epoch: 1, depth: 64, size: 65536, seed: UInt64(attempt))
            let slots = try lab.slots(of: victim)
            victim.kill()
            try #require(within(seconds: 60) { victim.hasEnded })
            do {
                try lab.overwrite(by: winner, victims: [victim], epoch: 2)
                try lab.outlast(slots)
                try lab.examine()
            } catch let failure as ProofFailure {
                #expect(failure.description.hasPrefix("STALE"), "\(failure)")
                return
            }
        }
        Issue.record("no stale block was seen")
    }

    @Test func `nothing of a victim lands after PREEMPT AND ABORT was answered with GOOD`() throws {
        let inFlight = Locked<[Double]>([])
        let failures = Proofs.each(Self.trials) { trial, index in
            let lab = try FenceLab()
            let victim = try lab.peer(nil, trial.engine, slow: true)
            let winner = try lab.peer(nil, trial.engine, options: ",stuck-timeout=30000")
            try lab.register([victim, winner])
            try lab.write(victim, epoch: 1, depth: 64, seed: Proofs.seed + UInt64(index))
            let slots = try lab.slots(of: victim)
            switch trial.fate {
            case .writes: try lab.good(try lab.preempt(victim, by: winner))
            case .dies:
                let time = try lab.kill(victim, slots: slots)
                try lab.good(try lab.preempt(victim, by: winner))
                try require(within(seconds: 60) { time.withLock { $0 != nil } }, "the kernel doesn't let go")
                if trial.engine.direct { inFlight.withLock { $0 += [time.withLock { $0 }].compactMap(\.self) } }
            case .stops: try Self.fenceStopped(victim, winner, lab)
            }
            try lab.overwrite(by: winner, victims: [victim], epoch: 2)
            if trial.fate == .writes {
                let figures = try victim.tell("stop")
                try require(FencePeer.figure("conflicts", in: figures) > 0, "no conflict: \(figures)")
                try require(FencePeer.figure("errors", in: figures) == 0, figures)
            }
            victim.end()
            try lab.outlast(slots)
            try lab.examine()
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
        // Else it was nothing that was fenced.
        let late = inFlight.withLock { $0.filter { $0 > 5 } }
        #expect(!late.isEmpty, "nothing was in flight when victims were killed")
        if Proofs.isLong { print("milliseconds from SIGKILL to the end of what was in flight:", late.map { Int($0) }) }
    }

    @Test func `whoever loses the right to write by any command has nothing in flight when that is answered with GOOD`()
    {
        // RESERVE takes it from who hasn't registered; PREEMPT from who had.
        let failures = Proofs.each(["reserve", "preempt"]) { command, index in
            let lab = try FenceLab()
            let (victim, winner) = (try lab.peer(slow: true), try lab.peer())
            try lab.register([winner] + (command == "preempt" ? [victim] : []))
            if command == "reserve" { try lab.good(try winner.tell("pr release 5 \(winner.process) 0")) }
            try lab.write(victim, epoch: 1, depth: 64, seed: Proofs.seed + UInt64(index))
            let slots = try lab.slots(of: victim)
            let isReserve = command == "reserve"
            try lab.good(
                try winner.tell(
                    "pr \(command) \(isReserve ? 1 : 5) \(winner.process) \(isReserve ? 0 : victim.process)"))
            try lab.overwrite(by: winner, victims: [victim], epoch: 2)
            try require(try within(seconds: 60) { try victim.figure("conflicts") > 0 }, "the victim meets no conflict")
            victim.end()
            try lab.outlast(slots)
            try lab.examine()
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    /// A stopped victim with requests in flight can't be fenced honestly, and isn't; killing it helps.
    private static func fenceStopped(_ victim: FencePeer, _ winner: FencePeer, _ lab: FenceLab) throws {
        try winner.tell("set stuck-timeout 300")
        let before = try winner.tell("keys")
        try victim.stop()
        let answer = try lab.preempt(victim, by: winner)
        if !answer.hasPrefix("GOOD") {
            try require(answer.hasPrefix("4/4400"), "a stuck victim: \(answer)")
            try require(try winner.tell("keys") == before, "a fence that failed changed the keys")
            victim.go()
            let written = try victim.figure("written")
            try require(
                try within(seconds: 60) { try victim.figure("written") > written + 64 }, "the victim is held for ever")
            try require(try victim.figure("conflicts") == 0, "a victim that wasn't fenced was refused")
            try victim.stop()
            try winner.tell("set on-stuck kill")
            try winner.tell("set stuck-timeout 30000")
            try lab.good(try lab.preempt(victim, by: winner))
        }
    }
}
