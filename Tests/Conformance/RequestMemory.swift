import Block
import BlockTestSupport
import Sys

/// Memory of one request: plain or scattered, aligned or not, with guard bytes around.
final class RequestMemory {
    private let memory: UnsafeMutableRawPointer
    private let total: Int
    private let vectors: UnsafeMutableBufferPointer<IOVector>
    private static let guardByte: UInt8 = 0x5a

    init(count: Int, fill: UInt8, random: inout Random) throws {
        let isScattered = Int.random(in: 0..<3, using: &random) == 0
        let shift = Bool.random(using: &random) ? 0 : Int.random(in: 1..<4096, using: &random)
        let pieces = isScattered ? RequestMemory.pieces(count, &random) : [count]
        // A gap behind every piece shows overruns.
        total = shift + pieces.reduce(0) { $0 + $1 + 64 }
        memory = .allocate(byteCount: total, alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: RequestMemory.guardByte, count: total)
        vectors = .allocate(capacity: pieces.count)
        var position = shift
        for (index, piece) in pieces.enumerated() {
            (memory + position).initializeMemory(as: UInt8.self, repeating: fill, count: piece)
            vectors.initializeElement(at: index, to: IOVector(base: memory + position, count: piece))
            position += piece + 64
        }
    }

    deinit {
        memory.deallocate()
        vectors.deallocate()
    }

    private static func pieces(_ count: Int, _ random: inout Random) -> [Int] {
        var pieces: [Int] = []
        var rest = count
        while rest > 0 && pieces.count < 9 {
            // Empty vectors are allowed.
            let piece = Int.random(in: 0...rest, using: &random)
            pieces.append(piece)
            rest -= piece
        }
        return pieces + [rest]
    }

    func read(_ queue: borrowing BlockQueue, _ handle: NodeHandle, at offset: UInt64, userData: UInt64) -> RequestID? {
        guard vectors.count == 1, let base = vectors[0].base else {
            return queue.read(handle, into: UnsafeBufferPointer(vectors), at: offset, userData: userData)
        }
        return queue.read(handle, into: base, count: vectors[0].count, at: offset, userData: userData)
    }

    func write(
        _ queue: borrowing BlockQueue, _ handle: NodeHandle, at offset: UInt64, durable: Bool, userData: UInt64
    ) -> RequestID? {
        guard vectors.count == 1, let base = vectors[0].base else {
            return queue.write(
                handle, from: UnsafeBufferPointer(vectors), at: offset, durable: durable, userData: userData)
        }
        return queue.write(
            handle, from: base, count: vectors[0].count, at: offset, durable: durable, userData: userData)
    }

    /// The request's bytes in order.
    func bytes() -> [UInt8] { vectors.flatMap { UnsafeRawBufferPointer(start: $0.base, count: $0.count) } }

    /// True when nothing was written between or around the pieces.
    var isGuardIntact: Bool {
        var position = 0
        for vector in vectors {
            guard let base = vector.base else { continue }
            let start = base - UnsafeMutableRawPointer(memory)
            for index in position..<start where memory.load(fromByteOffset: index, as: UInt8.self) != Self.guardByte {
                return false
            }
            position = start + vector.count
        }
        return (position..<total).allSatisfy { memory.load(fromByteOffset: $0, as: UInt8.self) == Self.guardByte }
    }
}
