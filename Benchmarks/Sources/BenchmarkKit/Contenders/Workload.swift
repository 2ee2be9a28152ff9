/// What contenders are asked to do: 4 KiB requests at random places of one file, with so many always in flight.
struct Workload: Sendable {
    /// What a request does.
    enum Operation: String, Sendable {
        /// Through the ring and back; no file.
        case nop
        case read
        case write
    }

    /// What a request does.
    var operation: Operation
    /// The file; `nil` for requests that need none.
    var path: String?
    /// Whether the file is opened past the page cache.
    var direct = false
    /// Requests in flight, per thread.
    var depth: Int
    /// Bytes per request.
    var blockSize = 4096
    /// Threads, each with its own queue.
    var threads = 1
    /// Bytes in which requests lie; `nil` for the file's size.
    var span: Int?
}
