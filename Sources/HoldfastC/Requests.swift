// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

internal import Block
public import CHoldfast
internal import Holdfast
internal import Sys

// Each function here enters the queue at once: nothing is allocated, counted or looked up on the way.

@c @implementation
public func hf_read(
    _ queue: OpaquePointer?, _ handle: UInt32, _ memory: UnsafeMutableRawPointer?, _ length: Int, _ offset: UInt64,
    _ userData: UInt64
) -> hf_request {
    guard let queue, let memory else { return readNowhere(queue, handle, length, offset, userData) }
    return number(
        QueuePointer(queue).pointee.read(
            NodeHandle(index: handle), into: memory, count: length, at: offset, userData: userData))
}

@c @implementation
public func hf_write(
    _ queue: OpaquePointer?, _ handle: UInt32, _ memory: UnsafeRawPointer?, _ length: Int, _ offset: UInt64,
    _ flags: UInt32, _ userData: UInt64
) -> hf_request {
    guard let queue, let memory, flags & ~HF_DURABLE == 0 else {
        return writeNowhere(queue, handle, memory, length, offset, flags, userData)
    }
    return number(
        QueuePointer(queue).pointee.write(
            NodeHandle(index: handle), from: memory, count: length, at: offset, durable: flags != 0,
            userData: userData))
}

@c @implementation
public func hf_readv(
    _ queue: OpaquePointer?, _ handle: UInt32, _ vectors: UnsafePointer<iovec>?, _ count: Int32, _ offset: UInt64,
    _ userData: UInt64
) -> hf_request {
    guard let queue, let vectors = scattered(vectors, count) else {
        return refuse(queue, .read, handle, count < 0 ? .invalidArgument : .badAddress, userData)
    }
    return number(
        QueuePointer(queue).pointee.read(NodeHandle(index: handle), into: vectors, at: offset, userData: userData))
}

@c @implementation
public func hf_writev(
    _ queue: OpaquePointer?, _ handle: UInt32, _ vectors: UnsafePointer<iovec>?, _ count: Int32, _ offset: UInt64,
    _ flags: UInt32, _ userData: UInt64
) -> hf_request {
    guard let queue, let vectors = scattered(vectors, count) else {
        return refuse(queue, .write, handle, count < 0 ? .invalidArgument : .badAddress, userData)
    }
    guard flags & ~HF_DURABLE == 0 else { return refuse(queue, .write, handle, .invalidArgument, userData) }
    return number(
        QueuePointer(queue).pointee.write(
            NodeHandle(index: handle), from: vectors, at: offset, durable: flags != 0, userData: userData))
}

@c @implementation
public func hf_flush(_ queue: OpaquePointer?, _ handle: UInt32, _ userData: UInt64) -> hf_request {
    guard let queue else { return 0 }
    return number(QueuePointer(queue).pointee.flush(NodeHandle(index: handle), userData: userData))
}

@c @implementation
public func hf_discard(
    _ queue: OpaquePointer?, _ handle: UInt32, _ offset: UInt64, _ length: UInt64, _ userData: UInt64
) -> hf_request {
    guard let queue else { return 0 }
    return number(
        QueuePointer(queue).pointee.discard(
            NodeHandle(index: handle), at: offset, count: length, userData: userData))
}

@c @implementation
public func hf_write_zeroes(
    _ queue: OpaquePointer?, _ handle: UInt32, _ offset: UInt64, _ length: UInt64, _ flags: UInt32, _ userData: UInt64
) -> hf_request {
    guard let queue, flags & ~(HF_DURABLE | HF_MAY_UNMAP | HF_NO_FALLBACK) == 0 else {
        return refuse(queue, .writeZeroes, handle, .invalidArgument, userData)
    }
    return number(
        QueuePointer(queue).pointee.writeZeroes(
            NodeHandle(index: handle), at: offset, count: length, traits: traits(flags), userData: userData))
}

@c @implementation
public func hf_block_status(
    _ queue: OpaquePointer?, _ handle: UInt32, _ offset: UInt64, _ length: UInt64, _ userData: UInt64
) -> hf_request {
    guard let queue else { return 0 }
    return number(
        QueuePointer(queue).pointee.blockStatus(
            NodeHandle(index: handle), at: offset, count: length, userData: userData))
}

