internal import Block

/// One request on its way to an I/O thread's queue.
struct IORequest: Sendable {
    /// Who is told of the end: bytes done, or a negative errno.
    enum Reply: Sendable {
        case continuation(UnsafeContinuation<Int64, Never>)
        case callback(@Sendable (Int64) -> Void)
        /// For requests whose completion says more than its result.
        case completion(UnsafeContinuation<Completion, Never>)

        /// Tells of a request that reached no queue.
        func callAsFunction(_ result: Int64) { self(Completion(userData: 0, result: result)) }

        func callAsFunction(_ completion: Completion) {
            switch self {
            case .continuation(let continuation): continuation.resume(returning: completion.result)
            case .callback(let callback): callback(completion.result)
            case .completion(let continuation): continuation.resume(returning: completion)
            }
        }
    }

    let operation: Operation
    let node: Node
    /// The memory, which its owner keeps until the reply.
    var address: UInt = 0
    var count: UInt64 = 0
    var offset: UInt64 = 0
    var traits: RequestTraits = []
    /// Where a copy comes from.
    var source: (node: Node, offset: UInt64)?
    let reply: Reply
}

/// Requests that found a queue full, oldest first.
struct IOBacklog {
    private var requests: [IORequest] = []
    private var start = 0

    var isEmpty: Bool { start == requests.count }

    var first: IORequest? { isEmpty ? nil : requests[start] }

    mutating func append(_ request: IORequest) { requests.append(request) }

    mutating func removeFirst() {
        start += 1
        // Moving the rest costs no more than what was taken before.
        if start * 2 >= requests.count {
            requests.removeFirst(start)
            start = 0
        }
    }
}
