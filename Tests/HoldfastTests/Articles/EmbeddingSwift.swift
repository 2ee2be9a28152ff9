import Glibc
import Holdfast

/// What a guest wants done.
struct GuestRequest {
    enum Operation { case read, write, flush }

    var operation: Operation
    var memory: UnsafeMutableRawPointer
    var count: Int
    var offset: UInt64
    /// Comes back with the completion.
    var tag: UInt64
}

/// Where a guest's requests come from, and where their ends go to.
protocol GuestDevice {
    /// A descriptor that is readable when there may be requests.
    var doorbell: Int32 { get }
    /// Takes the next request; nil when there is none now.
    func next() -> GuestRequest?
    /// Tells the guest of an end.
    func finish(_ completion: Completion)
    /// True when the device is to be taken away.
    var isOver: Bool { get }
}

/// Serves a guest's disk on the calling thread, which waits for the guest and for the disk in one place.
func serve(_ device: some GuestDevice, _ disk: Node, on backend: Backend) throws {
    let completions = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 64)
    defer { completions.deallocate() }
    let queue = try backend.makeQueue()
    let handle = try queue.attach(disk, for: "vda")
    var watched = [device.doorbell, queue.completionDescriptor].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    while !device.isOver || queue.inFlight > 0 {
        while queue.inFlight < queue.depth, let request = device.next() { enqueue(request, queue, handle) }
        let count = try queue.poll(completions, min: 0, timeout: 0)
        for completion in completions[..<count] { device.finish(completion) }
        guard count == 0 else { continue }
        // Readable at once when something has ended meanwhile.
        try queue.arm()
        _ = Glibc.poll(&watched, nfds_t(watched.count), -1)
        queue.disarm()
        queue.acknowledge()
    }
    try queue.detach(handle)
}

/// Notes one request; the queue has room.
func enqueue(_ request: GuestRequest, _ queue: borrowing BlockQueue, _ disk: NodeHandle) {
    switch request.operation {
    case .read:
        queue.read(disk, into: request.memory, count: request.count, at: request.offset, userData: request.tag)
    case .write:
        queue.write(disk, from: request.memory, count: request.count, at: request.offset, userData: request.tag)
    case .flush: queue.flush(disk, userData: request.tag)
    }
}

/// What becomes of a request that has ended.
enum Fate: Equatable {
    /// The guest is told that it was done.
    case done
    /// The guest is told that it failed.
    case failed(Errno)
    /// The machine stops, and the request is sent again when it goes on.
    case retryLater
}

/// Decides by the disk's `rerror` and `werror`, and posts `BLOCK_IO_ERROR`.
func fate(of completion: Completion, isWrite: Bool, _ errors: DeviceErrors) -> Fate {
    guard let error = completion.error else { return .done }
    return switch errors.failed(error, isWrite ? .write : .read).action {
    case .ignore: .done
    case .report: .failed(error)
    case .stop: .retryLater
    }
}

/// A guest's SCSI command with its memory, which stays until the completion.
final class GuestCommand {
    let block: UnsafeMutableRawBufferPointer
    let data: UnsafeMutableRawBufferPointer
    let sense = UnsafeMutableRawBufferPointer.allocate(byteCount: 252, alignment: 1)
    let command: UnsafeMutablePointer<PassThroughCommand>

    /// Takes a command descriptor block, and the data to send or zeroes to be replaced.
    init(_ bytes: [UInt8], _ direction: PassThroughCommand.Direction, data content: [UInt8]) {
        block = .allocate(byteCount: bytes.count, alignment: 1)
        block.copyBytes(from: bytes)
        data = .allocate(byteCount: content.count, alignment: 1)
        data.copyBytes(from: content)
        command = .allocate(capacity: 1)
        command.initialize(
            to: PassThroughCommand(cdb: UnsafeRawBufferPointer(block), direction: direction, data: data, sense: sense))
    }

    deinit {
        command.deallocate()
        for memory in [block, data, sense] { memory.deallocate() }
    }

    /// How the command ended, for the guest.
    func result(_ completion: Completion) -> CommandResult {
        if let error = completion.error { return CommandResult(errno: error.rawValue) }
        let bytes = Array(sense[..<Int(completion.senseLength)])
        return CommandResult(SCSIStatus(rawValue: completion.status), sense: Sense(decoding: bytes.span))
    }
}

/// What a command that the monitor carries out itself is answered with before; nil lets it go on.
func answer(_ block: [UInt8], for disk: Node) -> CommandResult? {
    switch disk.admit(block) {
    case .allowed: nil
    case .refused(let result): result
    case .held: CommandResult(.busy)
    case .inactive: .checkCondition(Sense(.notReady, .becomingReady))
    }
}

/// Lets a disk go to another process, which calls `takeOver`.
func handOver(_ disk: Node, on backend: Backend) throws(QAPIError) {
    try backend.setActive(false, node: disk.name)
}

/// Takes a disk that was added with `active=off` over from another process.
func takeOver(_ disk: Node, on backend: Backend) throws(QAPIError) {
    try backend.setActive(true, node: disk.name)
}
