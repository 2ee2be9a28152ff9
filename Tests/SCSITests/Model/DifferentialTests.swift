import Foundation
import SCSI
import Testing

/// Runs the state machine and the naive model side by side on random commands and compares everything that shows.
struct DifferentialTests {
    /// 2·10^5 steps in all by default, 10^6 with `HOLDFAST_LONG=1`.
    static let steps = ProcessInfo.processInfo.environment["HOLDFAST_LONG"] == "1" ? 125_000 : 25_000

    @Test(arguments: 0..<8) func `a naive model agrees on random histories`(seed: Int) {
        var run = Run(seed: UInt64(seed))
        for step in 0..<Self.steps {
            if step % 500 == 0 { run.restart() }
            if let difference = run.step() {
                Issue.record("seed \(seed), step \(step): \(difference)")
                return
            }
        }
        #expect(run.outcomes.count >= 14, "statuses seen: \(run.outcomes)")
        #expect(run.changes > Self.steps / 20, "changes: \(run.changes)")
    }

    /// The two models and what they have in common.
    struct Run {
        var commands: RandomCommands
        var unit = ReservationUnit()
        var naive = NaiveReservations()
        var outcomes: [String: Int] = [:]
        var changes = 0

        init(seed: UInt64) {
            commands = RandomCommands(
                random: SeededGenerator(seed: seed), nexuses: (0..<7).map { Lab.nexus("machine \($0)") })
        }

        /// Begins a new history under another policy.
        mutating func restart() {
            naive = NaiveReservations()
            naive.maximum = commands.random.pick([1, 2, 4, 6, 128])
            naive.specifiesPorts = commands.random.chance(50)
            naive.allTargetPorts = commands.random.chance(75)
            naive.persistence = commands.random.pick(["force", "honor", "none"])
            let persistence: [String: ReservationPolicy.Persistence] = ["force": .forced, "honor": .honored]
            unit = ReservationUnit(
                policy: ReservationPolicy(
                    maximumRegistrations: naive.maximum, persistence: persistence[naive.persistence] ?? .unsupported,
                    acceptsInitiatorPorts: naive.specifiesPorts, acceptsAllTargetPorts: naive.allTargetPorts))
        }

        /// Does one thing on both sides and describes how they differ, if they do.
        mutating func step() -> String? {
            let nexus = commands.random.pick(commands.nexuses)
            let before = unit
            let what: () -> String
            var difference: String?
            switch Int.random(in: 0..<100, using: &commands.random) {
            case 0..<64:
                let (block, list) = commands.out(ownKey: naive.keys[nexus.address.rawValue] ?? 0)
                what = { "out \(block) \(list)" }
                difference = compare(block, list, from: nexus)
            case 64..<78:
                let block = commands.read()
                what = { "in \(block)" }
                difference = compare(block, [], from: nexus)
            case 78..<80:
                let block: [UInt8] = [commands.random.pick([0x16, 0x17, 0x56, 0x57]), 0, 0, 0, 0, 0, 0, 0, 0, 0]
                what = { "reserve \(block)" }
                difference = compare(block, [], from: nexus)
            case 80..<94:
                what = { "other" }
                difference = compareOther(from: nexus)
            case 94..<97:
                what = { "attach or detach" }
                toggle(nexus)
            default:
                what = { "event" }
                happen(nexus)
            }
            if difference == nil { difference = compareStates() }
            return difference.map {
                "\(nexus.name) \(what()): \($0)\nbefore: \(before)\nafter: \(unit)\nmodel: \(naive)"
            }
        }

