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
    /// Where a copy comes from.
    var source: (any BottomDriver)?
    var sourceOffset: UInt64 = 0
    /// Bytes, 0 or a negative errno.
    var result: Int64 = 0
    var answer = PassThroughResult()
    /// What a block status found.
    var extent = ExtentKind()

    /// Does it, on a worker's thread.
    mutating func run() {
        guard let driver else { return }
        do throws(Errno) {
            result = 0
            switch operation {
            case .discard: try driver.discard(offset: offset, length: length)
            case .writeZeroes: try driver.writeZeroes(offset: offset, length: length, traits: traits)
            case .passThrough:
                guard let command else { throw .invalidArgument }
                answer = try driver.passThrough(command.pointee)
            case .blockStatus:
                let found = try driver.blockStatus(offset: offset, length: length)
                extent = found.kind
                result = Int64(bitPattern: min(found.length, length))
            case .copy:
                result = Int64(bitPattern: try RangeCopy.run(source, sourceOffset, driver, offset, length))
            case .read, .write, .flush, .nop: throw .invalidArgument
            }
        } catch {
            result = error.result
        }
    }
}
