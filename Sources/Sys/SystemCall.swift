/// Names the calls that tests can make fail.
package enum SystemCall: UInt8, Hashable, Sendable {
    case open
    case close
    case duplicate
    case pread
    case pwrite
    case readVectors
    case writeVectors
    case read
    case write
    case sync
    case startWriteback
    case writebackStatus
    case allocate
    case copyRange
    case truncate
    case seek
    case advise
    case residency
    case ioctl
    case control
    case status
    case access
    case lock
    case unlink
    case link
    case rename
    case owner
    case label
    case eventDescriptor
    case timerDescriptor
    case wait
    case connect
    case listen
    case accept
    case send
    case receive
    case passThrough
    case ringSetup
    case ringEnter
    case ringRegister
    case ringRead
    case ringWrite
    case ringSync
    case aioSetup
    case aioSubmit
    case aioCancel
    case aioWait
    case aioRead
    case aioWrite
    case aioSync
    case createThread
    case barrier
    case allocateMemory
}

/// Says what a call works on, so that an injected fault hits one file and not its neighbours.
package enum CallTarget: Sendable {
    case none
    case descriptor(Int32)
    case path(String)
}

extension System {
    /// Runs one shim call: the only place where a negative result becomes an ``Errno`` and where EINTR is retried.
    ///
    /// `limit` is what an injected short transfer shortens; `body` gets the length to use. `argument` is what an
    /// injected answer may fill.
    @inline(__always)
    package static func call(
        _ kind: SystemCall, _ target: @autoclosure () -> CallTarget, retrying: Bool = true, limit: Int = 0,
        request: UInt = 0, argument: UnsafeMutableRawPointer? = nil, _ body: (_ limit: Int) -> Int
    ) throws(Errno) -> Int {
        while true {
            let result: Int
            if Faults.isArmed, let fault = Faults.next(kind, target(), request: request) {
                result = fault.apply(limit: limit, argument: argument, body)
            } else {
                result = body(limit)
            }
            if result >= 0 { return result }
            let error = Errno(result: result)
            if retrying && error == .interrupted { continue }
            throw error
        }
    }
}

/// The kernel, as typed calls; see the extensions for each kind.
package enum System {}
