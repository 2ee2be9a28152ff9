internal import Block
public import Sys

/// Requests for tasks. They run on an ``IOThread``, nil being the one that all nodes share.
///
/// A task that prefers the same thread as its executor pays least. For the last bit of speed use a `BlockQueue`.
extension Node {
    /// Reads into memory, which must stay valid until then.
    public func read(
        into memory: UnsafeMutableRawBufferPointer, at offset: UInt64, on thread: IOThread? = nil
    ) async throws(Errno) {
        try await request(.read, UInt(bitPattern: memory.baseAddress), UInt64(memory.count), offset, on: thread)
    }

    /// Writes from memory, which must stay valid until then; `durable` asks for stable storage before the end.
    public func write(
        from memory: UnsafeRawBufferPointer, at offset: UInt64, durable: Bool = false, on thread: IOThread? = nil
    ) async throws(Errno) {
        try await request(
            .write, UInt(bitPattern: memory.baseAddress), UInt64(memory.count), offset,
            traits: durable ? .durable : [], on: thread)
    }

    /// Reads `count` bytes into a new array.
    public func read(count: Int, at offset: UInt64, on thread: IOThread? = nil) async throws(Errno) -> [UInt8] {
        let memory = try Memory(count)
        try await request(.read, memory.address, UInt64(count), offset, on: thread)
        return memory.bytes
    }

    /// Writes the bytes of an array.
    public func write(
        _ bytes: [UInt8], at offset: UInt64, durable: Bool = false, on thread: IOThread? = nil
    ) async throws(Errno) {
        let memory = try Memory(bytes)
        try await request(
            .write, memory.address, UInt64(bytes.count), offset, traits: durable ? .durable : [], on: thread)
    }

    /// Makes durable what completed before.
    public func flush(on thread: IOThread? = nil) async throws(Errno) {
        try await request(.flush, 0, 0, 0, on: thread)
    }

    /// Tells the node that the content of a range no longer matters; what isn't aligned stays.
    public func discard(at offset: UInt64, count: UInt64, on thread: IOThread? = nil) async throws(Errno) {
        try await request(.discard, 0, count, offset, on: thread)
    }

    /// Makes a range read as zeroes, which may deallocate it if `mayUnmap`.
    public func writeZeroes(
        at offset: UInt64, count: UInt64, mayUnmap: Bool = false, on thread: IOThread? = nil
    ) async throws(Errno) {
        try await request(.writeZeroes, 0, count, offset, traits: mayUnmap ? .mayUnmap : [], on: thread)
    }

    private func request(
        _ operation: Operation, _ address: UInt, _ count: UInt64, _ offset: UInt64, traits: RequestTraits = [],
        on thread: IOThread?
    ) async throws(Errno) {
        let thread = if let thread { thread } else { try runtime.sharedThread() }
        let result = await withUnsafeContinuation { continuation in
            thread.submit(
                IORequest(
                    operation: operation, node: self, address: address, count: count, offset: offset, traits: traits,
                    reply: .continuation(continuation)))
        }
        if result < 0 { throw Errno(result: Int(result)) }
    }

    /// Aligned memory of one request; what needs no copy below.
    private final class Memory: Sendable {
        private let buffer: AlignedBuffer

        init(_ count: Int) throws(Errno) {
            guard count >= 0 else { throw .invalidArgument }
            buffer = try AlignedBuffer(count: count, alignment: 4096)
        }

        convenience init(_ bytes: [UInt8]) throws(Errno) {
            try self.init(bytes.count)
            buffer.bytes.copyBytes(from: bytes)
        }

        var address: UInt { UInt(bitPattern: buffer.bytes.baseAddress) }
        var bytes: [UInt8] { Array(buffer.bytes) }
    }
}
