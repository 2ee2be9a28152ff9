import CContenderSupport
import Glibc
import Holdfast
import Synchronization

/// What a thread that writes tells the one that watches.
final class Shared: Sendable {
    let isOver = Atomic<Bool>(false)
    let isReady = Atomic<Bool>(false)
    /// The longest request since it was last reset, in nanoseconds.
    let longest = Atomic<UInt64>(0)
    let latencies = Mutex<[UInt64]>([])
}

/// Starts a thread and returns it.
func thread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    final class Box {
        let body: @Sendable () -> Void; init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    pthread_create(
        &thread, nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        }, Unmanaged.passRetained(Box(body)).toOpaque())
    return thread
}

/// Fences a busy writer over and over; prints by how much a fence takes longer than the longest request that was in
/// flight, and the plain time of a command.
func measureFences(_ kind: String, _ folder: String, _ count: Int) throws {
    let victim = Shared()
    let writer = thread {
        do {
            let machine = try Machine("victim", kind, folder)
            victim.isReady.store(true, ordering: .releasing)
            try machine.write(depth: 32, until: { victim.isOver.load(ordering: .relaxed) }) { took in
                if took > victim.longest.load(ordering: .relaxed) { victim.longest.store(took, ordering: .relaxed) }
            }
        } catch { contender_fail("\(error)", 0) }
    }
    while !victim.isReady.load(ordering: .acquiring) { usleep(1000) }
    let winner = try Machine("winner", kind, folder)
    // The victim needs no registration to lose: everybody may write until somebody reserves.
    try winner.change(PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: 1))
    var (fences, excess, commits): ([UInt64], [UInt64], [UInt64]) = ([], [], [])
    for index in 0..<count {
        let key = UInt64(index & 1) + 1
        usleep(2000)
        // A command that takes nothing from anybody, beside the same writer: what a commit takes here.
        let start = ticks()
        try winner.change(
            PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: key))
        commits.append(ticks() - start)
        usleep(2000)
        victim.longest.store(0, ordering: .relaxed)
        let begin = ticks()
        try winner.change(PersistentReserveOut(.reserve, type: .exclusiveAccess, key: key))
        let time = ticks() - begin
        // What was in flight has come out by now, and was counted when it did.
        let longest = victim.longest.load(ordering: .relaxed)
        fences.append(time)
        excess.append(time > longest ? time - longest : 0)
        try winner.change(PersistentReserveOut(.release, type: .exclusiveAccess, key: key))
    }
    victim.isOver.store(true, ordering: .relaxed)
    pthread_join(writer, nil)
    fences.sort()
    excess.sort()
    commits.sort()
    let place = max(count * 99 / 100, 1) - 1
    print(
        "operations=\(count) fence_ns=\(fences[count / 2]) fence_p99_ns=\(fences[place]) "
            + "excess_p99_ns=\(excess[place]) commit_p99_ns=\(commits[place])")
}

/// Where others are fenced while a bystander writes.
enum Storm: String {
    /// On the bystander's disk.
    case here = "bystander"
    /// On another disk beside it: the same work for processors and disk, and nothing that a bystander could notice otherwise.
    case elsewhere
    /// Nowhere.
    case nowhere = "calm"
}

/// Writes with one in flight while others are fenced somewhere; prints the 99.9th percentile.
func measureBystander(_ kind: String, _ folder: String, _ milliseconds: Int, _ storm: Storm) throws {
    let state = Shared()
    let bystander = thread {
        do {
            let machine = try Machine("bystander", kind, folder)
            try machine.change(PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: 3))
            state.isReady.store(true, ordering: .releasing)
            var all: [UInt64] = []
            all.reserveCapacity(4_000_000)
            try machine.write(depth: 1, until: { state.isOver.load(ordering: .relaxed) }) { all.append($0) }
            state.latencies.withLock { [all] in $0 = all }
        } catch { contender_fail("\(error)", 0) }
    }
    while !state.isReady.load(ordering: .acquiring) { usleep(1000) }
    let image = storm == .elsewhere ? "reserve2.img" : "reserve.img"
    let (winner, victim) = (
        try Machine("winner", kind, folder, image: image), try Machine("victim", kind, folder, image: image)
    )
    try winner.change(PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: 1))
    try winner.change(PersistentReserveOut(.reserve, type: .writeExclusiveRegistrantsOnly, key: 1))
    let end = ticks() + UInt64(milliseconds) * 1_000_000
    var fences = 0
    while ticks() < end {
        if storm != .nowhere {
            try victim.change(PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: 2))
            try winner.change(
                PersistentReserveOut(.preemptAndAbort, type: .writeExclusiveRegistrantsOnly, key: 1, actionKey: 2))
            fences += 1
        }
        usleep(10_000)
    }
    state.isOver.store(true, ordering: .relaxed)
    pthread_join(bystander, nil)
    let sorted = state.latencies.withLock { $0.sorted() }
    guard !sorted.isEmpty else { contender_fail("the bystander did nothing", 0) }
    print(
        "operations=\(sorted.count) fences=\(fences) p999_ns=\(sorted[sorted.count * 999 / 1000]) "
            + "p50_ns=\(sorted[sorted.count / 2])")
}
