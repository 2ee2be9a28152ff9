package import Block
import Sys

/// A queue with its environment, for tests that do one thing after another.
package final class TestQueue {
    package let environment: BlockEnvironment
    package let queue: BlockQueue
    private let buffer: UnsafeMutableBufferPointer<Completion>

    package init(
        environment: BlockEnvironment = BlockEnvironment(), options: QueueOptions = QueueOptions()
    ) throws {
        self.environment = environment
        queue = try BlockQueue(environment: environment, options: options)
        buffer = .allocate(capacity: options.depth)
    }

    deinit { buffer.deallocate() }

    /// The figures of a node on this queue.
    package func statistics(_ node: NodeHandle) -> Statistics? { queue.statistics(of: node) }

    /// Polls for at least `min` completions and returns all that came.
    package func poll(min: Int = 1, timeout: UInt64? = 60_000_000_000) throws -> [Completion] {
        let count = try queue.poll(buffer, min: min, timeout: timeout)
        return Array(buffer[..<count])
    }

    /// Polls until nothing is in flight.
    package func finish() throws -> [Completion] {
        var all: [Completion] = []
        while queue.inFlight > 0 {
            let some = try poll()
            guard !some.isEmpty else { throw Errno.timeExpired }
            all += some
        }
        return all
    }

    /// Does one request and returns its result.
    package func one(_ enqueue: (borrowing BlockQueue) -> RequestID?) throws -> Int64 {
        guard enqueue(queue) != nil else { throw Errno.busy }
        guard let completion = try poll().first else { throw Errno.timeExpired }
        return completion.result
    }

    /// Reads and returns the bytes, or throws what the completion says.
    package func read(_ node: NodeHandle, at offset: UInt64, count: Int, shift: Int = 0) throws -> [UInt8] {
        let memory = try AlignedBuffer(count: count + shift, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped + shift
        base.initializeMemory(as: UInt8.self, repeating: 0xa5, count: count)
        let result = try one { $0.read(node, into: base, count: count, at: offset, userData: 0) }
        guard result >= 0 else { throw Errno(result: Int(result)) }
        return Array(UnsafeRawBufferPointer(start: base, count: Int(result)))
    }

    /// Writes, or throws what the completion says; returns how many bytes.
    @discardableResult
    package func write(
        _ node: NodeHandle, _ bytes: [UInt8], at offset: UInt64, shift: Int = 0, durable: Bool = false
    ) throws -> Int {
        let memory = try AlignedBuffer(count: bytes.count + shift, alignment: 4096)
        let base = memory.bytes.baseAddress.unsafelyUnwrapped + shift
        bytes.withUnsafeBytes { base.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(base), byteCount: $0.count) }
        let result = try one {
            $0.write(node, from: base, count: bytes.count, at: offset, durable: durable, userData: 0)
        }
        guard result >= 0 else { throw Errno(result: Int(result)) }
        return Int(result)
    }
}
