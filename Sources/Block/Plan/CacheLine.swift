/// Memory that shares no cache line with anything else.
///
/// Threads that write to neighbouring lines slow each other down as if they wrote to the same one: processors fetch
/// lines in pairs.
enum CacheLine {
    /// The size of a pair of lines.
    static let pair = 128

    /// Allocates whole pairs of lines; freed by the pointer's `deallocate()`.
    static func allocate<Element: ~Copyable>(capacity: Int) -> UnsafeMutablePointer<Element> {
        let bytes = max(MemoryLayout<Element>.stride * capacity, 1)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: (bytes + pair - 1) & -pair, alignment: pair)
        return memory.bindMemory(to: Element.self, capacity: capacity)
    }
}
