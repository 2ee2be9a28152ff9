public import BlockSchema
public import QAPI

/// Tells which parts of a node are stored and which read as zeroes: what `holdfast img map` shows.
public enum ImageMap {
    /// Hands out the parts of a range in order, neighbours of one kind joined.
    ///
    /// `count` is cut at the node's end; nil is the rest. `body` may run before the whole range has been looked at.
    ///
    /// - Throws: `QAPIError` when the range begins behind the end or can't be examined.
    public static func visit(
        _ node: Node, of backend: Backend, from start: UInt64 = 0, count: UInt64? = nil,
        _ body: (MapEntry) -> Void
    ) throws(QAPIError) {
        let length = node.length
        guard start <= length else {
            throw QAPIError("The offset \(start) lies behind the end of '\(node.name)' at \(length)")
        }
        let end = start + min(count ?? .max, length - start)
        let queue = try backend.makeQueue()
        let handle = try queue.attach(node, access: .readOnly, sharesWrites: true)
        var pending: BlockExtent?
        var offset = start
        while offset < end {
            let extent = try status(queue, handle, offset, end - offset, node)
            offset += extent.count
            if let last = pending, last.kind == extent.kind {
                pending?.count += extent.count
            } else {
                if let last = pending { body(entry(last, node)) }
                pending = extent
            }
        }
        if let last = pending { body(entry(last, node)) }
    }

    private static func status(
        _ queue: borrowing BlockQueue, _ handle: NodeHandle, _ offset: UInt64, _ count: UInt64, _ node: Node
    ) throws(QAPIError) -> BlockExtent {
        let completion: Completion?
        do throws(Errno) {
            completion = try queue.one { $0.blockStatus(handle, at: offset, count: count, userData: 0) }
        } catch {
            throw QAPIError("Cannot examine '\(node.name)' at \(offset): \(error)")
        }
        guard let completion, completion.result > 0 else {
            let reason = completion.map { Errno(result: Int($0.result)) } ?? .ioError
            throw QAPIError("Cannot examine '\(node.name)' at \(offset): \(reason)")
        }
        return BlockExtent(offset: offset, count: UInt64(completion.result), kind: completion.extent)
    }

    private static func entry(_ extent: BlockExtent, _ node: Node) -> MapEntry {
        let place = node.placeInFile(extent.offset)
        return MapEntry(
            start: Int64(clamping: extent.offset), length: Int64(clamping: extent.count),
            data: extent.kind.contains(.data), zero: extent.kind.contains(.zero), compressed: false, depth: 0,
            present: true, offset: place.map { Int64(clamping: $0) }, filename: place == nil ? nil : node.filename)
    }
}

extension BlockQueue {
    /// Does one request on a queue that has no other; nil when it was refused.
    func one(_ enqueue: (borrowing BlockQueue) -> RequestID?) throws(Errno) -> Completion? {
        guard enqueue(self) != nil else { return nil }
        var completion = Completion(userData: 0, result: 0)
        let count = try withOne(&completion) { (buffer) throws(Errno) in try poll(buffer, min: 1) }
        return count == 1 ? completion : nil
    }

    private func withOne(
        _ completion: inout Completion, _ body: (UnsafeMutableBufferPointer<Completion>) throws(Errno) -> Int
    ) throws(Errno) -> Int {
        try withUnsafeMutablePointer(to: &completion) { (pointer) throws(Errno) in
            try body(UnsafeMutableBufferPointer(start: pointer, count: 1))
        }
    }
}
