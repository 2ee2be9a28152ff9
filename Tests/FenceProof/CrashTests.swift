import Glibc
import Sys
import Testing

/// Runs of commands that end at any point: by death, and by a disk that is full.
@Suite(.serialized) struct CrashTests {
    /// What commands lead to.
    struct Model: Equatable, CustomStringConvertible {
        /// One more with each registration; 0 is none.
        var key = 0
        var isReserved = false

        var description: String { "key \(key), \(isReserved ? "" : "not ")reserved" }

        /// The next command, and what it leads to.
        func step(_ dice: inout Dice) -> (line: String, next: Model) {
            var next = self
            if key == 0 || dice.roll(2) == 0 {
                next.key += 1
                return ("pr ignore 0 0 \(next.key)", next)
            }
            next.isReserved.toggle()
            return ("pr \(isReserved ? "release" : "reserve") 5 \(key) 0", next)
        }

        /// What a process sees.
        init(seenBy peer: FencePeer) throws {
            let keys = try peer.tell("keys")
            key = FencePeer.figure("keys", in: keys)
            try require(keys.hasSuffix(key == 0 ? "keys=" : "keys=\(key)"), "half of a command is there: \(keys)")
            let holder = try peer.tell("holder")
            isReserved = !holder.hasSuffix("key=none")
            try require(
                holder.hasSuffix(isReserved ? "key=\(key)" : "key=none"),
                "half of a command is there: \(keys), \(holder)")
        }

        init() {}
    }

    struct Run: Sendable, CustomStringConvertible {
        let kind: FenceLab.Kind
        let seed: UInt64
        var description: String { "\(kind), seed \(seed)" }
    }

    /// Rounds of one disk, each of which ends with the death of who sends commands.
    private static func survive(_ run: Run, rounds: Int) throws {
        let lab = try FenceLab(blocks: 1)
        var dice = Dice(run.seed)
        var model = Model()
        var watcher: FencePeer?
        for round in 0..<rounds {
            // Now and then somebody lives on, and keeps the page.
            watcher = nil
            watcher = dice.roll(2) == 0 ? nil : try lab.peer("watcher", kind: run.kind)
            let sender = try lab.peer("sender", kind: run.kind)
            let atStep = dice.roll(3) == 0
            if atStep {
                let step = FenceStep.common[dice.roll(FenceStep.common.count)]
                try sender.tell("arm \(step) kill \(1 + dice.roll(6))")
            }
            var models = [model]
            for _ in 0..<16 {
                let (line, next) = models[models.count - 1].step(&dice)
                models.append(next)
                try? sender.say(line)
            }
            if !atStep || dice.roll(4) == 0 {
                System.sleep(nanoseconds: Int64(dice.roll(8_000_000)))
                sender.kill()
            }
            var acknowledged = 0
            while acknowledged < 16, let answer = try? sender.hear() {
                try require(answer.hasPrefix("ok GOOD"), "round \(round): \(answer)")
                acknowledged += 1
            }
            sender.end()
            let allowed = models[acknowledged...min(acknowledged + 1, models.count - 1)]
            var seen: [Model] = []
            if let watcher { seen.append(try Model(seenBy: watcher)) }
            let heir = try lab.peer("sender", kind: run.kind)
            seen.append(try Model(seenBy: heir))
            try heir.tell("remove")
            try require(
                seen.allSatisfy { $0 == seen[0] && allowed.contains($0) },
                "round \(round): \(acknowledged) commands were acknowledged, which leads to \(allowed), not \(seen)")
            model = seen[0]
        }
        withExtendedLifetime(watcher) {}
    }

    @Test func `every acknowledged command outlives the death of its sender, and no other is half there`() {
        let (count, rounds) = Proofs.isLong ? (20, 50) : (6, 10)
        let runs = (0..<count).map {
            Run(kind: $0 % 2 == 0 ? .flock : .sqlite, seed: Proofs.seed &+ UInt64($0))
        }
        let failures = Proofs.each(runs) { run, _ in try Self.survive(run, rounds: rounds) }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
    }

    // MARK: - A full disk

    /// A small file system in memory, as long as it lives.
    final class SmallFileSystem {
        let path: String

        init(in lab: FenceLab) throws {
            path = "\(lab.folder)/small"
            try require(mkdir(path, 0o755) == 0, "no folder")
            try Proofs.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", path])
        }

        deinit { _ = try? Proofs.run(["umount", "-l", path]) }

        func fill() throws {
            let file = try System.open("\(path)/filler", [.writeOnly, .create, .append])
            let bytes = [UInt8](repeating: 1, count: 4096)
            while let count = try? bytes.withUnsafeBytes({ try System.write(file.rawValue, $0) }), count > 0 {}
        }

        func empty() throws { try System.unlink("\(path)/filler") }
    }

    @Test(.enabled(if: Proofs.isRoot, "a file system can be mounted by root only"), arguments: FenceLab.Kind.allCases)
    func `on a full disk a command happens or fails, and everybody goes on`(kind: FenceLab.Kind) throws {
        let lab = try FenceLab(blocks: 1)
        let small = try SmallFileSystem(in: lab)
        let peer = try FencePeer("a", in: lab)
        let place =
            kind == .flock ? "pr-manager-flock,state=\(small.path)" : "pr-manager-sqlite,database=\(small.path)/db"
        try peer.tell("object \(place),id=pr0,initiator=a")
        try peer.tell("node driver=file,node-name=d,filename=\(lab.image),pr-manager=pr0")
        try lab.good(try peer.tell("pr ignore 0 0 1"))
        try small.fill()
        let answer = try peer.tell("pr ignore 0 0 2")
        // A sidecar has all the room that it ever needs.
        #expect(kind == .flock ? answer.hasPrefix("GOOD") : answer.hasPrefix("GOOD") || answer.hasPrefix("4/4400"))
        let key = answer.hasPrefix("GOOD") ? 2 : 1
        #expect(try peer.tell("keys").hasSuffix("keys=\(key)"))
        #expect(try peer.tell("write 1 0") == "4096")
        try small.empty()
        try lab.good(try peer.tell("pr ignore 0 0 3"))
        #expect(try peer.tell("keys").hasSuffix("keys=3"))
        peer.end()
    }
}
