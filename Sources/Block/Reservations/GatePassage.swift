internal import SCSI
internal import Synchronization
internal import Sys

/// Takes changes of a node through its gate that no queue carries, such as a change of its length.
///
/// Each is counted in before the gate's word is looked at, and out when it is done, as requests are: who takes the right
/// to write away waits for it.
struct GatePassage: ~Copyable {
    private let gate: any Gate
    private let control: NodeControl
    private let line: GateLine

    /// How long a change waits while the gate holds, in nanoseconds.
    static let patience: UInt64 = 10_000_000_000

    /// Opens a line.
    ///
    /// - Throws: That the gate has no more.
    init(_ gate: any Gate, _ control: NodeControl) throws(BlockError) {
        self.gate = gate
        self.control = control
        line = try gate.openLine()
    }

    deinit { gate.closeLine(line) }

    /// Runs `body` when the gate lets writes pass; waits while it holds.
    ///
    /// - Throws: EBADE on a reservation conflict, ETIMEDOUT when the gate holds for too long, or what the body throws.
    func run(_ body: () throws(Errno) -> Void) throws(Errno) {
        let deadline = System.monotonicNanoseconds &+ GatePassage.patience
        while true {
            line.line.enter()
            // The queues' threads leave this to who changes the word; here nobody counts instructions.
            atomicMemoryFence(ordering: .sequentiallyConsistent)
            let word = line.word.pointee.load(ordering: .acquiring)
            if word & GateWord.writeMask == GateWord.live {
                defer { line.line.leave() }
                return try body()
            }
            line.line.leave()
            switch gate.explain(word, .write) {
            case .again, .pass: continue
            case .wait: try waitForRelease(deadline)
            case .refused(let result): throw Errno(rawValue: result.errno)
            case .failed(let number): throw Errno(rawValue: number)
            }
        }
    }

    /// Waits until the gate's word may have changed.
    private func waitForRelease(_ deadline: UInt64) throws(Errno) {
        let mailbox = try Mailbox(capacity: 4)
        let counters = CounterLine.allocate()
        let member = control.join(mailbox, handle: 0, line: counters)
        defer {
            control.leave(member)
            counters.deallocate()
        }
        gate.wakeWhenReleased(control)
        // A release in between woke nobody.
        guard line.word.pointee.load(ordering: .acquiring) & GateWord.hold != 0 else { return }
        let now = System.monotonicNanoseconds
        guard now < deadline else { throw .timedOut }
        do throws(Errno) {
            _ = try System.waitReadable([mailbox.descriptor], timeoutNanoseconds: Int64(clamping: deadline - now))
        } catch {
            guard error == .interrupted else { throw error }
        }
    }
}
