import CContenderSupport
import Glibc
import Holdfast

/// A machine that shares a disk: an initiator with a queue of its own, on the thread that makes it.
final class Machine {
    let backend: Backend
    private let queue: BlockQueue
    private let handle: NodeHandle
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 8192 + 4096, alignment: 4096)
    private let command = UnsafeMutablePointer<PassThroughCommand>.allocate(capacity: 1)
    private let completions = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 128)

    /// Opens an image of the folder as `name`, under a manager of a kind, which notes its commands in a log if it's told to.
    init(
        _ name: String, _ kind: String, _ folder: String, image: String = "reserve.img", isAudited: Bool = false
    ) throws {
        backend = try Backend()
        let place = kind == "sqlite" ? ",database=\(folder)/reserve.db" : ""
        let audit = isAudited ? "on" : "off"
        try backend.addObject("pr-manager-\(kind),id=pr0,initiator=\(name),audit=\(audit)\(place)")
        let node = try backend.addNode(
            "driver=file,node-name=disk0,filename=\(folder)/\(image),pr-manager=pr0")
        queue = try backend.makeQueue()
        handle = try queue.attach(node, sharesWrites: true)
        while node.takeUnitAttention() != nil {}
    }

    deinit {
        memory.deallocate()
        command.deallocate()
        completions.deallocate()
    }

    /// Carries a command out; its status.
    @discardableResult
    func run(_ block: [UInt8], list: [UInt8] = [], room: Int = 0) throws -> UInt8 {
        memory.copyBytes(from: block)
        UnsafeMutableRawBufferPointer(rebasing: memory[64...]).copyBytes(from: list)
        command.initialize(
            to: PassThroughCommand(
                cdb: UnsafeRawBufferPointer(rebasing: memory[..<block.count]),
                direction: list.isEmpty ? .fromDevice : .toDevice,
                data: UnsafeMutableRawBufferPointer(rebasing: memory[64..<64 + max(list.count, room)]),
                sense: UnsafeMutableRawBufferPointer(rebasing: memory[7000..<7252]), timeoutMilliseconds: 0))
        guard queue.passThrough(handle, command, userData: 0) != nil else { contender_fail("the queue is full", 0) }
        while try queue.poll(completions, min: 1) == 0 {}
        guard completions[0].result == 0 else { contender_fail("a command failed", Int32(completions[0].result)) }
        return completions[0].status
    }

    /// Changes reservations; unit attentions in the way are taken.
    func change(_ command: PersistentReserveOut) throws {
        for _ in 0..<8 {
            if try run(command.block, list: command.parameterList) == 0 { return }
        }
        contender_fail("a reservation command is refused", 0)
    }

    /// Writes blocks with `depth` in flight until told to stop; the longest that one took while `isWatched`, in
    /// nanoseconds, goes to `longest`, and all latencies to `latencies`.
    func write(depth: Int, until over: () -> Bool, _ took: (UInt64) -> Void) throws {
        var begun = [UInt64](repeating: 0, count: depth)
        let block = memory.baseAddress.unsafelyUnwrapped + 8192
        for index in 0..<depth { enqueue(index, block, &begun) }
        var isOver = false
        while queue.inFlight > 0 {
            let count = try queue.poll(completions, min: 1)
            let now = ticks()
            isOver = isOver || over()
            for completion in completions[..<count] {
                let index = Int(completion.userData)
                if completion.result >= 0 { took(now - begun[index]) }
                if !isOver { enqueue(index, block, &begun) }
            }
        }
    }

    private func enqueue(_ index: Int, _ block: UnsafeMutableRawPointer, _ begun: inout [UInt64]) {
        begun[index] = ticks()
        _ = queue.write(handle, from: block, count: 4096, at: UInt64(index) * 4096, userData: UInt64(index))
    }
}

/// Nanoseconds of a clock that nobody sets.
func ticks() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
