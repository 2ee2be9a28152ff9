import Glibc
import Reservations
import Sys
import Testing

/// Any number of processes that fence each other at random, while they are stopped, continued and killed at random.
@Suite(.serialized) struct StressTests {
    /// What is done to processes, by one thread.
    struct Storm {
        let lab: FenceLab
        var dice: Dice
        var peers: [FencePeer] = []
        /// Those whose own writes are not held up, so that they can overwrite everything soon.
        var quick: Set<Int32> = []
        /// Dead ones whose keys are still there; perhaps not, when who fenced them died meanwhile.
        var dead: [(peer: FencePeer, isCertain: Bool)] = []
        var epoch: UInt64 = 1
        var fences = 0
        var refusals = 0
        let kind: FenceLab.Kind

        init(_ seed: UInt64, _ kind: FenceLab.Kind) throws {
            lab = try FenceLab()
            dice = Dice(seed)
            self.kind = kind
        }

        mutating func add() throws {
            let engine = FenceLab.Engine.all[dice.roll(FenceLab.Engine.all.count)]
            let isSlow = dice.roll(2) == 0 && peers.contains { quick.contains($0.process) }
            let peer = try lab.peer(nil, engine, slow: isSlow, kind: kind, options: ",stuck-timeout=30000")
            try peer.tell("set stuck-timeout 1500")
            if !isSlow { quick.insert(peer.process) }
            try lab.register(peer)
            if peers.isEmpty { try lab.good(try peer.tell("pr reserve 5 \(peer.process) 0")) }
            peers.append(peer)
            try start(peer)
        }

        private mutating func start(_ peer: FencePeer) throws {
            let depth = 1 << (3 + dice.roll(3))
            try peer.tell("start \(epoch) \(depth) \(lab.blocks) 4096 \(dice.roll(1 << 30))")
        }

        /// One process fences some others, to which something happens meanwhile.
        mutating func round() throws {
            let able = peers.filter { quick.contains($0.process) }
            let winner = able[dice.roll(able.count)]
            let others = peers.filter { $0 !== winner }
            let victims = others.filter { _ in dice.roll(2) == 0 }
            var gone: [Int] = []
            var fates: [ObjectIdentifier: Int] = [:]
            for victim in victims {
                let fate = dice.roll(6)
                fates[ObjectIdentifier(victim)] = fate
                if fate == 2 { gone += try lab.slots(of: victim) }
            }
            let step = FenceStep.common[dice.roll(FenceStep.common.count)]
            // Now and then the winner is the one who dies.
            let dies = dice.roll(8) == 0 && others.count > victims.count
            if dies { try winner.tell("arm \(step) kill \(1 + dice.roll(2))") }
            let isEarly = dice.roll(2) == 0
            if isEarly { try strike(victims, fates) }
            var fenced: [FencePeer] = []
            var attempted: FencePeer?
            var isDead = false
            attempt: for (victim, isCertain) in dead + victims.map({ ($0, true) }) {
                attempted = victim
                try winner.say("pr abort 5 \(winner.process) \(victim.process)")
                isDead = true
                if !isEarly {
                    System.sleep(nanoseconds: Int64(dice.roll(2_000_000)))
                    try strike(victims, fates)
                }
                guard var answer = try winner.hear() else { break }
                // Who is stopped can't be fenced, and may have the lock; on a machine that is busy enough, nobody can in
                // such a short time. Nothing has changed then, and it goes well in the end.
                var attempts = 0
                while answer.hasPrefix("ok 4/4400") || answer.hasPrefix("ok BUSY"), attempts < 40 {
                    attempts += 1
                    refusals += 1
                    for victim in victims { victim.go() }
                    guard let again = try? winner.ask("pr abort 5 \(winner.process) \(victim.process)") else {
                        break attempt
                    }
                    answer = again
                }
                let isThere = isCertain || !answer.hasPrefix("ok CONFLICT")
                try require(!isThere || answer.hasPrefix("ok GOOD"), "PREEMPT AND ABORT comes to \(answer)")
                isDead = false
                fenced.append(victim)
                fences += 1
            }
            if isDead {
                try require(dies, "\(winner.name) has died")
                dead = dead.filter { corpse in !fenced.contains { $0 === corpse.peer } }
                dead = dead.map { ($0.peer, $0.isCertain && $0.peer !== attempted) }
                dead.append((winner, true))
                peers.removeAll { $0 === winner }
                for victim in victims { victim.go() }
                // What has been committed and not answered is nobody's right: whoever lost it asks for it anew.
                try settle(victims, fates, fenced, attempted)
                return
            }
            try winner.tell("arm none kill 1")
            epoch += 1
            try lab.overwrite(by: winner, victims: fenced, epoch: epoch)
            dead.removeAll()
            for victim in victims { victim.go() }
            try settle(victims, fates, fenced)
            try lab.outlast(gone)
            try lab.examine()
        }