        private mutating func compare(_ block: [UInt8], _ list: [UInt8], from nexus: Nexus) -> String? {
            let outcome = unit.execute(block.span, list: list.span, from: nexus)
            let answer = naive.run(block, list, from: nexus.address.rawValue)
            outcomes[outcome.result.plain.description, default: 0] += 1
            if outcome.change != nil { changes += 1 }
            var seen = NaiveReservations.Answer(
                status: Int(outcome.result.status.rawValue), sense: Self.describe(outcome.result.sense),
                data: outcome.data)
            for loss in outcome.change?.losers ?? [] {
                seen.losers[loss.nexus.rawValue] =
                    (loss.permissions.contains(.read) ? "r" : "") + (loss.permissions.contains(.write) ? "w" : "")
            }
            seen.aborts = Set((outcome.change?.aborts ?? []).map(\.rawValue))
            return seen == answer ? nil : "\(seen) is not \(answer)"
        }

        private mutating func compareOther(from nexus: Nexus) -> String? {
            // Command, what it needs, what it does to a unit attention.
            let (block, needs, attention): ([UInt8], String, String) = commands.random.pick([
                ([0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0], "r", "report"), ([0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0], "w", "report"),
                ([0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0], "w", "report"), ([0x1a, 0, 8, 0, 255, 0], "r", "report"),
                ([0x00, 0, 0, 0, 0, 0], "", "report"), ([0x12, 0, 0, 0, 36, 0], "", "ignore"),
                ([0xa0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0], "", "ignore"), ([0x03, 0, 0, 0, 18, 0], "", "data"),
                ([0xc0, 0, 0, 0, 0, 0], "w", "report"),
            ])
            let refusal = unit.admit(block.span, from: nexus.address)
            let answer = naive.refuse(needs: needs, attention: attention, from: nexus.address.rawValue)
            let seen = refusal.map {
                NaiveReservations.Answer(status: Int($0.status.rawValue), sense: Self.describe($0.sense))
            }
            if seen != answer { return "\(block): \(String(describing: seen)) is not \(String(describing: answer))" }
            guard attention == "data" else { return nil }
            let taken = unit.takeAttention(of: nexus.address).map { Self.describe($0) }
            let expected = naive.takeAttention(nexus.address.rawValue).map { "6/" + $0 }
            return taken == expected ? nil : "REQUEST SENSE: \(taken ?? "-") is not \(expected ?? "-")"
        }

        private mutating func toggle(_ nexus: Nexus) {
            let address = nexus.address.rawValue
            if let index = naive.attached.firstIndex(of: address) {
                naive.attached.remove(at: index)
                naive.waiting[address] = nil
                unit.detach(nexus.address)
            } else {
                naive.attached.append(address)
                naive.waiting[address] = ["29/00"]
                unit.attach(nexus)
            }
        }

        private mutating func happen(_ nexus: Nexus) {
            let (event, name): (ReservationEvent, String) = commands.random.pick([
                (.hardReset, "hard reset"), (.deviceReset, "reset"), (.nexusLoss(nexus.address), "nexus loss"),
                (.powerCycle, "power"), (.informationLost, "lost"),
            ])
            // Losing everything is rare, or nothing else would be seen.
            if name == "lost", !commands.random.chance(10) { return }
            unit.handle(event)
            naive.event(name, nexus: nexus.address.rawValue)
        }

        private func compareStates() -> String? {
            guard unit.state.isConsistent else { return "the state is not consistent" }
            for nexus in commands.nexuses {
                let names = naive.waiting[nexus.address.rawValue] ?? []
                if names.isEmpty, unit.pendingAttentions(of: nexus.address).isEmpty { continue }
                let bits = NaiveReservations.attentionOrder.indices.reduce(0 as UInt32) {
                    names.contains(NaiveReservations.attentionOrder[$1]) ? $0 | 1 << UInt32($1) : $0
                }
                let seen = unit.pendingAttentions(of: nexus.address).rawValue
                if seen != bits { return "unit attentions of \(nexus.name): \(seen) is not \(bits)" }
            }
            return nil
        }

        private static func describe(_ sense: Sense?) -> String {
            guard let sense else { return "" }
            func two(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
            return String(sense.key.rawValue, radix: 16) + "/" + two(sense.reason.code) + "/"
                + two(sense.reason.qualifier)
        }
    }
}
