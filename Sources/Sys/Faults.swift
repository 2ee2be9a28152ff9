import Synchronization

/// Describes what a test does to system calls: which ones, from the how-manieth on, how often, and how.
package struct Fault: Sendable {
    /// What happens in place of, or to, the call.
    package enum Effect: Sendable {
        /// Fails with this error; the kernel is not asked.
        case fail(Errno)
        /// Transfers at most this many bytes.
        case short(Int)
        /// Answers in place of the kernel: gets the call's argument, returns its result or a negative errno.
        case answer(@Sendable (UnsafeMutableRawPointer?) -> Int)
    }

    package var call: SystemCall
    package var effect: Effect
    /// Only calls on this descriptor, when set.
    package var descriptor: Int32?
    /// Only calls on paths that end so, when set.
    package var pathSuffix: String?
    /// Only ioctls with this number, when set.
    package var request: UInt?
    /// Only calls of the thread with this token, when set (see ``System/threadToken``).
    package var thread: UInt?
    /// How many matching calls pass first.
    package var after: Int
    /// How many matching calls are hit then.
    package var times: Int

    package init(
        _ call: SystemCall, _ effect: Effect, descriptor: Int32? = nil, pathSuffix: String? = nil,
        request: UInt? = nil, thread: UInt? = nil, after: Int = 0, times: Int = 1
    ) {
        self.call = call
        self.effect = effect
        self.descriptor = descriptor
        self.pathSuffix = pathSuffix
        self.request = request
        self.thread = thread
        self.after = after
        self.times = times
    }

    private func matches(_ call: SystemCall, _ target: CallTarget, request: UInt) -> Bool {
        guard call == self.call, self.request == nil || self.request == request,
            thread == nil || thread == System.threadToken
        else { return false }
        switch target {
        case .none: return descriptor == nil && pathSuffix == nil
        case .descriptor(let value): return pathSuffix == nil && (descriptor == nil || descriptor == value)
        case .path(let path):
            guard descriptor == nil else { return false }
            return pathSuffix.map(path.hasSuffix) ?? true
        }
    }

    /// Counts a matching call; true when this one is hit.
    fileprivate mutating func hits(_ call: SystemCall, _ target: CallTarget, request: UInt) -> Bool {
        guard times > 0, matches(call, target, request: request) else { return false }
        if after > 0 {
            after -= 1
            return false
        }
        times -= 1
        return true
    }

    package func apply(limit: Int, argument: UnsafeMutableRawPointer?, _ body: (Int) -> Int) -> Int {
        switch effect {
        case .fail(let error): Int(error.result)
        case .short(let length): body(min(limit, length))
        case .answer(let answer): answer(argument)
        }
    }
}

/// Holds the faults that tests have planted.
///
/// Costs one relaxed load per system call and, in a queue, per batch; never one per request.
package enum Faults {
    private static let armed = Atomic<Int>(0)
    private static let planted = Locked<[UInt64: Fault]>([:])
    private static let lastToken = Atomic<UInt64>(0)

    /// True while any fault is planted.
    package static var isArmed: Bool { armed.load(ordering: .relaxed) != 0 }

    /// Plants faults for as long as `body` runs.
    @discardableResult
    package static func with<Result, Failure: Error>(
        _ faults: Fault..., body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let tokens = faults.map(plant)
        defer { tokens.forEach(remove) }
        return try body()
    }

    /// Plants a fault until ``remove(_:)``.
    package static func plant(_ fault: Fault) -> UInt64 {
        let token = lastToken.add(1, ordering: .relaxed).newValue
        planted.withLock { $0[token] = fault }
        armed.add(1, ordering: .relaxed)
        return token
    }

    /// Takes a fault back.
    package static func remove(_ token: UInt64) {
        if planted.withLock({ $0.removeValue(forKey: token) }) != nil { armed.subtract(1, ordering: .relaxed) }
    }

    /// How many hits a planted fault has left; nil when it was removed.
    package static func remaining(_ token: UInt64) -> Int? { planted.withLock { $0[token]?.times } }

    /// The fault that hits this call, if one does; the earliest planted wins.
    package static func next(_ call: SystemCall, _ target: CallTarget, request: UInt = 0) -> Fault? {
        planted.withLock { faults in
            for token in faults.keys.sorted() where faults[token]?.hits(call, target, request: request) == true {
                return faults[token]
            }
            return nil
        }
    }
}
