import Glibc
import Holdfast

/// One run: sends the requests of a plan through a queue and measures them.
///
/// The clock is read once a batch, so that it costs next to nothing; a latency is that from batch to batch.
struct BenchRun {
    private(set) var seconds = 0.0
    /// Processor time that the process took, in user space and in the kernel.
    private(set) var processorSeconds = 0.0
    private(set) var latencies = LatencyHistogram()

    /// Runs the plan on an attached node.
    init(_ plan: BenchPlan, _ queue: borrowing BlockQueue, _ node: NodeHandle, length: UInt64) throws(IOFailure) {
        let memory = try IOBuffer(count: plan.size * UInt64(plan.depth), pattern: plan.pattern)
        guard let base = memory.bytes.baseAddress else { throw IOFailure("there is no memory") }
        let region = queue.addRegion(memory.bytes)
        defer { queue.removeRegion(region.id) }
        var offsets = BenchOffsets(plan, length: length)
        var starts = [UInt64](repeating: 0, count: plan.depth)
        var free = Array((0..<plan.depth).reversed())
        var (sent, done, untilFlush): (UInt64, UInt64, UInt64) = (0, 0, plan.flushInterval)
        var flushes: UInt64 = 0
        let completions = UnsafeMutableBufferPointer<Completion>.allocate(capacity: plan.depth)
        defer { completions.deallocate() }
        let flushMark = UInt64.max

        let processorBefore = Self.processorTime()
        let begin = Self.now()
        var now = begin
        while done < plan.count {
            while sent < plan.count, flushes == 0, let slot = free.popLast() {
                starts[slot] = now
                let address = base + slot * Int(plan.size)
                let id =
                    plan.writes
                    ? queue.write(
                        node, from: address, count: Int(plan.size), at: offsets.take(), durable: plan.isDurable,
                        userData: UInt64(slot))
                    : queue.read(
                        node, into: address, count: Int(plan.size), at: offsets.take(), userData: UInt64(slot))
                guard id != nil else { throw IOFailure("the queue refused a request") }
                sent += 1
                guard plan.flushInterval > 0 else { continue }
                untilFlush -= 1
                if untilFlush == 0 {
                    untilFlush = plan.flushInterval
                    guard queue.flush(node, userData: flushMark) != nil else {
                        throw IOFailure("the queue refused a flush")
                    }
                    flushes += 1
                }
            }
            let count: Int
            do throws(Errno) {
                count = try queue.poll(completions, min: 1)
            } catch {
                throw IOFailure("polling the queue failed: \(error)")
            }
            now = Self.now()
            for completion in completions[..<count] {
                guard completion.result >= 0 else {
                    throw IOFailure("a request failed: \(Errno(result: Int(completion.result)))")
                }
                guard completion.userData != flushMark else {
                    flushes -= 1
                    continue
                }
                let slot = Int(completion.userData)
                latencies.add(now - starts[slot])
                free.append(slot)
                done += 1
            }
        }
        seconds = Double(now - begin) / 1e9
        processorSeconds = Self.processorTime() - processorBefore
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
