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

    /// Makes a range read as zeroes.
    ///
    /// It may be deallocated if `mayUnmap`, where the node allows it; ENOTSUP instead of writing zeroes with
    /// `noFallback`.
    public func writeZeroes(
        at offset: UInt64, count: UInt64, mayUnmap: Bool = false, noFallback: Bool = false, durable: Bool = false,
        on thread: IOThread? = nil
    ) async throws(Errno) {
        var traits: RequestTraits = mayUnmap ? .mayUnmap : []
        if noFallback { traits.insert(.noFallback) }
        if durable { traits.insert(.durable) }
        try await request(.writeZeroes, 0, count, offset, traits: traits, on: thread)
    }

    /// What is known about the beginning of a range without reading it; at least one byte of it, if it has one.
    public func blockStatus(
        at offset: UInt64, count: UInt64, on thread: IOThread? = nil
    ) async throws(Errno) -> BlockExtent {
        let thread = if let thread { thread } else { try runtime.sharedThread() }
        let completion = await withUnsafeContinuation { continuation in
            thread.submit(
                IORequest(
                    operation: .blockStatus, node: self, count: count, offset: offset,
                    reply: .completion(continuation)))
        }
        if completion.result < 0 { throw Errno(result: Int(completion.result)) }
        return BlockExtent(offset: offset, count: UInt64(completion.result), kind: completion.extent)
    }

    /// Copies a range of another node inside the kernel, which shares it where the file system can.
    ///
    /// ENOTSUP where only reading and writing will do, as ``ImageCopy`` does then; some of the range may have been copied
    /// already.
    public func copy(
        from source: Node, at sourceOffset: UInt64, to offset: UInt64, count: UInt64, durable: Bool = false,
        on thread: IOThread? = nil
    ) async throws(Errno) {
        let thread = if let thread { thread } else { try runtime.sharedThread() }
        let result = await withUnsafeContinuation { continuation in
            thread.submit(
                IORequest(
                    operation: .copy, node: self, count: count, offset: offset, traits: durable ? .durable : [],
                    source: (source, sourceOffset), reply: .continuation(continuation)))
        }
        if result < 0 { throw Errno(result: Int(result)) }
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
