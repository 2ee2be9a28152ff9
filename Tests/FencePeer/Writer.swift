import Holdfast
import ReservationTestSupport
import Sys

/// A thread that writes stamped blocks anywhere, as many at a time as its queue takes, until it is told to stop.
final class Writer: Sendable {
    /// What has become of its writes.
    struct Figures: CustomStringConvertible {
        var written = 0
        var conflicts = 0
        var errors = 0
        var lastError: Int64 = 0
        /// The longest time between two completions, in milliseconds.
        var longestGap: UInt64 = 0

        var description: String {
            "written=\(written) conflicts=\(conflicts) errors=\(errors) last=\(lastError) gap=\(longestGap)"
        }
    }

    private struct State {
        var figures = Figures()
        var isStopping = false
        var isOver = false
    }

    private let state = Locked(State())
    private let initiator: UInt64
    private let epoch: UInt64
    private let blocks: UInt64
    private let size: Int

    /// Begins; `size` is that of a write, a multiple of a block's.
    init(
        _ backend: Backend, _ node: Node, initiator: UInt64, epoch: UInt64, depth: Int, blocks: UInt64, size: Int,
        seed: UInt64
    ) throws {
        self.initiator = initiator
        self.epoch = epoch
        self.blocks = blocks
        self.size = size
        let begun = Locked<Result<Void, any Error>?>(nil)
        try ThreadFactory().start("writer") { [self] in
            do {
                var options = QueueOptions()
                options.depth = depth
                let queue = try backend.makeQueue(options: options)
                let handle = try queue.attach(node, sharesWrites: true)
                begun.withLock { $0 = .success(()) }
                run(queue, handle, seed)
                try? queue.detach(handle)
            } catch {
                begun.withLock { $0 = .failure(error) }
            }
            state.withLock { $0.isOver = true }
        }
        while begun.withLock({ $0 == nil }) { System.sleep(nanoseconds: 100_000) }
        try begun.withLock { $0 }?.get()
    }

    var figures: Figures { state.withLock { $0.figures } }

    /// Ends when everything in flight is over.
    func stop() -> Figures {
        state.withLock { $0.isStopping = true }
        while !state.withLock({ $0.isOver }) { System.sleep(nanoseconds: 100_000) }
        return figures
    }

    private func run(_ queue: borrowing BlockQueue, _ handle: NodeHandle, _ seed: UInt64) {
        let depth = queue.depth
        let memory = UnsafeMutableRawPointer.allocate(byteCount: depth * size, alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: depth * size)
        defer { memory.deallocate() }
        let completions = UnsafeMutableBufferPointer<Completion>.allocate(capacity: depth)
        defer { completions.deallocate() }
        var free = Array(0..<depth)
        var random = Random(seed)
        var sequence: UInt64 = 0
        var last = System.monotonicNanoseconds
        while true {
            let isStopping = state.withLock { $0.isStopping }
            while !isStopping, let slot = free.popLast() {
                let place = memory + slot * size
                let span = UInt64(size / BlockStamp.blockSize)
                let first = random.next(below: blocks / span) * span
                for block in 0..<span {
                    sequence += 1
                    BlockStamp(
                        initiator: initiator, epoch: epoch, sequence: sequence,
                        offset: (first + block) * UInt64(BlockStamp.blockSize)
                    ).write(to: place + Int(block) * BlockStamp.blockSize)
                }
                let offset = first * UInt64(BlockStamp.blockSize)
                guard queue.write(handle, from: place, count: size, at: offset, userData: UInt64(slot)) != nil else {
                    free.append(slot)
                    break
                }
            }
            if isStopping, free.count == depth { return }
            let count = (try? queue.poll(completions, min: 1, timeout: 20_000_000)) ?? 0
            guard count > 0 else { continue }
            let now = System.monotonicNanoseconds
            let gap = (now - last) / 1_000_000
            last = now
            let refused = completions[..<count].count { $0.result != Int64(size) }
            state.withLock { state in
                state.figures.longestGap = max(state.figures.longestGap, gap)
                for completion in completions[..<count] {
                    switch completion.result {
                    case Int64(size): state.figures.written += 1
                    case Int64(-LinuxErrno.reservationConflict): state.figures.conflicts += 1
                    default:
                        state.figures.errors += 1
                        state.figures.lastError = completion.result
                    }
                }
            }
            for completion in completions[..<count] { free.append(Int(completion.userData)) }
            // Who is refused goes on asking, not as fast as it can.
            if refused == count { System.sleep(nanoseconds: 500_000) }
        }
    }
}

/// Numbers that come out the same for a seed.
struct Random {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func next(below bound: UInt64) -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state % max(bound, 1)
    }
}
