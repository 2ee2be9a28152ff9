internal import Synchronization
internal import Sys

/// What another thread tells a queue: 16 bytes.
struct Note: Hashable {
    enum Kind: UInt32 {
        /// A worker has finished the request in slot `index`.
        case workerDone = 1
        /// The bottom node of attachment `index` has something to look at.
        case attention = 2
        /// A reservation manager has answered the command in slot `index`.
        case commandAnswered = 3
        /// A worker has moved the piece of the request in slot `index`.
        case transferDone = 4
    }

    var kind: UInt32
    var index: UInt32
    var value: UInt64
}

/// A bounded ring of notes that any thread fills and one queue empties.
///
/// Producers never block and never fail: the capacity covers one note per request slot and two per attachment, and none
/// of these is posted a second time before the first was taken.
final class Mailbox {
    private struct Cell {
        var sequence: UInt64
        var kind: UInt32
        var index: UInt32
        var value: UInt64
    }

    private let cells: UnsafeMutablePointer<Cell>
    private let mask: UInt64
    private let tail = Atomic<UInt64>(0)
    private let signalled = Atomic<Bool>(false)
    private var head: UInt64 = 0
    private let event: EventDescriptor

    /// Makes room for `capacity` notes.
    init(capacity: Int) throws(Errno) {
        event = try EventDescriptor()
        var size = 16
        while size < capacity { size *= 2 }
        mask = UInt64(size - 1)
        cells = .allocate(capacity: size)
        cells.initialize(repeating: Cell(sequence: 0, kind: 0, index: 0, value: 0), count: size)
    }

    deinit { cells.deallocate() }

    /// Readable while there may be notes.
    var descriptor: Int32 { event.rawValue }

    private func sequence(_ position: UInt64) -> UnsafeMutablePointer<Atomic<UInt64>> {
        UnsafeMutableRawPointer(cells + Int(position & mask)).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// Leaves a note; any thread.
    func post(_ kind: Note.Kind, _ index: UInt32, _ value: UInt64 = 0) {
        let position = tail.wrappingAdd(1, ordering: .relaxed).oldValue
        let cell = cells + Int(position & mask)
        cell.pointee.kind = kind.rawValue
        cell.pointee.index = index
        cell.pointee.value = value
        sequence(position).pointee.store(position &+ 1, ordering: .releasing)
        if !signalled.exchange(true, ordering: .sequentiallyConsistent) { event.signal() }
    }

    /// Makes the descriptor unreadable until the next note; the queue's thread, before it takes notes.
    func rearm() {
        event.clear()
        expectSignals()
    }

    /// From now on whoever leaves a note signals.
    ///
    /// What was left without is there to be taken: the exchange meets the last one's, and so sees its note.
    private func expectSignals() { _ = signalled.exchange(false, ordering: .sequentiallyConsistent) }

    /// Looks on for a moment whether a note comes, which then needs no signal; the queue's thread.
    func look(nanoseconds: UInt64) -> Look {
        if signalled.exchange(true, ordering: .sequentiallyConsistent) { return .signalled }
        let found = System.spin(nanoseconds: nanoseconds) { hasNote }
        expectSignals()
        return found || hasNote ? .found : .nothing
    }

    /// What came of looking on.
    enum Look {
        /// There are notes, without a signal.
        case found
        /// There are notes, or will be at once; the descriptor is readable then.
        case signalled
        case nothing
    }

    private var hasNote: Bool { sequence(head).pointee.load(ordering: .acquiring) == head &+ 1 }

    /// The oldest note; the queue's thread.
    func take() -> Note? {
        guard hasNote else { return nil }
        let cell = cells[Int(head & mask)]
        head &+= 1
        return Note(kind: cell.kind, index: cell.index, value: cell.value)
    }
}

// Safety: a cell is written by the one producer that drew its position, and read after its sequence number says so;
// `head` belongs to the queue's thread.
extension Mailbox: @unchecked Sendable {}
