import Sys
import Testing

/// A process that dies while it carries a command out, at each of the command's steps.
@Suite(.serialized) struct DeadPreemptorTests {
    struct Death: Sendable, CustomStringConvertible {
        let kind: FenceLab.Kind
        let step: FenceStep
        var description: String { "\(kind), killed at \(step)" }
    }

    private static let steps = FenceStep.allCases
    private static let deaths =
        steps.map { Death(kind: .flock, step: $0) } + FenceStep.common.map { Death(kind: .sqlite, step: $0) }

    @Test func `held victims go on by themselves within two seconds, with the command done or undone`() {
        let failures = Proofs.each(Self.deaths) { death, index in
            let (lab, step) = (try FenceLab(), death.step)
            let victim = try lab.peer("victim", kind: death.kind)
            let preemptor = try lab.peer("preemptor", kind: death.kind)
            try lab.register([preemptor, victim])
            _ = try victim.tell("attentions")
            try lab.write(victim, epoch: 1, seed: Proofs.seed + UInt64(index))
            try preemptor.tell("arm \(step) kill 1")
            try preemptor.say("pr abort 5 \(preemptor.process) \(victim.process)")
            try require(within(seconds: 60) { preemptor.hasEnded }, "the preemptor doesn't reach its step")
            // Nobody else is there: the victim must see to it that its requests go on, or are refused.
            let before = try victim.tell("figures")
            let (written, conflicts) = (
                FencePeer.figure("written", in: before), FencePeer.figure("conflicts", in: before)
            )
            let moved = try within(seconds: 60) {
                let now = try victim.tell("figures")
                return FencePeer.figure("written", in: now) > written + 64
                    || FencePeer.figure("conflicts", in: now) > conflicts
            }
            try require(moved, "the victim is held for ever: \(before)")
            let attentions = try victim.tell("attentions")
            let again = try victim.tell("attentions")
            let keys = try victim.tell("keys")
            let figures = try victim.tell("stop")
            try require(FencePeer.figure("errors", in: figures) == 0, figures)
            let isRegistered = keys.contains("\(victim.process)")
            try require(isRegistered == !step.isCommitted, "the keys are \(keys)")
            try require(
                attentions == (step.isCommitted ? "GOOD ua=2a05" : "GOOD ua="), "the unit attentions are \(attentions)")
            try require(again == "GOOD ua=", "unit attentions come twice: \(again)")
            // Refused if and only if the command happened: holding is no answer.
            try require((FencePeer.figure("conflicts", in: figures) > 0) == step.isCommitted, figures)
            let result = try victim.tell("write 1 0")
            try require((result == "4096") == !step.isCommitted, "a write of the victim comes to \(result)")
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    @Test func `a third one finds the command done or undone, and can send its own`() {
        let failures = Proofs.each(Self.steps) { step, index in
            let lab = try FenceLab()
            let (victim, preemptor) = (try lab.peer("victim", slow: true), try lab.peer("preemptor"))
            let third = try lab.peer("third")
            try lab.register([preemptor, victim, third])
            try lab.write(victim, epoch: 1, seed: Proofs.seed + UInt64(index))
            try preemptor.tell("arm \(step) kill 1")
            try preemptor.say("pr abort 5 \(preemptor.process) \(victim.process)")
            try require(within(seconds: 60) { preemptor.hasEnded }, "the preemptor doesn't reach its step")
            let keys = try third.tell("keys")
            try require(keys.contains("\(victim.process)") == !step.isCommitted, "the keys are \(keys)")
            if !step.isCommitted { try lab.good(try lab.preempt(victim, by: third)) }
            try lab.good(try lab.preempt(preemptor, by: third))
            try lab.overwrite(by: third, victims: [victim, preemptor], epoch: 2)
            try victim.tell("stop")
            try lab.examine()
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    @Test func `who holds the lock and is stopped is killed where that is allowed, and else named`() {
        // Others run between the steps by themselves.
        let steps: [FenceStep] = Proofs.isLong ? Self.steps : [.hold, .committed]
        let failures = Proofs.each(steps, atOnce: 8) { step, index in
            let lab = try FenceLab()
            let (victim, preemptor) = (try lab.peer("victim"), try lab.peer("preemptor"))
            let third = try lab.peer("third")
            try lab.register([preemptor, victim, third])
            try lab.write(victim, epoch: 1, seed: Proofs.seed + UInt64(index))
            try preemptor.tell("arm \(step) stop 1")
            try preemptor.say("pr abort 5 \(preemptor.process) \(victim.process)")
            try require(within(seconds: 60) { preemptor.isStopped }, "the preemptor doesn't reach its step")
            // Nobody reads of what doesn't hold for everybody yet.
            if step != .record, step != .published {
                let keys = try third.tell("keys")
                try require(keys.contains("\(victim.process)"), "the key is gone before the fence is: \(keys)")
            }
            let busy = try lab.preempt(victim, by: third)
            try require(busy.hasPrefix("BUSY"), "a lock that is held: \(busy)")
            try third.tell("set on-stuck kill")
            // A busy machine may take longer to end who is killed, the holder or the victim, than a command waits: it is
            // answered BUSY then, or fails, and has changed nothing.
            var answer = "BUSY"
            for _ in 0..<20 where answer.hasPrefix("BUSY") || answer.hasPrefix("4/4400") {
                answer = try lab.preempt(victim, by: third)
            }
            // Once the command has happened there is nothing left to preempt.
            try require(answer.hasPrefix(step.isCommitted ? "CONFLICT" : "GOOD"), "the third one is told \(answer)")
            try require(within(seconds: 60) { preemptor.hasEnded }, "the stopped one lives")
            try lab.overwrite(by: third, victims: [victim], epoch: 2)
            // On a machine that is busy enough the victim doesn't drain in time, and is killed as well.
            _ = try? victim.tell("stop")
            try lab.examine()
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }
}
