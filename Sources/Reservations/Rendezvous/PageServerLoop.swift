internal import Sys

/// The thread behind all sockets of a program's attachments.
///
/// Whoever may connect is a stranger until it has shown the disk: it gets little time and little room, and nothing that it
/// does or doesn't do holds up anybody else.
final class PageServerLoop: Sendable {
    private struct State {
        var listeners: [PageListener] = []
        var isStopped = false
    }

    private let state = Locked(State())
    private let wake: EventDescriptor
    private let closer: StrangersCloser
    /// How long a stranger may take, in nanoseconds.
    static let patience: UInt64 = 1_000_000_000
    /// How many strangers are listened to at once; the one that has taken longest goes when another comes.
    static let mostPeers = 32
    /// How long nobody is let in when there are no descriptors left, in nanoseconds.
    private static let pause: UInt64 = 50_000_000

    /// Starts the thread.
    init(threads: ThreadFactory) throws(Errno) {
        wake = try EventDescriptor()
        closer = StrangersCloser(threads: threads)
        try threads.start("pr-pages") { [self] in run() }
    }

    func add(_ listener: PageListener) {
        state.withLock { $0.listeners.append(listener) }
        wake.signal()
    }

    func remove(_ listener: PageListener) {
        state.withLock { state in state.listeners.removeAll { $0 === listener } }
        wake.signal()
    }

    /// Ends the thread, and with it all conversations.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.listeners = []
        }
        wake.signal()
    }

    // MARK: - The thread

    private func run() {
        // The oldest first.
        var peers: [PagePeer] = []
        var acceptsFrom: UInt64 = 0
        while true {
            let (listeners, isStopped) = state.withLock { ($0.listeners, $0.isStopped) }
            guard !isStopped else { return }
            let now = System.monotonicNanoseconds
            peers.removeAll { peer in peer.deadline <= now || !listeners.contains { $0 === peer.listener } }
            // Those who send what takes long to close are not listened to until that is done.
            let isAccepting = now >= acceptsFrom && !closer.isClogged
            var entries = [PollEntry(wake.rawValue, reading: true)]
            entries += peers.map { PollEntry($0.socket.rawValue, reading: true) }
            if isAccepting { entries += listeners.map { PollEntry($0.socket.rawValue, reading: true) } }
            var next = peers.first?.deadline
            if !isAccepting { next = min(next ?? .max, now + PageServerLoop.pause) }
            let timeout = next.map { Int64(clamping: $0 - min(now, $0)) }
            guard (try? System.poll(&entries, timeoutNanoseconds: timeout)) != nil else { continue }
            if entries[0].isReadable { wake.clear() }
            let heard = entries[1..<1 + peers.count]
            let knocks = entries[heard.endIndex...]
            var isOver = zip(peers, heard).map { peer, entry in
                (entry.isReadable || entry.isGone) && peer.attend()
            }.makeIterator()
            peers.removeAll { _ in isOver.next() ?? false }
            for (listener, entry) in zip(listeners, knocks) where entry.isReadable {
                do throws(Errno) {
                    // As many as there is room for; the rest have their turn after these have been heard.
                    for _ in 0..<PageServerLoop.mostPeers {
                        admit(try UnixSocket.accept(listener.socket.rawValue), listener, &peers)
                    }
                } catch {
                    guard error != .again else { continue }
                    // Without descriptors the connection stays in the queue, and would be reported again at once.
                    acceptsFrom = System.monotonicNanoseconds + PageServerLoop.pause
                }
            }
        }
    }

    private func admit(_ socket: consuming Descriptor, _ listener: PageListener, _ peers: inout [PagePeer]) {
        if peers.count >= PageServerLoop.mostPeers { peers.removeFirst() }
        let deadline = System.monotonicNanoseconds + PageServerLoop.patience
        peers.append(PagePeer(socket, listener, deadline: deadline, closer: closer))
    }
}
