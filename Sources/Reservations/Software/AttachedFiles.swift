internal import Block
internal import Sys

/// The descriptions through which an attachment does I/O, each with the locks that tell everybody so.
final class AttachedFiles: Sendable {
    let slot: Int
    let kind: ManagerKind
    private let state: Locked<State>

    private struct State {
        /// The node's descriptor, whose description may change behind its number.
        var own: Int32
        var role: SharedImageLocks.Role
    }

    /// Takes over a descriptor that has the locks of a role already, and marks it as the slot's.
    init(_ descriptor: Int32, role: SharedImageLocks.Role, slot: Int, kind: ManagerKind) throws(Errno) {
        self.slot = slot
        self.kind = kind
        state = Locked(State(own: descriptor, role: role))
        try mark(descriptor)
    }

    /// The node's descriptor.
    var descriptor: Int32 { state.withLock { $0.own } }

    private func mark(_ descriptor: Int32) throws(Errno) {
        try SlotLocks.hold(slot: slot, on: descriptor)
        try SlotLocks.holdKind(kind, on: descriptor)
    }

    /// Vouches for another description, which takes the place of the node's.
    func add(_ descriptor: Int32) throws(BlockError) {
        do throws(Errno) {
            try SharedImageLocks.take(state.withLock { $0.role }, on: descriptor)
            try mark(descriptor)
        } catch {
            throw BlockError(.system, "the locks of a shared disk can't be taken", cause: error)
        }
    }

    /// Takes the locks off a description of which nothing is in flight.
    func remove(_ descriptor: Int32) {
        // The slot's first: whoever sees the others without it takes them for a stranger's, and waits.
        SlotLocks.drop(slot: slot, on: descriptor)
        SlotLocks.dropKind(kind, on: descriptor)
        SharedImageLocks.drop(state.withLock { $0.role }, on: descriptor)
    }

    /// Changes what the node's description does to the image.
    func become(_ role: SharedImageLocks.Role) throws(Errno) {
        try state.withLock { state throws(Errno) in
            try SharedImageLocks.change(from: state.role, to: role, on: state.own)
            state.role = role
        }
    }
}
