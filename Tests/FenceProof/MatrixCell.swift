/// One way in which two processes may have been configured to share a disk: most of them by mistake.
struct MatrixCell: Sendable, Hashable, CustomStringConvertible {
    /// The managers of the first and of the second.
    enum Managers: String, CaseIterable { case flock, sqlite, flockAndSqlite }
    /// Where the second looks for the state that the first has.
    enum State: String, CaseIterable { case folder, beside, symlink, otherFolder }
    /// Who the second is.
    enum User: String, CaseIterable { case root, nobody }
    /// Where the second lives.
    enum Space: String, CaseIterable { case host, mounts, processes }
    /// By which way the second gets at the disk; a private node is one that only the first may open.
    enum Disk: String, CaseIterable { case file, hardLink, bindMount, device, secondNode, privateNode }
    /// How the second gets its descriptor.
    enum Passing: String, CaseIterable { case path, descriptorSet }
    /// What a later version has left behind.
    enum Format: String, CaseIterable { case same, newerPage, newerState }
    /// How the page is shared, by the first and the second.
    enum Page: String, CaseIterable { case sockets, folder, mixed }
    /// Whether the second locks its image.
    enum Locking: String, CaseIterable { case auto, off }

    var managers = Managers.flock
    var state = State.folder
    var user = User.root
    var space = Space.host
    var disk = Disk.file
    var passing = Passing.path
    var format = Format.same
    var page = Page.sockets
    var locking = Locking.auto

    var description: String {
        let parts: [(String, String)] = [
            ("managers", managers.rawValue), ("state", state.rawValue), ("user", user.rawValue),
            ("space", space.rawValue), ("disk", disk.rawValue), ("passing", passing.rawValue),
            ("format", format.rawValue), ("page", page.rawValue), ("locking", locking.rawValue),
        ]
        return parts.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
    }

    var isDevice: Bool { disk == .device || disk == .secondNode || disk == .privateNode }
    var needsRoot: Bool {
        user == .nobody || space != .host || disk == .bindMount || isDevice
    }

    /// Two that are configured so can't fence each other, whatever happens.
    var isHopeless: Bool {
        managers == .flockAndSqlite || state == .otherFolder || format != .same || page == .mixed || locking == .off
            || isDevice && page == .folder
    }

    /// The second one can't have it so, and is told what to do.
    var isRefused: Bool {
        // A name of its own would have a state of its own.
        state == .beside && managers == .flock && (disk == .hardLink || disk == .bindMount)
    }

    // MARK: - Pairs

    private static let all = [
        Managers.allCases.count, State.allCases.count, User.allCases.count, Space.allCases.count, Disk.allCases.count,
        Passing.allCases.count, Format.allCases.count, Page.allCases.count, Locking.allCases.count,
    ]

    /// So many of each, the first ones, that nothing hopeless is among them.
    private static let hopeful = [2, 3, 2, 3, 6, 2, 1, 1, 1]

    private init(_ row: [Int]) {
        managers = Managers.allCases[row[0]]
        state = State.allCases[row[1]]
        user = User.allCases[row[2]]
        space = Space.allCases[row[3]]
        disk = Disk.allCases[row[4]]
        passing = Passing.allCases[row[5]]
        format = Format.allCases[row[6]]
        page = Page.allCases[row[7]]
        locking = Locking.allCases[row[8]]
    }

    init() {}

    private struct Pair: Hashable {
        let (first, firstValue, second, secondValue): (Int, Int, Int, Int)
    }

    /// Every choice alone; every two choices together, at least once; and all that may work with each other again, since
    /// a choice that is hopeless hides what the others come to.
    static func pairwise() -> [MatrixCell] {
        var seen: Set<MatrixCell> = []
        return (rows(hopeful) + rows(all)).map { MatrixCell($0) }.filter { seen.insert($0).inserted }
    }

    private static func rows(_ choices: [Int]) -> [[Int]] {
        var missing: Set<Pair> = []
        for first in choices.indices {
            for second in (first + 1)..<choices.count {
                for one in 0..<choices[first] {
                    for other in 0..<choices[second] {
                        missing.insert(Pair(first: first, firstValue: one, second: second, secondValue: other))
                    }
                }
            }
        }
        // Alone first: what goes wrong is then known by name.
        var rows = [[Int](repeating: 0, count: choices.count)]
        for (index, count) in choices.enumerated() {
            for value in 0..<count where value > 0 {
                rows.append(rows[0])
                rows[rows.count - 1][index] = value
            }
        }
        for row in rows { missing.subtract(pairs(of: row)) }
        var dice = Dice(1)
        while let seed = missing.min(by: { ($0.first, $0.second) < ($1.first, $1.second) }) {
            var best: (row: [Int], count: Int) = ([], -1)
            for _ in 0..<50 {
                var row = choices.map { dice.roll($0) }
                row[seed.first] = seed.firstValue
                row[seed.second] = seed.secondValue
                let count = missing.intersection(pairs(of: row)).count
                if count > best.count { best = (row, count) }
            }
            rows.append(best.row)
            missing.subtract(pairs(of: best.row))
        }
        return rows
    }

    private static func pairs(of row: [Int]) -> Set<Pair> {
        var result: Set<Pair> = []
        for first in row.indices {
            for second in (first + 1)..<row.count {
                result.insert(
                    Pair(first: first, firstValue: row[first], second: second, secondValue: row[second]))
            }
        }
        return result
    }
}
