import Holdfast

/// Adds a disk by the string that QEMU's `-blockdev` takes.
func openDisk(_ option: String, on backend: Backend) throws(QAPIError) -> Node {
    try backend.addNode(option)
}

/// Adds a disk by typed options, which no comma in a path can confuse.
func openImage(_ path: String, on backend: Backend) throws(QAPIError) -> Node {
    try backend.addNode(
        BlockdevOptions(
            nodeName: "disk0", cache: BlockdevCacheOptions(direct: true),
            branch: .file(BlockdevOptionsFile(filename: path))))
}

/// Writes a block and, when it is on stable storage, reads it back; returns its first byte.
func writeAndRead(_ disk: Node, on backend: Backend) throws -> UInt8 {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
    let completions = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 32)
    defer {
        memory.deallocate()
        completions.deallocate()
    }
    // Declared after the memory, so that it ends before it: a queue waits for what is in flight.
    let queue = try backend.makeQueue()
    let handle = try queue.attach(disk)

    memory.initializeMemory(as: UInt8.self, repeating: 0xab, count: 4096)
    queue.write(handle, from: memory, count: 4096, at: 8192, durable: true, userData: 1)
    var count = try queue.poll(completions)
    for completion in completions[..<count] { try completion.check() }

    memory.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
    queue.read(handle, into: memory, count: 4096, at: 8192, userData: 2)
    count = try queue.poll(completions)
    for completion in completions[..<count] { try completion.check() }
    return memory.load(as: UInt8.self)
}

/// Copies a block of the disk, by way of the thread that the task runs on.
func copyBlock(of disk: Node, from source: UInt64, to target: UInt64, on thread: IOThread) async throws(Errno) {
    let bytes = try await disk.read(count: 4096, at: source, on: thread)
    try await disk.write(bytes, at: target, durable: true, on: thread)
}

/// Adds a disk that several machines share, for the machine of this name.
func openSharedDisk(_ path: String, for machine: String, on backend: Backend) throws(QAPIError) -> Node {
    try backend.addObject("pr-manager-flock,id=pr-\(machine),initiator=\(machine),on-stuck=fail")
    return try backend.addNode(
        BlockdevOptions(
            nodeName: machine,
            branch: .file(BlockdevOptionsFile(filename: path, prManager: "pr-\(machine)"))))
}

/// Lets fences of the machine end processes that are stuck, from now on.
func allowKilling(by machine: String, on backend: Backend) throws(QAPIError) {
    try backend.setProperty("on-stuck", of: "pr-\(machine)", to: "kill")
}

/// Sends a command about reservations; what the disk has to tell first is no answer to it.
func send(_ command: PersistentReserveOut, to disk: Node) throws(Errno) -> CommandResult {
    while disk.takeUnitAttention() != nil {}
    return try disk.execute(command).result
}

/// Registers a key, as whoever wants to write must.
func register(_ key: UInt64, at disk: Node) throws(Errno) -> CommandResult {
    try send(PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: key), to: disk)
}

/// Reserves the disk for all who have registered.
func reserve(_ disk: Node, key: UInt64) throws(Errno) -> CommandResult {
    try send(PersistentReserveOut(.reserve, type: .writeExclusiveRegistrantsOnly, key: key), to: disk)
}

/// Throws out whoever registered `victim`: after GOOD none of its writes lands any more.
func fence(_ victim: UInt64, at disk: Node, key: UInt64) throws(Errno) -> CommandResult {
    try send(
        PersistentReserveOut(.preemptAndAbort, type: .writeExclusiveRegistrantsOnly, key: key, actionKey: victim),
        to: disk)
}

/// Waits for the next fence; returns who lost the right to write, or nil when the backend is gone.
func nextVictim(in events: AsyncStream<BackendEvent>) async -> String? {
    for await event in events {
        if let fence = event.data as? PrFencedEvent { return fence.initiator }
    }
    return nil
}

/// Starts all threads that will be needed and then none any more; returns their names.
func lockIn(_ backend: Backend) throws(QAPIError) -> [String] {
    try backend.seal()
    return backend.threads.map(\.name)
}

/// Opens a disk of which somebody else handed in a descriptor.
func openHandedIn(_ descriptor: Int32, on backend: Backend) throws(QAPIError) -> Node {
    let added = try backend.addDescriptor(descriptor)
    return try backend.addNode("driver=file,node-name=handed-in,filename=/dev/fdset/\(added.fdsetId)")
}
