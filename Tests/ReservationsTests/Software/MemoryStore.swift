import Block
import JSON
import ObjectModel
import SCSI
import Sys

@testable import Reservations

/// A store in the memory of the test, which can be made to fail: what every attachment of a disk shares.
final class MemoryDisk: Sendable {
    struct State: Sendable {
        var stored = StoredState.blank
        /// What the next commits come to.
        var failures: [StoreError] = []
        var loadFailure: StoreError?
        var entries: [AuditEntry] = []
        var commits = 0
    }

    let state = Locked(State())

    var record: DiskRecord? {
        state.withLock { state in
            if case .record(let record) = state.stored { record } else { nil }
        }
    }
}

/// One attachment's hold on it.
final class MemoryStore: ReservationStore {
    let disk: MemoryDisk
    let location: String
    let folder: String

    init(_ disk: MemoryDisk, location: String, folder: String) {
        self.disk = disk
        self.location = location
        self.folder = folder
    }

    func load() throws(StoreError) -> StoredState {
        try disk.state.withLock { state throws(StoreError) in
            if let failure = state.loadFailure { throw failure }
            return state.stored
        }
    }

    func commit(_ record: DiskRecord, noting entry: () -> AuditEntry?) throws(StoreError) {
        try disk.state.withLock { state throws(StoreError) in
            state.commits += 1
            if !state.failures.isEmpty {
                let failure = state.failures.removeFirst()
                if case .lost = failure { state.stored = .damaged("torn") }
                throw failure
            }
            state.stored = .record(record)
            if let entry = entry() { state.entries.append(entry) }
        }
    }

    func seal() {}

    func append(_ entry: AuditEntry) { disk.state.withLock { $0.entries.append(entry) } }
    func loadForeign() throws(StoreError) -> DiskRecord? { nil }
    func setAudit(_ place: AuditPlace) {}
    func close() {}
}

/// A kind of software manager whose state is in the memory of the test.
final class MemoryManager: SoftwareManager {
    private let disk: MemoryDisk
    private let place: String

    static func type(
        _ environment: ManagerEnvironment, _ runtime: SoftwareRuntimeBox, _ disk: MemoryDisk, place: String
    ) -> TypeDescriptor {
        TypeDescriptor(
            "pr-manager-memory", parent: ReservationManager.typeName, summary: "For tests.",
            properties: SoftwareSettings.properties(initiator: nil)
        ) { creation throws(ObjectError) in
            try MemoryManager(creation, environment, runtime, disk, place)
        }
    }

    init(
        _ creation: ObjectCreation, _ environment: ManagerEnvironment, _ runtime: SoftwareRuntimeBox,
        _ disk: MemoryDisk, _ place: String
    ) throws(ObjectError) {
        self.disk = disk
        self.place = place
        try super.init(creation, environment, runtime)
    }

    override var kind: ManagerKind { .flock }

    override func openStore(_ node: NodeIdentity, _ identity: DiskIdentity) throws(BlockError) -> any ReservationStore {
        let folder = place.split(separator: "/").dropLast().joined(separator: "/")
        return MemoryStore(disk, location: place, folder: "/" + folder)
    }
}
