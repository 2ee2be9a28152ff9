// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

internal import Block
public import CHoldfast
internal import Holdfast
internal import Sys

/// What an `hf_queue` points at; a queue is one pointer itself.
typealias QueuePointer = UnsafeMutablePointer<BlockQueue>

extension Optional<OpaquePointer> {
    /// The queue behind a pointer.
    func queue() throws(Failure) -> QueuePointer {
        guard let self else { throw .null("queue") }
        return QueuePointer(self)
    }
}

@c @implementation
public func hf_queue_new(
    _ backend: OpaquePointer?, _ options: UnsafePointer<hf_queue_options>?,
    _ queue: UnsafeMutablePointer<OpaquePointer?>?, _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    queue?.pointee = nil
    return answering(message) {
        Layout.check()
        guard let queue else { throw Failure.null("place for the queue") }
        let made = try Handle.backend(backend).backend.makeQueue(
            options: try QueueOptions(try hf_queue_options.options(options)))
        let place = QueuePointer.allocate(capacity: 1)
        place.initialize(to: made)
        queue.pointee = OpaquePointer(place)
    }
}

@c @implementation
public func hf_queue_free(_ queue: OpaquePointer?) {
    guard let queue else { return }
    let place = QueuePointer(queue)
    place.deinitialize(count: 1)
    place.deallocate()
}

@c @implementation
public func hf_queue_attach(
    _ queue: OpaquePointer?, _ node: OpaquePointer?, _ options: UnsafePointer<hf_attach_options>?,
    _ handle: UnsafeMutablePointer<UInt32>?, _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) {
        let (queue, node) = (try queue.queue(), try Handle.node(node))
        guard let handle else { throw Failure.null("place for the handle") }
        let options = try hf_attach_options.options(options)
        handle.pointee = try queue.pointee.attach(
            node, access: try NodeAccess(options.access), sharesWrites: options.share_rw != 0,
            for: try Text.optional(options.device, "device")
        ).index
    }
}

@c @implementation
public func hf_queue_detach(
    _ queue: OpaquePointer?, _ handle: UInt32, _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) { try queue.queue().pointee.detach(NodeHandle(index: handle)) }
}

@c @implementation
public func hf_region_add(
    _ queue: OpaquePointer?, _ memory: UnsafeMutableRawPointer?, _ length: Int, _ region: UnsafeMutablePointer<UInt32>?
) -> Int32 {
    answering {
        let queue = try queue.queue()
        guard let memory, let region else { throw Failure.null("memory, or the place for its number,") }
        guard length > 0 else { throw Failure(.invalidArgument, "The memory has no length") }
        let added = queue.pointee.addRegion(UnsafeMutableRawBufferPointer(start: memory, count: length))
        region.pointee = UInt32(clamping: added.id)
        return Int32(added.isPinned ? 1 : 0)
    }
}

@c @implementation
public func hf_region_remove(_ queue: OpaquePointer?, _ region: UInt32) -> Int32 {
    answering {
        guard try queue.queue().pointee.removeRegion(Int(region)) else {
            throw Failure(.noEntry, "There is no such region")
        }
    }
}

@c @implementation
public func hf_rebind(
    _ queue: OpaquePointer?, _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) { try queue.queue().pointee.rebind() }
}

extension QueueOptions {
    /// What a C program asks for.
    fileprivate init(_ options: hf_queue_options) throws(Failure) {
        self.init()
        guard options.flags & ~(HF_QUEUE_SUBMISSION_POLLING | HF_QUEUE_COMPLETION_POLLING) == 0 else {
            throw Failure(.invalidArgument, "The queue's flags have bits that this version doesn't know")
        }
        if options.depth > 0 { depth = Int(options.depth) }
        if options.registered_files > 0 { registeredFiles = Int(options.registered_files) }
        if options.kernel_workers > 0 { kernelWorkers = options.kernel_workers }
        if options.bounce_buffers > 0 { bounceBuffers = Int(options.bounce_buffers) }
        if options.bounce_size > 0 { bounceSize = Int(options.bounce_size) }
        submissionPolling = options.flags & HF_QUEUE_SUBMISSION_POLLING != 0
        completionPolling = options.flags & HF_QUEUE_COMPLETION_POLLING != 0
    }
}

extension NodeAccess {
    /// What an HF_ACCESS_* stands for.
    fileprivate init(_ number: UInt32) throws(Failure) {
        switch Int(number) {
        case HF_ACCESS_AUTOMATIC: self = .automatic
        case HF_ACCESS_READ_ONLY: self = .readOnly
        case HF_ACCESS_READ_WRITE: self = .readWrite
        default: throw Failure(.invalidArgument, "\(number) is no HF_ACCESS_*")
        }
    }
}
