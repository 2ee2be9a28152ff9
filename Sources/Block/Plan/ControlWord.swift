internal import Synchronization

/// The process-local word of one bottom node: a generation and two flags.
///
/// A plan holds the word it was compiled for. Any difference sends its requests through the slow path, which looks what
/// the matter is.
struct ControlWord {
    let pointer: UnsafeMutablePointer<Atomic<UInt64>>

    /// No new request may start.
    static let draining: UInt64 = 1
    /// A read-modify-write runs or waits; new requests check that they don't overlap it.
    static let serialising: UInt64 = 2
    /// Where the flags are; the rest is the generation.
    static let flags: UInt64 = 0xff
    /// What one change of generation adds.
    static let step: UInt64 = 0x100

    static func allocate() -> ControlWord {
        let words: UnsafeMutablePointer<Atomic<UInt64>> = CacheLine.allocate(capacity: 16)
        for index in 0..<16 { (words + index).initialize(to: Atomic(0)) }
        return ControlWord(pointer: words)
    }

    func deallocate() { pointer.deallocate() }

    @inline(__always)
    var value: UInt64 { pointer.pointee.load(ordering: .acquiring) }
}

// Safety: the word is an atomic.
extension ControlWord: @unchecked Sendable {}
