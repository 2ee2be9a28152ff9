import Holdfast

/// Writes to the beginning of a disk in several streams, each to a block of its own and always what is there already, until it
/// can't any more.
final class BusyWriter: Sendable {
    private let node: Node
    private let written = Locked<UInt64>(0)
    private let streams = Locked<[Task<Errno, Never>]>([])

    private static let most = 8

    init(_ node: Node) { self.node = node }

    /// The size of a block of a disk, in bytes.
    static func blockSize(of node: Node) -> Int { Int(min(64 << 10, max(512, node.length / 8 / 512 * 512))) }

    /// How many writes have ended well.
    var count: UInt64 { written.withLock { $0 } }

    /// Begins.
    func start() async {
        let size = Self.blockSize(of: node)
        let count = max(1, min(Self.most, Int(clamping: node.length / UInt64(size))))
        for number in 0..<count {
            let task = Task { [node, written] () -> Errno in
                do throws(Errno) {
                    let offset = UInt64(number * size)
                    let bytes = try await node.read(count: size, at: offset)
                    while !Task.isCancelled {
                        try await node.write(bytes, at: offset)
                        written.withLock { $0 += 1 }
                    }
                    return Errno.canceled
                } catch {
                    return error
                }
            }
            streams.withLock { $0.append(task) }
        }
    }

    /// Ends the streams after the writes that they are at.
    func stop() {
        streams.withLock { streams in
            for task in streams { task.cancel() }
        }
    }

    /// How each stream ended; waits for that.
    func wait() async -> [Errno] {
        var failures: [Errno] = []
        for task in streams.withLock({ $0 }) { failures.append(await task.value) }
        return failures
    }
}
