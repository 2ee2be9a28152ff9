internal import Block
internal import Sys

/// The requests of an I/O thread; on the thread only.
extension IOThread {
    func begin(_ request: IORequest) {
        guard backlog.isEmpty, enqueue(request) else { return backlog.append(request) }
    }

    func startBacklog() {
        while let request = backlog.first, enqueue(request) { backlog.removeFirst() }
    }

    /// Queues a request, or replies why that can't be; false when the queue is full.
    private func enqueue(_ request: IORequest) -> Bool {
        guard let number = freeNumbers.last else { return false }
        let handle: NodeHandle
        let source: NodeHandle?
        do throws(Errno) {
            // Commands about reservations neither read nor write data.
            if request.operation != .passThrough {
                try request.node.admitRequest(modifies: request.operation.modifies)
            }
            handle = try self.handle(of: request.node)
            if let node = request.source?.node {
                try node.admitRequest(modifies: false)
                source = try self.handle(of: node)
            } else {
                source = nil
            }
        } catch {
            request.reply(error.result)
            return true
        }
        guard let count = Int(exactly: request.count) else {
            request.reply(Errno.invalidArgument.result)
            return true
        }
        let userData = UInt64(number)
        let id: RequestID? =
            switch request.operation {
            case .read:
                UnsafeMutableRawPointer(bitPattern: request.address).flatMap {
                    queue.read(handle, into: $0, count: count, at: request.offset, userData: userData)
                }
            case .write:
                UnsafeRawPointer(bitPattern: request.address).flatMap {
                    queue.write(
                        handle, from: $0, count: count, at: request.offset,
                        durable: request.traits.contains(.durable), userData: userData)
                }
            case .flush: queue.flush(handle, userData: userData)
            case .discard: queue.discard(handle, at: request.offset, count: request.count, userData: userData)
            case .writeZeroes:
                queue.writeZeroes(
                    handle, at: request.offset, count: request.count, traits: request.traits, userData: userData)
            case .blockStatus:
                queue.blockStatus(handle, at: request.offset, count: request.count, userData: userData)
            case .copy:
                queue.copy(
                    from: source ?? handle, at: request.source?.offset ?? request.offset, to: handle,
                    at: request.offset, count: request.count, durable: request.traits.contains(.durable),
                    userData: userData)
            case .passThrough:
                UnsafePointer<PassThroughCommand>(bitPattern: request.address).flatMap {
                    queue.passThrough(handle, $0, userData: userData)
                }
            case .nop: queue.nop(handle, userData: userData)
            }
        guard id != nil else { return false }
        freeNumbers.removeLast()
        replies[number] = request.reply
        return true
    }

    func finish(_ completion: Completion) {
        let number = Int(completion.userData)
        guard let reply = replies[number] else { return }
        replies[number] = nil
        freeNumbers.append(number)
        reply(completion)
    }
}
