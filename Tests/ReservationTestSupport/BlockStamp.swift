/// What a block of a shared disk says about the write that made it, in each of its sectors.
package struct BlockStamp: Hashable, Sendable {
    /// Who wrote.
    package var initiator: UInt64
    /// Which of its rights to write that was: fences count them.
    package var epoch: UInt64
    /// Which write.
    package var sequence: UInt64
    /// Where it was meant to land, in bytes.
    package var offset: UInt64

    /// A block in bytes.
    package static let blockSize = 4096
    private static let sectorSize = 512
    private static let magic: UInt64 = 0x3150_4d41_5453_4648

    package init(initiator: UInt64, epoch: UInt64, sequence: UInt64, offset: UInt64) {
        self.initiator = initiator
        self.epoch = epoch
        self.sequence = sequence
        self.offset = offset
    }

    /// Fills a block with it.
    package func write(to memory: UnsafeMutableRawPointer) {
        for sector in stride(from: 0, to: Self.blockSize, by: Self.sectorSize) {
            for (index, value) in [Self.magic, initiator, epoch, sequence, offset].enumerated() {
                memory.storeBytes(of: value, toByteOffset: sector + index * 8, as: UInt64.self)
            }
        }
    }

    /// The stamps of a block's sectors, each once; a sector without one is left out.
    package static func all(in block: UnsafeRawPointer) -> Set<BlockStamp> {
        var found: Set<BlockStamp> = []
        for sector in stride(from: 0, to: blockSize, by: sectorSize) {
            let words = (0..<5).map { block.loadUnaligned(fromByteOffset: sector + $0 * 8, as: UInt64.self) }
            guard words[0] == magic else { continue }
            found.insert(BlockStamp(initiator: words[1], epoch: words[2], sequence: words[3], offset: words[4]))
        }
        return found
    }
}
