internal import ObjectModel
internal import Sys

/// An `iothread` object: an I/O thread that users name.
final class IOThreadObject: ManagedObject {
    static let typeName = "iothread"

    let thread: IOThread

    private init(_ creation: ObjectCreation, thread: IOThread) {
        self.thread = thread
        super.init(creation)
    }

    /// The type; its objects start their threads by `runtime`.
    static func type(_ runtime: Runtime) -> TypeDescriptor {
        TypeDescriptor(typeName, summary: "A thread that owns one queue and serves requests that come without one.") {
            (creation) throws(ObjectError) in
            do throws(Errno) {
                return IOThreadObject(creation, thread: try runtime.makeThread(named: creation.id))
            } catch {
                throw ObjectError(.failed, "cannot start the thread of object '\(creation.id)'", cause: error)
            }
        }
    }

    /// Lets the thread end by itself: it may be waiting for the control thread, which this runs on.
    override func close() { thread.stopLater() }
}
