internal import Sys

/// One blocking operation for the worker pool; lives in the request's slow state, so queueing it allocates nothing.
struct WorkerJob {
    /// The job behind this one in the pool's queue.
    var next: UnsafeMutablePointer<WorkerJob>?
    var driver: (any BottomDriver)?
    var mailbox: Mailbox?
    var slot: UInt32 = 0
    var operation = Operation.nop
    var traits = RequestTraits()
    var offset: UInt64 = 0
    var length: UInt64 = 0
    var command: UnsafePointer<PassThroughCommand>?
    /// Bytes, 0 or a negative errno.
    var result: Int64 = 0
    var answer = PassThroughResult()

    /// Does it, on a worker's thread.
    mutating func run() {
        guard let driver else { return }
        do throws(Errno) {
            result = 0
            switch operation {
            case .discard: try driver.discard(offset: offset, length: length)
            case .writeZeroes:
                try driver.writeZeroes(offset: offset, length: length, mayUnmap: traits.contains(.mayUnmap))
            case .passThrough:
                guard let command else { throw .invalidArgument }
                answer = try driver.passThrough(command.pointee)
            case .read, .write, .flush, .nop: throw .invalidArgument
            }
        } catch {
            result = error.result
        }
    }
}
