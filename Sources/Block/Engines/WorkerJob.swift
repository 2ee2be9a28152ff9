internal import Sys

/// One blocking operation for the worker pool; lives in the request's slow state, so queueing it allocates nothing.
struct WorkerJob {
    /// The job behind this one in a chain or in the pool's queue.
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
    /// The transfer or flush of an engine; nil for what a driver does.
    var transfer: WorkerTransfer?
    /// Bytes, 0 or a negative errno.
    var result: Int64 = 0
    var answer = PassThroughResult()
    /// What a block status found.
    var extent = ExtentKind()

    /// Does it, on a worker's thread.
    mutating func run() {
        if let transfer {
            result = transfer.run()
            return
        }
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

    /// What the queue is told by.
    var note: Note.Kind { transfer == nil ? .workerDone : .transferDone }
}

/// The piece that an engine moves by blocking calls.
struct WorkerTransfer {
    var work = EnginePiece.Work.nop
    var descriptor: Int32 = -1
    /// The memory, or the vectors.
    var address: UInt64 = 0
    var length: UInt64 = 0
    /// 0 for plain memory.
    var vectorCount: UInt32 = 0
    var offset: UInt64 = 0
    var flags = System.TransferFlags()

    /// Does it; returns bytes, 0 or a negative errno.
    func run(_ more: System.TransferFlags = []) -> Int64 {
        do throws(Errno) {
            switch work {
            case .nop: return 0
            case .flush:
                try System.synchronizeData(descriptor)
                return 0
            case .read, .write: return Int64(try move(flags.union(more)))
            }
        } catch {
            return error.result
        }
    }

    private func move(_ flags: System.TransferFlags) throws(Errno) -> Int {
        guard vectorCount == 0 else {
            return try move(UnsafeRawPointer(bitPattern: UInt(address)), Int(vectorCount), flags)
        }
        let vector = IOVector(base: UnsafeMutableRawPointer(bitPattern: UInt(address)), count: Int(length))
        return try withUnsafePointer(to: vector) { (vector) throws(Errno) in try move(vector, 1, flags) }
    }

    private func move(
        _ vectors: UnsafeRawPointer?, _ count: Int, _ flags: System.TransferFlags
    ) throws(Errno) -> Int {
        let offset = Int64(bitPattern: offset)
        return work == .read
            ? try System.read(descriptor, vectors: vectors, count: count, at: offset, flags)
            : try System.write(descriptor, vectors: vectors, count: count, at: offset, flags)
    }
}

/// Jobs that go to the pool together, linked through themselves.
struct WorkerChain {
    private(set) var first: UnsafeMutablePointer<WorkerJob>?
    private(set) var last: UnsafeMutablePointer<WorkerJob>?
    private(set) var count = 0

    init() {}

    init(_ job: UnsafeMutablePointer<WorkerJob>) {
        self.init()
        append(job)
    }

    mutating func append(_ job: UnsafeMutablePointer<WorkerJob>) {
        job.pointee.next = nil
        if let last { last.pointee.next = job } else { first = job }
        last = job
        count += 1
    }

    /// Adds all of another at the end.
    mutating func append(_ other: WorkerChain) {
        guard let head = other.first else { return }
        if let last { last.pointee.next = head } else { first = head }
        last = other.last
        count += other.count
    }

    mutating func popFirst() -> UnsafeMutablePointer<WorkerJob>? {
        guard let job = first else { return nil }
        first = job.pointee.next
        if first == nil { last = nil }
        count -= 1
        return job
    }

    /// Takes one out of the middle; false when it isn't here; linear.
    mutating func remove(_ job: UnsafeMutablePointer<WorkerJob>) -> Bool {
        var previous: UnsafeMutablePointer<WorkerJob>?
        var entry = first
        while let current = entry, current != job {
            previous = current
            entry = current.pointee.next
        }
        guard entry != nil else { return false }
        if let previous { previous.pointee.next = job.pointee.next } else { first = job.pointee.next }
        if last == job { last = previous }
        count -= 1
        return true
    }
}
