internal import Block
internal import Synchronization
internal import Sys

/// The nodes that an I/O thread has attached.
extension IOThread {
    /// The queue's handle of a node, which is attached at its first request.
    func handle(of node: Node) throws(Errno) -> NodeHandle {
        let home = node.home.load(ordering: .relaxed)
        if home >> 32 == UInt64(serial), let handle = attachments[Int(UInt32(truncatingIfNeeded: home))] {
            return handle
        }
        if let position = positions[ObjectIdentifier(node)], let handle = attachments[position] { return handle }
        let handle: NodeHandle
        do throws(BlockError) {
            guard let attached = node.attachedByThread() else {
                throw BlockError(.invalid, "the node has been removed")
            }
            handle = try queue.attach(attached)
        } catch {
            throw error.cause ?? (error.code == .unsupported ? .notSupported : .noDevice)
        }
        let position = attachments.firstIndex { $0 == nil } ?? attachments.count
        if position < attachments.count { attachments[position] = handle } else { attachments.append(handle) }
        positions[ObjectIdentifier(node)] = position
        // One thread is a node's home, and finds it without searching; others search.
        let own = UInt64(serial) << 32 | UInt64(position)
        _ = node.home.compareExchange(expected: 0, desired: own, ordering: .relaxed)
        return handle
    }

    /// Takes a node off, if it is attached; false when it has requests in flight.
    func letGo(of node: Node) -> Bool {
        let isFree = Atomic<Bool>(true)
        let isAlive = call { [self] in
            guard let position = positions[ObjectIdentifier(node)], let handle = attachments[position] else { return }
            do throws(BlockError) {
                try queue.detach(handle)
            } catch {
                isFree.store(false, ordering: .relaxed)
                return
            }
            attachments[position] = nil
            positions.removeValue(forKey: ObjectIdentifier(node))
            let own = UInt64(serial) << 32 | UInt64(position)
            _ = node.home.compareExchange(expected: own, desired: 0, ordering: .relaxed)
        }
        return !isAlive || isFree.load(ordering: .relaxed)
    }

    func detachAll() {
        for handle in attachments.compactMap(\.self) { try? queue.detach(handle) }
        attachments = []
        positions = [:]
    }
}
