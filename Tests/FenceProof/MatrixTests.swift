import Sys
import Testing

/// Two processes that share a disk in every way that one can configure by mistake: a fence works, or somebody says why not.
@Suite(.serialized) struct MatrixTests {
    enum Verdict: Equatable {
        /// PREEMPT AND ABORT was answered with GOOD, and nothing of the victim landed afterwards.
        case fenced
        /// The second one doesn't get the disk, or a command doesn't get GOOD; the first one keeps what it had.
        case refused(String)
    }

    private static func judge(_ cell: MatrixCell) throws -> Verdict {
        let matrix = try MatrixLab(cell)
        let lab = matrix.lab
        let (a, first) = try matrix.open(false)
        if let first { return try refusal(first) }
        try lab.register([a])
        try lab.write(a, epoch: 1, depth: 8, seed: 1)
        try matrix.ageBackwards()
        let (b, second) = try matrix.open(true)
        if let second {
            let written = try a.figure("written")
            try require(
                try within(seconds: 60) { try a.figure("written") > written }, "the refusal has stopped the first one")
            return try refusal(second)
        }
        let registered = try b.tell("pr ignore 0 0 \(b.process)")
        guard registered.hasPrefix("GOOD") else {
            try require(try b.ask("write 1 0") != "ok 4096", "who can't register writes")
            return .refused(registered)
        }
        let answer = try lab.preempt(a, by: b)
        guard answer.hasPrefix("GOOD") else { return .refused(answer) }
        try lab.overwrite(by: b, victims: [a], epoch: 2)
        try require(try within(seconds: 60) { try a.figure("conflicts") > 0 }, "SILENT: the first one was not fenced")
        let figures = try a.tell("stop")
        try require(FencePeer.figure("errors", in: figures) == 0, figures)
        try lab.examine()
        return .fenced
    }

    /// A refusal says what is wrong.
    private static func refusal(_ answer: String) throws -> Verdict {
        try require(answer.hasPrefix("error ") && answer.split(separator: " ").count >= 6, "no sentence: '\(answer)'")
        return .refused(answer)
    }

    @Test func `every pair of choices fences or refuses`() {
        let all = MatrixCell.pairwise()
        let cells = all.filter { Proofs.isRoot || !$0.needsRoot }
        let verdicts = Locked<[MatrixCell: Verdict]>([:])
        let failures = Proofs.each(cells) { cell, _ in
            let verdict = try Self.judge(cell)
            if cell.isHopeless { try require(verdict != .fenced, "how can that be?") }
            verdicts.withLock { $0[cell] = verdict }
        }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
        if cells.count < all.count { print("cells that need root and were left out: \(all.count - cells.count)") }
        let found = verdicts.withLock { $0 }
        // That everything is refused would be no proof.
        let works = cells.filter { !$0.isHopeless && !$0.isRefused }
        for cell in works {
            guard let verdict = found[cell] else { continue }
            #expect(verdict == .fenced, "\(cell)")
        }
        #expect(works.count > 10)
        if Proofs.isLong {
            for cell in cells { print("\(cell): \(found[cell].map { "\($0)" } ?? "failed")") }
        }
    }
}
