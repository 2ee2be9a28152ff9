internal import Block
internal import PRWire
internal import Sys

/// The thread of a client: connects, hands commands to connections, watches all of them, and keeps the time.
///
/// Commands of one node are carried out in the order in which they came; every node that has something to do gets a
/// connection. At least one connection is kept, so that the helper's end is noticed when nobody asks anything.
struct HelperLoop {
    private let client: HelperClient
    private var connections: [HelperConnection] = []
    /// Commands that no connection has, oldest first.
    private var waiting: [HelperJob] = []
    private var backoff = HelperBackoff()

    init(_ client: HelperClient) { self.client = client }

    /// Runs until the client stops.
    mutating func run() {
        while let jobs = client.takeWork() {
            waiting += jobs
            let now = System.monotonicNanoseconds
            expire(now)
            assign()
            connect(now)
            wait()
        }
        for job in waiting { job.reply.answer(.communicationFailure) }
        for connection in connections { connection.job?.reply.answer(.communicationFailure) }
        connections = []
        client.setConnected(false)
    }

    // MARK: - Time

    private mutating func expire(_ now: UInt64) {
        waiting.removeAll { job in
            if job.connectDeadline <= now { job.reply.answer(.communicationFailure) }
            return !job.reply.isAwaited
        }
        for connection in connections {
            if let job = connection.job {
                // Which command the helper answers next is known only as long as none is skipped.
                if job.deadline <= now { take(connection.lose(.timedOut), connection, now) }
            } else if !connection.hasGreeted, connection.greetingDeadline <= now {
                take(connection.lose(.timedOut), connection, now)
            }
        }
    }

    /// When something is due if nothing happens.
    private var nextDeadline: UInt64? {
        var deadlines = waiting.map(\.connectDeadline)
        for connection in connections {
            if let job = connection.job { deadlines.append(job.deadline) }
            if !connection.hasGreeted { deadlines.append(connection.greetingDeadline) }
        }
        if missing > 0 { deadlines.append(backoff.nextAttempt) }
        return deadlines.min()
    }

    // MARK: - Commands

    /// Gives commands to idle connections, the oldest first, but none to a node that has one under way.
    private mutating func assign() {
        while let connection = connections.first(where: \.isIdle), let index = ready.first {
            let job = waiting.remove(at: index)
            take(connection.begin(job), connection, System.monotonicNanoseconds)
        }
    }

    /// The places of the commands that may begin: the oldest of each node that has none under way.
    private var ready: [Int] {
        var nodes = Set(connections.compactMap { $0.job.map { ObjectIdentifier($0.attachment) } })
        return waiting.indices.filter { nodes.insert(ObjectIdentifier(waiting[$0].attachment)).inserted }
    }

    // MARK: - Connections

    /// How many connections are to be made: one for each node that waits, and one in any case.
    private var missing: Int {
        let available = connections.count { $0.job == nil }
        return max(ready.count - available, connections.isEmpty ? 1 : 0)
    }

    private mutating func connect(_ now: UInt64) {
        while missing > 0, backoff.nextAttempt <= now {
            do throws(Errno) {
                connections.append(
                    HelperConnection(
                        try UnixSocket.connect(client.path), greetingDeadline: now + HelperClient.greetingTime))
            } catch {
                // The helper is there and takes connections more slowly than they come.
                if error == .again { return backoff.postpone(now: now) }
                backoff.failed(now: now)
                return client.noteAttempt(.failure(error))
            }
        }
    }

    private mutating func wait() {
        var entries = [PollEntry(client.wakeDescriptor, reading: true)] + connections.map(\.pollEntry)
        let now = System.monotonicNanoseconds
        let timeout = nextDeadline.map { Int64(clamping: $0 > now ? $0 - now : 0) }
        do throws(Errno) {
            guard try System.poll(&entries, timeoutNanoseconds: timeout) else { return }
        } catch {
            // Interrupted, or out of memory for a moment: the next round waits again.
            return
        }
        let polled = connections
        for (connection, entry) in zip(polled, entries.dropFirst()) {
            take(connection.handle(entry), connection, System.monotonicNanoseconds)
        }
    }

    private mutating func take(_ event: HelperConnection.Event, _ connection: HelperConnection, _ now: UInt64) {
        switch event {
        case .nothing:
            return
        case .ready:
            // The status first: who waits for the attempt asks for it then.
            client.setConnected(true)
            client.noteAttempt(.success(()))
        case .answered(let job, let reply):
            backoff.succeeded()
            job.reply.answer(ReservationAnswer(reply))
        case .lost(let error, let failed, let unsent):
            connections.removeAll { $0 === connection }
            backoff.failed(now: now)
            client.noteAttempt(.failure(error))
            if !connections.contains(where: \.hasGreeted) { client.setConnected(false) }
            failed?.reply.answer(.communicationFailure)
            // It is the oldest of its node.
            if let unsent { waiting.insert(unsent, at: 0) }
        }
    }
}
