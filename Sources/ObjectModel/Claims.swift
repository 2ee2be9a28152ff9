import Synchronization

/// The users of one object, or of anything else that can be in use; shared by it and its claims.
package final class Claims: Sendable {
    private struct State {
        /// The users by the serial number of their claim.
        var users: [UInt64: String] = [:]
        var nextSerial: UInt64 = 0
        var isClosed = false

        /// The users, in the order of their claims.
        var inOrder: [String] { users.sorted { $0.key < $1.key }.map(\.value) }
    }

    private let state = Mutex(State())

    package init() {}

    /// The users, in the order of their claims.
    package var users: [String] { state.withLock { $0.inOrder } }

    /// Adds a claim and returns its serial number; `nil` when no claims are accepted any more.
    func begin(by user: String) -> UInt64? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            let serial = state.nextSerial
            state.nextSerial += 1
            state.users[serial] = user
            return serial
        }
    }

    /// Ends the claim; on any thread.
    func end(_ serial: UInt64) {
        // The string is freed after the lock is released.
        _ = state.withLock { $0.users.removeValue(forKey: serial) }
    }

    /// Accepts no further claims, if there are none now; otherwise changes nothing and returns the users.
    package func closeIfUnused() -> [String] {
        state.withLock { state in
            if state.users.isEmpty { state.isClosed = true }
            return state.inOrder
        }
    }

    /// Accepts no further claims.
    package func close() {
        state.withLock { $0.isClosed = true }
    }
}
