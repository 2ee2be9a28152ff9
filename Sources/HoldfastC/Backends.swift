// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

internal import BlockSchema
public import CHoldfast
internal import Holdfast
internal import Sys

@c @implementation
public func hf_backend_new(
    _ options: UnsafePointer<hf_backend_options>?, _ backend: UnsafeMutablePointer<OpaquePointer?>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    backend?.pointee = nil
    return answering(message) {
        guard let backend else { throw Failure.null("place for the backend") }
        let configuration = try Backend.Configuration(try hf_backend_options.options(options))
        backend.pointee = Handle.make(try BackendHandle(configuration))
    }
}

@c @implementation
public func hf_backend_free(_ backend: OpaquePointer?) { Handle.release(backend, as: BackendHandle.self) }

@c @implementation
public func hf_seal(
    _ backend: OpaquePointer?, _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) { try Handle.backend(backend).backend.seal() }
}

@c @implementation
public func hf_fdset_add(
    _ backend: OpaquePointer?, _ fd: Int32, _ set: Int64,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int64 {
    answering(message) {
        try Handle.backend(backend).backend.addDescriptor(fd, toSet: set == -1 ? nil : set).fdsetId
    }
}

@c @implementation
public func hf_fdset_remove(
    _ backend: OpaquePointer?, _ set: Int64, _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) { try Handle.backend(backend).backend.removeDescriptor(fromSet: set) }
}

extension Backend.Configuration {
    /// What a C program asks for.
    init(_ options: hf_backend_options) throws(Failure) {
        self.init()
        guard options.flags & ~(HF_BACKEND_NO_IO_URING | HF_BACKEND_NO_LINUX_AIO) == 0 else {
            throw Failure(.invalidArgument, "The backend's flags have bits that this version doesn't know")
        }
        if options.worker_limit > 0 { workerLimit = Int(options.worker_limit) }
        allowsRing = options.flags & HF_BACKEND_NO_IO_URING == 0
        allowsNative = options.flags & HF_BACKEND_NO_LINUX_AIO == 0
        if options.growth_interval_ms == .max {
            growthInterval = 0
        } else if options.growth_interval_ms > 0 {
            growthInterval = Double(options.growth_interval_ms) / 1000
        }
        initiator = try Text.optional(options.initiator, "initiator")
        if let start = options.start_thread { startThread = ThreadHook(start: start, opaque: options.opaque).starter }
    }
}

/// A C program's way of starting threads.
private struct ThreadHook: @unchecked Sendable {
    // Safety: the pointers are constants, and what `opaque` leads to is the program's own.
    let start:
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<CChar>?, (@convention(c) (UnsafeMutableRawPointer?) -> Void)?,
            UnsafeMutableRawPointer?
        ) -> Int32
    let opaque: UnsafeMutableRawPointer?

    /// What a thread is to do.
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    var starter: Backend.Configuration.ThreadStarter {
        { name, body in
            let argument = Unmanaged.passRetained(Body(body))
            let result = name.withCString { name in
                start(
                    opaque, name,
                    { argument in
                        guard let argument else { return }
                        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                    }, argument.toOpaque())
            }
            if result != 0 { argument.release() }
            return result == 0
        }
    }
}
