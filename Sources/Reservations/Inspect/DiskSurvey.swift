package import SCSI

/// How the reservations of a disk stand at one moment, as far as it can be seen without a lock.
package struct DiskSurvey: Sendable, Hashable {
    package var path: String
    package var identity: DiskIdentity
    package var kind: ManagerKind
    /// The sidecar or the database.
    package var location: String
    /// When it was taken, in nanoseconds since 1970.
    package var time: UInt64
    package var stored: Stored
    /// What those who are attached share; nil when nobody is, or nobody hands it out.
    package var page: Page?
    /// Why there is no page although somebody is attached; a sentence without a final full stop.
    package var silence: String?
    /// Those who don't answer, as far as the stored record knows them.
    package var unanswered: [Unanswered]
    /// The slots whose locks are held.
    package var lockedSlots: SlotSet
    /// The kinds of managers that look after the disk.
    package var kinds: [UInt8]
    /// Whether somebody holds the registry lock.
    package var isRegistryLocked: Bool
    package var sockets: [Socket]

    /// What the store has.
    package enum Stored: Sendable, Hashable {
        /// No sidecar, no row.
        case absent
        case state(StoredState)
        /// Nobody can tell; why.
        case unreadable(String)
    }

    /// What all attachments share.
    package struct Page: Sendable, Hashable {
        package var generation: UInt64
        /// The record that holds; nil when it couldn't be read.
        package var record: DiskRecord?
        package var slots: [Slot]
        package var pending: Pending?
        package var holder: Holder?
        package var usesFences: Bool
        /// Whether the store is the file that all use.
        package var isSameStore: Bool
        /// Requests that are counted on lines of slots that nobody has.
        package var strayRequests: UInt64
    }

    /// One attachment.
    package struct Slot: Sendable, Hashable {
        package var number: Int
        package var nexus: NexusAddress
        package var initiator: String
        package var node: String
        package var process: Int32
        package var condition: Condition
        package var isActive: Bool
        package var isReadOnly: Bool
        /// Whether its locks lie where nobody sees them.
        package var hasOwnInode: Bool
        package var hasLock: Bool
        /// Seconds since 1970.
        package var since: UInt64
        package var word: UInt64
        /// What the word must say under the record that holds, apart from what is under way.
        package var expectedWord: UInt64?
        package var attentions: UnitAttentions
        package var inFlight: UInt64
        package var queues: Int

        /// Whether the attachment is over, and only its slot is left.
        package var isStale: Bool { !hasLock && !hasOwnInode || hasOwnInode && condition == .ended && inFlight == 0 }
    }

    /// What a process does.
    package enum Condition: Sendable, Hashable {
        /// The letter of proc(5), what it means, and the program.
        case living(state: Character, meaning: String, program: String)
        case ended
        /// Why it can't be told.
        case unknown(String)
    }

    /// An attachment that holds its lock and doesn't answer.
    package struct Unanswered: Sendable, Hashable {
        package var slot: Int
        package var nexus: NexusAddress
        package var process: Int32
        package var condition: Condition
    }

    /// A command under way.
    package struct Pending: Sendable, Hashable {
        /// The slot that sent it; nil for a person with a tool.
        package var slot: Int?
        package var generation: UInt64
        package var victims: SlotSet
    }

    /// Who says of himself that he holds the registry lock.
    package struct Holder: Sendable, Hashable {
        /// Nil for a person with a tool.
        package var slot: Int?
        package var process: Int32
        /// What for, as the end of a sentence.
        package var purpose: String
        /// Milliseconds since 1970.
        package var since: UInt64
    }

    /// The socket file of an attachment.
    package struct Socket: Sendable, Hashable {
        package var path: String
        package var slot: Int
        /// Whether somebody listens; nil when this process may not ask.
        package var isAlive: Bool?
    }
}

extension DiskSurvey {
    /// The record that holds: that of the page as long as somebody is attached, else the stored one of this disk.
    package var record: DiskRecord? {
        if let page, !page.slots.isEmpty { return page.record }
        guard case .state(.record(let record)) = stored, record.identity == identity else { return nil }
        return record
    }

    /// The reservations that hold; nil when nobody can tell.
    package var state: PersistentReservations? {
        if let page, !page.slots.isEmpty { return page.record?.state }
        switch stored {
        case .absent, .state(.blank): return PersistentReservations()
        case .state(.record(let record)): return record.identity == identity ? record.state : .lost
        case .state(.damaged), .state(.foreign): return .lost
        case .unreadable: return nil
        }
    }

    /// Why the stored state is none of this disk, or nil.
    package var damage: Damaged? {
        // What has its name now is not what those who are attached use.
        if let page, !page.slots.isEmpty, !page.isSameStore { return .vanished }
        switch stored {
        case .state(.damaged(let what)): return .damaged(what)
        case .state(.foreign(let label)): return .foreign(label)
        case .state(.record(let record)) where record.identity != identity: return .foreign(record.identity.text)
        case .state(.record(let record)):
            if let page, !page.slots.isEmpty, record.generation < page.generation, page.record?.state.isLost == true {
                return .behind(stored: record.generation, live: page.generation)
            }
            return nil
        case .absent: return nil
        case .unreadable(let what): return .unreadable(what)
        case .state(.blank): return nil
        }
    }

    /// What is wrong with the stored state.
    package enum Damaged: Sendable, Hashable {
        case damaged(String)
        /// Another disk's, by its label.
        case foreign(String)
        case behind(stored: UInt64, live: UInt64)
        /// The store was removed or replaced while the disk is in use.
        case vanished
        case unreadable(String)
    }

    /// The attachments that are there.
    package var slots: [Slot] { page?.slots ?? [] }

    /// The attachment of a number.
    package func slot(_ number: Int) -> Slot? { slots.first { $0.number == number } }

    /// The attachment of a nexus that does I/O, if one does; else one that waits.
    package func slot(of nexus: NexusAddress) -> Slot? {
        let all = slots.filter { $0.nexus == nexus && !$0.isStale }
        return all.first(where: \.isActive) ?? all.first
    }

    /// Registrations of initiators of which nothing lives; empty when nobody can tell.
    package var staleRegistrations: [Registration] {
        guard let state, silence == nil else { return [] }
        return state.registrations.filter { slot(of: $0.address) == nil }
    }

    /// Attachments of which only the slots are left.
    package var staleSlots: [Slot] { slots.filter(\.isStale) }

    /// Socket files at which nobody listens.
    package var deadSockets: [Socket] { sockets.filter { $0.isAlive == false } }
}
