// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

internal import Block
public import CHoldfast
internal import Holdfast
internal import Sys

@c @implementation
public func hf_submit(_ queue: OpaquePointer?) -> Int32 {
    guard let queue else { return Errno.badAddress.code }
    do throws(Errno) {
        try QueuePointer(queue).pointee.submit()
        return 0
    } catch {
        return error.code
    }
}

@c @implementation
public func hf_poll(
    _ queue: OpaquePointer?, _ completions: UnsafeMutablePointer<hf_completion>?, _ capacity: UInt32,
    _ minimum: UInt32, _ timeout: Int64
) -> Int32 {
    guard let queue, completions != nil || capacity == 0 else { return Errno.badAddress.code }
    // One layout, which `Layout.check()` has proved.
    let buffer = UnsafeMutableBufferPointer(
        start: UnsafeMutableRawPointer(completions)?.assumingMemoryBound(to: Completion.self), count: Int(capacity))
    do throws(Errno) {
        let count = try QueuePointer(queue).pointee.poll(
            buffer, min: Int(minimum), timeout: timeout < 0 ? nil : UInt64(timeout))
        return Int32(truncatingIfNeeded: count)
    } catch {
        return error.code
    }
}

@c @implementation
public func hf_drain(_ queue: OpaquePointer?, _ timeout: Int64) -> Int32 {
    guard let queue else { return Errno.badAddress.code }
    do throws(Errno) {
        return try QueuePointer(queue).pointee.drain(timeout: timeout < 0 ? nil : UInt64(timeout)) ? 1 : 0
    } catch {
        return error.code
    }
}

@c @implementation
public func hf_in_flight(_ queue: OpaquePointer?) -> UInt32 {
    guard let queue else { return 0 }
    return UInt32(truncatingIfNeeded: QueuePointer(queue).pointee.inFlight)
}

@c @implementation
public func hf_completion_fd(_ queue: OpaquePointer?) -> Int32 {
    guard let queue else { return Errno.badAddress.code }
    return QueuePointer(queue).pointee.completionDescriptor
}

@c @implementation
public func hf_arm(_ queue: OpaquePointer?) -> Int32 {
    guard let queue else { return Errno.badAddress.code }
    do throws(Errno) {
        try QueuePointer(queue).pointee.arm()
        return 0
    } catch {
        return error.code
    }
}

@c @implementation
public func hf_disarm(_ queue: OpaquePointer?) -> Int32 {
    guard let queue else { return Errno.badAddress.code }
    QueuePointer(queue).pointee.disarm()
    return 0
}

@c @implementation
public func hf_acknowledge(_ queue: OpaquePointer?) -> Int32 {
    guard let queue else { return Errno.badAddress.code }
    QueuePointer(queue).pointee.acknowledge()
    return 0
}
