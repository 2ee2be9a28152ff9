import Sys
import Testing

/// A victim that is stopped or killed between any two steps of the command that fences it.
@Suite(.serialized) struct VictimBetweenStepsTests {
    struct Trial: Sendable, CustomStringConvertible {
        let step: FenceStep
        let dies: Bool
        let engine: FenceLab.Engine
        var description: String { "\(engine), victim \(dies ? "killed" : "stopped") at \(step)" }
    }

    private static var trials: [Trial] {
        var trials: [Trial] = []
        for (index, step) in FenceStep.allCases.enumerated() {
            for dies in [false, true] {
                let engines =
                    Proofs.isLong
                    ? FenceLab.Engine.all : [FenceLab.Engine.all[(index * 2 + (dies ? 1 : 0)) % 3]]
                trials += engines.map { Trial(step: step, dies: dies, engine: $0) }
            }
        }
        return trials
    }

    @Test func `nothing of it lands afterwards, and a fence that can't be had is not claimed`() {
        let failures = Proofs.each(Self.trials) { trial, index in
            let lab = try FenceLab()
            let victim = try lab.peer("victim", trial.engine, slow: true)
            let winner = try lab.peer("winner", trial.engine, options: ",stuck-timeout=30000")
            try lab.register([victim, winner])
            // Who is dead is drained in the end; who is stopped isn't, and need not be waited for.
            if !trial.dies { try winner.tell("set stuck-timeout 1000") }
            try lab.write(victim, epoch: 1, depth: 64, seed: Proofs.seed + UInt64(index))
            let slots = try lab.slots(of: victim)
            try winner.tell("arm \(trial.step) stop 1")
            try winner.say("pr abort 5 \(winner.process) \(victim.process)")
            try require(within(seconds: 60) { winner.isStopped }, "the winner doesn't reach its step")
            if trial.dies { victim.kill() } else { try victim.stop() }
            winner.go()
            let answer = try winner.hear() ?? "the winner has ended"
            if answer.hasPrefix("ok GOOD") {
                try lab.overwrite(by: winner, victims: [victim], epoch: 2)
            } else {
                try require(
                    answer.hasPrefix("ok 4/4400") && !trial.dies && !trial.step.isDrained, "the answer is \(answer)")
            }
            victim.go()
            if !trial.dies {
                let isFenced = answer.hasPrefix("ok GOOD")
                try require(
                    try within(seconds: 60) { try victim.figure(isFenced ? "conflicts" : "written") > 64 },
                    "the victim is held for ever")
                let figures = try victim.tell("stop")
                try require((FencePeer.figure("conflicts", in: figures) > 0) == isFenced, figures)
                try require(FencePeer.figure("errors", in: figures) == 0, figures)
            }
            victim.end()
            try lab.outlast(slots)
            try lab.examine()
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }
}
