import Holdfast
import ReservationTestSupport
import Sys

/// One request at a time, on a queue of its own.
struct Request: ~Copyable {
    private let queue: BlockQueue
    private let handle: NodeHandle
    private let memory: UnsafeMutableRawPointer

    init(_ backend: Backend, _ node: Node) throws {
        let queue = try backend.makeQueue()
        handle = try queue.attach(node, sharesWrites: true)
        self.queue = queue
        memory = .allocate(byteCount: BlockStamp.blockSize, alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: BlockStamp.blockSize)
    }

    deinit {
        try? queue.detach(handle)
        memory.deallocate()
    }

    /// Writes a block; returns its completion's result.
    borrowing func write(_ stamp: BlockStamp, at block: UInt64) -> Int64 {
        stamp.write(to: memory)
        let offset = block * UInt64(BlockStamp.blockSize)
        guard queue.write(handle, from: memory, count: BlockStamp.blockSize, at: offset, userData: 0) != nil else {
            return Errno.busy.result
        }
        return finish()
    }

    /// Reads a block; returns its completion's result.
    borrowing func read(at block: UInt64) -> Int64 {
        let offset = block * UInt64(BlockStamp.blockSize)
        guard queue.read(handle, into: memory, count: BlockStamp.blockSize, at: offset, userData: 0) != nil else {
            return Errno.busy.result
        }
        return finish()
    }

    private borrowing func finish() -> Int64 {
        var completion = Completion(userData: 0, result: 0)
        do throws(Errno) {
            var count = 0
            while count == 0 {
                count = try withUnsafeMutablePointer(to: &completion) { place throws(Errno) in
                    try queue.poll(UnsafeMutableBufferPointer(start: place, count: 1), min: 1)
                }
            }
        } catch {
            return error.result
        }
        return completion.result
    }
}
