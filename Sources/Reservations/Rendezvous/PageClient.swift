package import Sys

/// What an attachment gives to another process that has the same disk.
package struct PageOffer: ~Copyable {
    /// The page; nothing about it is known to be true: see ``PageMemory/receive(_:count:)``.
    package let page: Descriptor
    /// Of a device: the claim that keeps others from it: see ``DeviceClaim/receive(_:of:)``.
    package let claim: Descriptor?
    /// Of a device: its node, on whose inode all locks lie: see ``DeviceClaim/join(_:_:)``.
    package let node: Descriptor?
}

/// Asks other processes for what is shared of a disk.
package enum PageClient {
    /// Asks at one socket; shows a descriptor of the disk made from another one, which this process must be able to open for
    /// writing.
    ///
    /// - Throws: ENOENT when there is no socket; ECONNREFUSED when its process is gone; EACCES when this one may not ask;
    ///   ETIMEDOUT; ECONNRESET when the other side doesn't take what is shown for the disk; EPROTO.
    package static func ask(
        _ path: String, showing descriptor: Int32, timeoutNanoseconds: UInt64 = 200_000_000
    ) throws(Errno) -> PageOffer {
        let deadline = System.monotonicNanoseconds &+ timeoutNanoseconds
        // Of its own, so that no lock of ours hangs on a stranger.
        let shown = try System.open("/proc/self/fd/\(descriptor)", [.readWrite, .nonBlocking])
        let socket = try connect(path, deadline)
        let sent = try PageMessage.question.withUnsafeBufferPointer { bytes throws(Errno) in
            try UnixSocket.send(socket.rawValue, UnsafeRawBufferPointer(bytes), descriptor: shown.rawValue)
        }
        guard sent == PageMessage.length else { throw .again }
        let (bytes, descriptors) = try receive(socket.rawValue, deadline)
        switch PageMessage.answer(bytes) {
        case .refusal(let number): throw Errno(rawValue: number)
        case .offer(let contents) where contents.count == descriptors.count:
            return try offer(contents, descriptors)
        case .offer, nil: throw .protocolError
        }
    }

    /// Removes a socket file whose process is gone; only under the registry lock, under which sockets are made.
    ///
    /// - Throws: EADDRINUSE when somebody listens; EEXIST when that is no socket; what keeps the file from being removed.
    package static func clear(_ path: String) throws(Errno) {
        do throws(Errno) {
            _ = try UnixSocket.connect(path)
        } catch {
            switch error {
            case .noEntry: return
            case .connectionRefused:
                // Also the answer of any other file.
                guard try System.linkStatus(at: path).isSocket else { throw .exists }
                return try System.unlink(path)
            case .again: throw .addressInUse
            default: throw error
            }
        }
        throw .addressInUse
    }

    private static func connect(_ path: String, _ deadline: UInt64) throws(Errno) -> Descriptor {
        while true {
            do throws(Errno) {
                return try UnixSocket.connect(path)
            } catch {
                // The listener's queue is full.
                guard error == .again else { throw error }
                guard System.monotonicNanoseconds < deadline else { throw .timedOut }
                _ = try? System.waitReadable([], timeoutNanoseconds: 5_000_000)
            }
        }
    }

    private static func receive(_ socket: Int32, _ deadline: UInt64) throws(Errno) -> ([UInt8], [KeptDescriptor]) {
        var received: [UInt8] = []
        var descriptors: [KeptDescriptor] = []
        while received.count < PageMessage.length {
            let now = System.monotonicNanoseconds
            guard now < deadline else { throw .timedOut }
            let isReady: Bool
            do throws(Errno) {
                isReady = try System.waitReadable([socket], timeoutNanoseconds: Int64(clamping: deadline - now))
            } catch {
                guard error == .interrupted else { throw error }
                continue
            }
            guard isReady else { throw .timedOut }
            var bytes = [UInt8](repeating: 0, count: PageMessage.length - received.count)
            let (count, more) = try bytes.withUnsafeMutableBufferPointer { buffer throws(Errno) in
                try UnixSocket.receiveDescriptors(socket, UnsafeMutableRawBufferPointer(buffer))
            }
            descriptors += more.map { KeptDescriptor(Descriptor(owning: $0)) }
            guard count > 0 else { throw .connectionReset }
            guard descriptors.count <= UnixSocket.mostDescriptors else { throw .protocolError }
            received += bytes[..<count]
        }
        return (received, descriptors)
    }

    private static func offer(
        _ contents: PageMessage.Contents, _ descriptors: [KeptDescriptor]
    ) throws(Errno) -> PageOffer {
        var rest = descriptors[...]
        func next(_ part: PageMessage.Contents) throws(Errno) -> Descriptor? {
            guard contents.contains(part), let kept = rest.popFirst() else { return nil }
            return try System.duplicate(kept.rawValue)
        }
        guard let page = try next(.page) else { throw .protocolError }
        let claim = try next(.claim)
        return PageOffer(page: page, claim: claim, node: try next(.node))
    }
}
