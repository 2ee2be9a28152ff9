internal import Block
public import Sys

/// Requests with a callback, which runs on the I/O thread; nil is the one that all nodes share.
///
/// The memory must stay valid until the callback. A callback that waits holds up all requests of its thread.
extension Node {
    /// Told of the end of a request: nothing, or why it failed.
    public typealias Callback = @Sendable (Result<Void, Errno>) -> Void

    /// Reads into memory.
    public func read(
        into memory: UnsafeMutableRawBufferPointer, at offset: UInt64, on thread: IOThread? = nil,
        completion: @escaping Callback
    ) {
        submit(
            .read, UInt(bitPattern: memory.baseAddress), UInt64(memory.count), offset, on: thread,
            completion: completion)
    }

    /// Writes from memory; `durable` asks for stable storage before the callback.
    public func write(
        from memory: UnsafeRawBufferPointer, at offset: UInt64, durable: Bool = false, on thread: IOThread? = nil,
        completion: @escaping Callback
    ) {
        submit(
            .write, UInt(bitPattern: memory.baseAddress), UInt64(memory.count), offset,
            traits: durable ? .durable : [], on: thread, completion: completion)
    }

    /// Makes durable what completed before.
    public func flush(on thread: IOThread? = nil, completion: @escaping Callback) {
        submit(.flush, 0, 0, 0, on: thread, completion: completion)
    }

    private func submit(
        _ operation: Operation, _ address: UInt, _ count: UInt64, _ offset: UInt64, traits: RequestTraits = [],
        on thread: IOThread?, completion: @escaping Callback
    ) {
        let request = IORequest(
            operation: operation, node: self, address: address, count: count, offset: offset, traits: traits,
            reply: .callback { result in
                completion(result < 0 ? .failure(Errno(result: Int(result))) : .success(()))
            })
        do throws(Errno) {
            let thread = if let thread { thread } else { try runtime.sharedThread() }
            thread.submit(request)
        } catch {
            completion(.failure(error))
        }
    }
}
