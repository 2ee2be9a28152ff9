import Holdfast
import Testing

/// A queue for tests that do one request after another.
final class OneRequest {
    let queue: BlockQueue
    private let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)

    init(_ backend: Backend) throws {
        queue = try backend.makeQueue()
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
    }

    deinit { memory.deallocate() }

    func attach(
        _ node: Node, access: NodeAccess = .automatic, sharesWrites: Bool = false, for device: String? = nil
    ) throws -> NodeHandle {
        try queue.attach(node, access: access, sharesWrites: sharesWrites, for: device)
    }

    /// Writes a block of one value; returns the completion's result.
    func write(_ handle: NodeHandle, _ value: UInt8, at offset: UInt64 = 0) throws -> Int64 {
        memory.initializeMemory(as: UInt8.self, repeating: value, count: 4096)
        return try complete(queue.write(handle, from: memory, count: 4096, at: offset, userData: 1))
    }

    /// Reads a block; returns the completion's result, and the first byte.
    func read(_ handle: NodeHandle, at offset: UInt64 = 0) throws -> (result: Int64, first: UInt8) {
        let result = try complete(queue.read(handle, into: memory, count: 4096, at: offset, userData: 1))
        return (result, memory.load(as: UInt8.self))
    }

    func flush(_ handle: NodeHandle) throws -> Int64 { try complete(queue.flush(handle, userData: 1)) }

    /// Queues a read and leaves it there.
    func begin(_ handle: NodeHandle) throws {
        try #require(queue.read(handle, into: memory, count: 4096, at: 0, userData: 2) != nil)
    }

    /// Takes what has ended, waiting for one.
    func poll() throws -> [Completion] {
        let buffer = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 8)
        defer { buffer.deallocate() }
        return Array(buffer[..<(try queue.poll(buffer, min: 1, timeout: 60_000_000_000))])
    }

    private func complete(_ request: RequestID?) throws -> Int64 {
        try #require(request != nil)
        return try #require(try poll().first).result
    }
}

/// The numbers by which this process has a file open.
enum OpenDescriptors {
    static func of(_ path: String) throws -> [Int32] {
        let wanted = try System.status(at: path)
        return try System.entries(of: "/proc/self/fd").compactMap { Int32($0) }.filter {
            guard let status = try? System.status(of: $0) else { return false }
            return status.inode == wanted.inode && status.device == wanted.device
        }
    }
}