        /// 1: stopped, 2: killed, 3: stopped for a moment; else nothing.
        private func strike(_ victims: [FencePeer], _ fates: [ObjectIdentifier: Int]) throws {
            for victim in victims {
                switch fates[ObjectIdentifier(victim)] {
                case 1: try victim.stop()
                case 2: victim.kill()
                case 3:
                    try victim.stop()
                    System.sleep(nanoseconds: 5_000_000)
                    victim.go()
                default: break
                }
            }
        }

        /// Lets those who live register and write again.
        private mutating func settle(
            _ victims: [FencePeer], _ fates: [ObjectIdentifier: Int], _ fenced: [FencePeer],
            _ attempted: FencePeer? = nil
        ) throws {
            for victim in victims {
                if fates[ObjectIdentifier(victim)] == 2 {
                    peers.removeAll { $0 === victim }
                    if !fenced.contains(where: { $0 === victim }) {
                        dead.append((victim, victim !== attempted))
                    }
                    continue
                }
                let figures = try victim.tell("stop")
                try require(FencePeer.figure("errors", in: figures) == 0, "\(victim.name): \(figures)")
                try lab.register(victim)
                try start(victim)
            }
        }
    }

    /// Runs until time is over and there were enough rounds, or four times as long; how many rounds and fences there were.
    private static func run(
        _ seed: UInt64, _ kind: FenceLab.Kind, seconds: UInt64, rounds: Int
    ) throws -> (rounds: Int, fences: Int) {
        var storm = try Storm(seed, kind)
        let now = System.monotonicNanoseconds
        let (deadline, end) = (now + seconds * 1_000_000_000, now + seconds * 4_000_000_000)
        let most = 2 + storm.dice.roll(Proofs.isLong ? 7 : 4)
        var round = 0
        do {
            while System.monotonicNanoseconds < (round < rounds ? end : deadline) {
                while storm.peers.count < most { try storm.add() }
                try storm.round()
                round += 1
            }
            for peer in storm.peers { peer.end() }
            _ = within(seconds: 60) { storm.lab.heldSlots.isEmpty }
            try storm.lab.examine()
        } catch {
            throw ProofFailure("round \(round) of \(most) processes: \(error)")
        }
        if Proofs.isLong {
            print("seed \(seed): \(round) rounds of \(most), \(storm.fences) fences, \(storm.refusals) refused")
            // A long run is to show its progress in a pipe too.
            fflush(nil)
        }
        return (round, storm.fences)
    }

    @Test func `processes that fence each other at random never see a stale block`() {
        // The seeds of a long run come to 1,000 rounds where the machine has time for it; else there are more of them.
        let (enough, most) = Proofs.isLong ? (1000, 24) : (1, 4)
        let seeds = (0..<most).map { Proofs.seed &+ UInt64($0) }
        let sum = Locked((rounds: 0, fences: 0))
        let failures = Proofs.each(seeds, atOnce: Proofs.isLong ? 2 : 4) { seed, index in
            if Proofs.isLong && sum.withLock({ $0.rounds }) >= enough { return }
            let run = try Self.run(
                seed, index % 2 == 0 ? .flock : .sqlite, seconds: Proofs.isLong ? 40 : 6, rounds: Proofs.isLong ? 63 : 2
            )
            sum.withLock { $0 = ($0.rounds + run.rounds, $0.fences + run.fences) }
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
        let (rounds, fences) = sum.withLock { $0 }
        if Proofs.isLong { print("\(rounds) rounds, \(fences) fences") }
        #expect(rounds >= enough && fences > 0)
    }
}
