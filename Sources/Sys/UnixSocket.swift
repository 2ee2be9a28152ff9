internal import CLinuxShims

/// Unix stream sockets that never block; their errors are those of the call, EAGAIN when it would have to wait.
package enum UnixSocket {
    /// Connects; EAGAIN when the listener's queue is full.
    package static func connect(_ path: String) throws(Errno) -> Descriptor {
        try withShortPath(path) { short throws(Errno) in
            Descriptor(
                owning: Int32(
                    try System.call(.connect, .path(path), retrying: false) { _ in Int(hf_unix_connect(short)) }))
        }
    }

    /// Makes a socket file and listens.
    package static func listen(_ path: String, backlog: Int32) throws(Errno) -> Descriptor {
        try withShortPath(path) { short throws(Errno) in
            Descriptor(
                owning: Int32(try System.call(.listen, .path(path)) { _ in Int(hf_unix_listen(short, backlog)) }))
        }
    }

    /// Takes the next connection.
    package static func accept(_ listener: Int32) throws(Errno) -> Descriptor {
        Descriptor(owning: Int32(try System.call(.accept, .descriptor(listener)) { _ in Int(hf_accept(listener)) }))
    }

    /// Sends bytes, of which there is at least one, and with the first of them a descriptor; returns how many went.
    package static func send(
        _ socket: Int32, _ bytes: UnsafeRawBufferPointer, descriptor: Int32? = nil
    ) throws(Errno) -> Int {
        try send(socket, bytes, descriptors: descriptor.map { [$0] } ?? [])
    }

    /// Sends bytes, of which there is at least one, and with the first of them at most ``mostDescriptors`` descriptors.
    package static func send(
        _ socket: Int32, _ bytes: UnsafeRawBufferPointer, descriptors: [Int32]
    ) throws(Errno) -> Int {
        try System.call(.send, .descriptor(socket), limit: bytes.count) { limit in
            hf_send(socket, bytes.baseAddress, limit, descriptors, Int32(clamping: descriptors.count))
        }
    }

    /// The most descriptors that travel with one message.
    package static let mostDescriptors = Int(HF_MOST_DESCRIPTORS)

    /// Receives bytes, 0 at the end of the stream; descriptors that come along are dropped.
    package static func receive(_ socket: Int32, _ buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        try System.call(.receive, .descriptor(socket), limit: buffer.count, argument: buffer.baseAddress) { limit in
            hf_receive(socket, buffer.baseAddress, limit)
        }
    }

    /// Receives bytes, and takes descriptors that come along: the caller owns the first of them.
    ///
    /// Others are closed and count, which any protocol with one descriptor a message takes for a violation.
    package static func receiveDescriptor(
        _ socket: Int32, _ buffer: UnsafeMutableRawBufferPointer
    ) throws(Errno) -> (bytes: Int, descriptor: Int32?, count: Int) {
        let (bytes, descriptors) = try receiveDescriptors(socket, buffer)
        for extra in descriptors.dropFirst() { _ = Descriptor(owning: extra) }
        return (bytes, descriptors.first, descriptors.count)
    }

    /// Receives bytes, and takes at most ``mostDescriptors`` descriptors that come along, all of which the caller owns.
    package static func receiveDescriptors(
        _ socket: Int32, _ buffer: UnsafeMutableRawBufferPointer
    ) throws(Errno) -> (bytes: Int, descriptors: [Int32]) {
        var numbers: (Int32, Int32, Int32) = (-1, -1, -1)
        var count: Int32 = 0
        let bytes = try withUnsafeMutableBytes(of: &numbers) { raw throws(Errno) in
            try System.call(.receive, .descriptor(socket), limit: buffer.count, argument: buffer.baseAddress) { limit in
                let numbers = raw.assumingMemoryBound(to: Int32.self)
                return hf_receive_descriptors(socket, buffer.baseAddress, limit, numbers.baseAddress, &count)
            }
        }
        return (bytes, Array([numbers.0, numbers.1, numbers.2].prefix(Int(count))))
    }

    /// Whether a path fits into a socket's address, so that nothing has to be opened to reach it.
    package static func isShort(_ path: String) -> Bool { path.utf8.count <= Int(hf_unix_path_limit) }

    /// Runs `body` with a path that fits into a socket's address: the path itself, or one through an open folder.
    private static func withShortPath(
        _ path: String, _ body: (String) throws(Errno) -> Descriptor
    ) throws(Errno) -> Descriptor {
        guard !path.utf8.contains(0) else { throw .invalidArgument }
        guard !isShort(path), let slash = path.lastIndex(of: "/") else {
            return try body(path)
        }
        let folder = try System.open(slash == path.startIndex ? "/" : String(path[..<slash]), .path)
        return try body("/proc/self/fd/\(folder.rawValue)/\(path[path.index(after: slash)...])")
    }
}

/// One of many descriptors to wait for.
package struct PollEntry {
    fileprivate var raw: hf_poll_entry

    /// Waits for the other end to go, and for what is asked for.
    package init(_ descriptor: Int32, reading: Bool = false, writing: Bool = false) {
        raw = hf_poll_entry(fd: descriptor, wanted: (reading ? hf_poll_in : 0) | (writing ? hf_poll_out : 0), ready: 0)
    }

    /// There is something to read.
    package var isReadable: Bool { raw.ready & hf_poll_in != 0 }
    /// There is room to write.
    package var isWritable: Bool { raw.ready & hf_poll_out != 0 }
    /// The other end is gone, or the descriptor has an error.
    package var isGone: Bool { raw.ready & hf_poll_gone != 0 }
}

extension System {
    /// Waits until one of the descriptors is ready, and notes which; false when the time ran out.
    ///
    /// Without a timeout it waits for ever.
    package static func poll(_ entries: inout [PollEntry], timeoutNanoseconds: Int64?) throws(Errno) -> Bool {
        let count = Int32(clamping: entries.count)
        return try entries.withUnsafeMutableBufferPointer { buffer throws(Errno) in
            // The entry is nothing but the C structure.
            let raw = UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: hf_poll_entry.self)
            return try call(.wait, .none, retrying: false) { _ in
                Int(hf_poll_entries(raw, count, timeoutNanoseconds ?? -1))
            }
        } > 0
    }
}
