package import Block
package import Sys

/// The memory that all attachments of a disk share.
///
/// It can't be made shorter, which would kill whoever reads it. A peer can still empty it by a hole; what it contains must
/// be such that zeroes allow nothing.
package final class PageMemory {
    /// The memory, mapped as long as this object lives.
    package let base: UnsafeMutableRawPointer
    /// Its length in bytes.
    package let count: Int
    private let own: Descriptor

    /// Its file, to hand on; only borrowed.
    package var descriptor: Int32 { own.rawValue }

    /// The name of new memory, by which it is known in /proc.
    static let name = "holdfast-reservations"
    private static let seals: Seals = [.shrink, .grow, .seal]

    private init(mapping own: consuming Descriptor, count: Int) throws(Errno) {
        let memory = try System.mapShared(own.rawValue, count: count)
        guard let base = memory.baseAddress else { throw .noMemory }
        self.base = base
        self.count = count
        self.own = own
    }

    deinit { System.unmap(UnsafeMutableRawBufferPointer(start: base, count: count)) }

    /// Makes new memory, all zeroes.
    package static func create(count: Int) throws(Errno) -> PageMemory {
        let own = try System.createMemory(name)
        // All at once: memory that is missing later kills whoever touches it.
        try System.allocate(own.rawValue, .fill, offset: 0, length: Int64(count))
        try System.addSeals(own.rawValue, seals)
        return try PageMemory(mapping: own, count: count)
    }

    /// Maps a file that its users have agreed upon, which can't be sealed.
    static func file(_ descriptor: consuming Descriptor, count: Int) throws(Errno) -> PageMemory {
        try PageMemory(mapping: descriptor, count: count)
    }

    /// Takes over memory that another process has made.
    ///
    /// - Throws: What keeps this process from trusting its life to it.
    package static func receive(_ descriptor: consuming Descriptor, count: Int) throws(BlockError) -> PageMemory {
        let (seals, size): (Seals, UInt64)
        do throws(Errno) {
            seals = try System.seals(of: descriptor.rawValue)
            size = try System.status(of: descriptor.rawValue).size
        } catch {
            throw BlockError(.invalid, "what another process shares is no memory", cause: error)
        }
        guard seals.isSuperset(of: PageMemory.seals) else {
            throw BlockError(.invalid, "the memory that another process shares can be made shorter behind our back")
        }
        guard seals.isDisjoint(with: [.write, .futureWrite]) else {
            throw BlockError(.invalid, "the memory that another process shares can't be written to")
        }
        guard size == UInt64(count) else {
            throw BlockError(.invalid, "the memory that another process shares has \(size) bytes, not \(count)")
        }
        do throws(Errno) {
            return try PageMemory(mapping: descriptor, count: count)
        } catch {
            throw BlockError(.system, "the memory that another process shares can't be mapped", cause: error)
        }
    }
}

// Safety: the mapping lives as long as the object; who touches the memory uses atomics.
extension PageMemory: @unchecked Sendable {}