@c @implementation
public func hf_scsi(
    _ queue: OpaquePointer?, _ handle: UInt32, _ command: UnsafePointer<hf_scsi_command>?, _ userData: UInt64
) -> hf_request {
    guard let queue, let command else { return refuse(queue, .passThrough, handle, .badAddress, userData) }
    guard let given = hf_scsi_command.read(command),
        let direction = PassThroughCommand.Direction(rawValue: given.direction), given.cdb_length > 0
    else {
        return refuse(queue, .passThrough, handle, .invalidArgument, userData)
    }
    let length = direction == .none ? 0 : Int(given.data_length)
    guard given.cdb != nil, given.data != nil || length == 0, given.sense != nil || given.sense_capacity == 0 else {
        return refuse(queue, .passThrough, handle, .badAddress, userData)
    }
    // The queue copies it while it takes the request.
    let own = PassThroughCommand(
        cdb: UnsafeRawBufferPointer(start: given.cdb, count: Int(given.cdb_length)), direction: direction,
        data: UnsafeMutableRawBufferPointer(start: given.data, count: length),
        sense: UnsafeMutableRawBufferPointer(start: given.sense, count: Int(given.sense_capacity)),
        timeoutMilliseconds: given.timeout_ms)
    return withUnsafePointer(to: own) {
        number(QueuePointer(queue).pointee.passThrough(NodeHandle(index: handle), $0, userData: userData))
    }
}

@c @implementation
public func hf_cancel(_ queue: OpaquePointer?, _ request: hf_request) -> Int32 {
    guard let queue else { return Errno.badAddress.code }
    guard request > 0 else { return 0 }
    return QueuePointer(queue).pointee.cancel(RequestID(rawValue: request &- 1)) ? 1 : 0
}

// MARK: - What they share

/// The request's name in C, where 0 stands for a queue that is full.
@inline(__always)
private func number(_ request: RequestID?) -> hf_request {
    guard let request else { return 0 }
    return request.rawValue &+ 1
}

/// A read without memory: nothing is wrong with it when it has no length either.
@inline(never)
private func readNowhere(
    _ queue: OpaquePointer?, _ handle: UInt32, _ length: Int, _ offset: UInt64, _ userData: UInt64
) -> hf_request {
    guard length == 0, let queue else { return refuse(queue, .read, handle, .badAddress, userData) }
    // Any address will do.
    return hf_read(queue, handle, UnsafeMutableRawPointer(queue), 0, offset, userData)
}

/// A write without memory, or with flags that mean nothing.
@inline(never)
private func writeNowhere(
    _ queue: OpaquePointer?, _ handle: UInt32, _ memory: UnsafeRawPointer?, _ length: Int, _ offset: UInt64,
    _ flags: UInt32, _ userData: UInt64
) -> hf_request {
    guard flags & ~HF_DURABLE == 0 else { return refuse(queue, .write, handle, .invalidArgument, userData) }
    guard length == 0, let queue else { return refuse(queue, .write, handle, .badAddress, userData) }
    return hf_write(queue, handle, UnsafeRawPointer(queue), 0, offset, flags, userData)
}

/// The traits that flags of a C program stand for.
private func traits(_ flags: UInt32) -> RequestTraits {
    var traits: RequestTraits = []
    if flags & HF_DURABLE != 0 { traits.insert(.durable) }
    if flags & HF_MAY_UNMAP != 0 { traits.insert(.mayUnmap) }
    if flags & HF_NO_FALLBACK != 0 { traits.insert(.noFallback) }
    return traits
}

/// Vectors of C as the queue takes them, which have one layout; nil when there can't be so many.
@inline(__always)
private func scattered(_ vectors: UnsafePointer<iovec>?, _ count: Int32) -> UnsafeBufferPointer<IOVector>? {
    guard count >= 0, vectors != nil || count == 0 else { return nil }
    return UnsafeBufferPointer(
        start: UnsafeRawPointer(vectors)?.assumingMemoryBound(to: IOVector.self), count: Int(count))
}

/// Accepts a request only to end it with an error.
@inline(never)
private func refuse(
    _ queue: OpaquePointer?, _ operation: Operation, _ handle: UInt32, _ error: Errno, _ userData: UInt64
) -> hf_request {
    guard let queue else { return 0 }
    return number(
        QueuePointer(queue).pointee.refuse(operation, NodeHandle(index: handle), with: error, userData: userData))
}
