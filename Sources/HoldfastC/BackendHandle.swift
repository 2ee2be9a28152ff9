internal import Holdfast
internal import Sys

/// What an `hf_backend` points at.
final class BackendHandle: Sendable {
    let backend: Backend
    let events: EventBacklog
    private let observation: EventObservation

    init(_ configuration: Backend.Configuration) throws {
        let events = try EventBacklog()
        let backend = try Backend(configuration)
        observation = backend.observeEvents { events.add($0) }
        self.backend = backend
        self.events = events
    }
}

/// Objects behind the opaque pointers of C: each pointer is one reference.
enum Handle {
    /// A pointer that keeps an object until ``release(_:as:)``.
    static func make(_ object: some AnyObject) -> OpaquePointer {
        OpaquePointer(Unmanaged.passRetained(object).toOpaque())
    }

    /// The object behind a pointer.
    static func object<Object: AnyObject>(
        _ pointer: OpaquePointer?, as: Object.Type, _ what: String
    ) throws(Failure) -> Object {
        guard let pointer else { throw .null(what) }
        return Unmanaged<Object>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
    }

    /// Gives a pointer's reference back; NULL has none.
    static func release<Object: AnyObject>(_ pointer: OpaquePointer?, as: Object.Type) {
        guard let pointer else { return }
        Unmanaged<Object>.fromOpaque(UnsafeRawPointer(pointer)).release()
    }

    /// The backend behind a pointer.
    static func backend(_ pointer: OpaquePointer?) throws(Failure) -> BackendHandle {
        try object(pointer, as: BackendHandle.self, "backend")
    }

    /// The node behind a pointer.
    static func node(_ pointer: OpaquePointer?) throws(Failure) -> Node { try object(pointer, as: Node.self, "node") }
}
