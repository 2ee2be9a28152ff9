/// A stack whose elements are moved in and out, without the reference counting and uniqueness checks of an array.
struct ElementStack<Element>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        base = UnsafeMutablePointer.allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    /// The element `index` places above the bottom.
    subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count, "the index is within the stack")
        return base[index]
    }

    @inline(__always)
    mutating func append(_ element: consuming Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count &+= 1
    }

    /// Where the element on top lies, which has to exist; valid until the stack changes.
    @inline(__always)
    var top: UnsafeMutablePointer<Element> {
        precondition(count > 0, "the stack has an element")
        return base + (count &- 1)
    }

    @inline(__always)
    mutating func popLast() -> Element? {
        guard count > 0 else { return nil }
        count &-= 1
        return (base + count).move()
    }

    /// Moves all elements from `start` on into an array.
    mutating func takeLast(from start: Int) -> [Element] {
        precondition(start >= 0 && start <= count, "the start is within the stack")
        let length = count - start
        guard length > 0 else { return [] }
        defer { count = start }
        return Array(unsafeUninitializedCapacity: length) { buffer, initialized in
            if let target = buffer.baseAddress { target.moveInitialize(from: base + start, count: length) }
            initialized = length
        }
    }

    /// Whether an element from `start` on fulfils `condition`.
    @inline(__always)
    func contains(from start: Int, where condition: (borrowing Element) -> Bool) -> Bool {
        for index in start..<count where condition(base[index]) { return true }
        return false
    }

    mutating func removeAll() {
        base.deinitialize(count: count)
        count = 0
    }

    private mutating func grow() {
        // By four: elements move less often, and memory that nothing was written to costs nothing.
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 4)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 4
    }
}

// Safety: the stack is the only owner of its memory and can't be copied.
extension ElementStack: @unchecked Sendable where Element: Sendable {}
