package import Block
package import JSON
package import ObjectModel
internal import SCSI
internal import Sys

/// An object that keeps registrations and reservations itself and enforces them: what the kinds have in common.
///
/// A kind adds where the state of a disk is kept (``openStore(_:_:)``), and its own properties.
package class SoftwareManager: ReservationManager {
    private let runtime: SoftwareRuntime
    private let report: @Sendable (String, ReservationReport) -> Void
    private let current: Locked<SoftwareSettings>
    /// The stores of the nodes that are attached.
    private let stores = Locked<[OpenStore]>([])

    private struct OpenStore {
        weak var store: (any ReservationStore)?
    }

    init(
        _ creation: ObjectCreation, _ environment: ManagerEnvironment, _ runtime: SoftwareRuntimeBox
    ) throws(ObjectError) {
        current = Locked(try SoftwareSettings(creation))
        do throws(Errno) {
            self.runtime = try runtime.get(environment.threads)
        } catch {
            throw ObjectError(.failed, "cannot start the threads of object '\(creation.id)'", cause: error)
        }
        let id = creation.id
        report = { node, report in environment.report(id, node, report) }
        super.init(creation)
    }

    /// Which kind it is.
    var kind: ManagerKind { preconditionFailure("a kind of software managers says which") }

    /// Opens the store of a disk.
    func openStore(_ node: NodeIdentity, _ identity: DiskIdentity) throws(BlockError) -> any ReservationStore {
        throw BlockError(.unsupported, "objects of type '\(objectClass.name)' have no store")
    }

    /// The state of a disk as it is kept, for those who only look.
    func view(_ descriptor: Int32, _ identity: DiskIdentity) throws(BlockError) -> any StoreView {
        throw BlockError(.unsupported, "objects of type '\(objectClass.name)' have no store")
    }

    /// How it is configured now.
    var settings: SoftwareSettings { current.withLock { $0 } }

    package override var guardsDisk: Bool { true }

    package override func prepareSeal() throws(BlockError) {
        for store in openStores where store.opensFiles {
            throw BlockError(
                .unsupported,
                "'\(store.location)', the database of '\(id)', is on a file system where SQLite opens a file for each "
                    + "commit, which a sealed program can't; put it on a local one")
        }
    }

    package override func seal() {
        for store in openStores { store.seal() }
    }

    private var openStores: [any ReservationStore] { stores.withLock { $0.compactMap(\.store) } }

    package override func attach(_ node: NodeIdentity) throws(BlockError) -> any PRAttachment {
        guard node.status.kind == .regular || node.status.kind == .blockDevice else {
            throw BlockError(
                .unsupported,
                "'\(node.path)' is neither a regular file nor a block device; objects of type '\(objectClass.name)' manage "
                    + "nothing else")
        }
        guard !runtime.threads.isSealed else {
            throw BlockError(
                .system,
                "'\(node.path)' can't be put under '\(id)', since the program is sealed", cause: .notPermitted)
        }
        try DiskAdmission.check(node.descriptor, settings.assertsSingleHost ? .assert : .auto)
        let identity = try DiskIdentity.find(node.descriptor)
        let store = try openStore(node, identity)
        let name = node.name
        let attaching = Attaching(
            node: node, settings: { [current] in current.withLock { $0 } }, kind: kind, identity: identity,
            store: store, runtime: runtime, report: { [report] in report(name, $0) })
        do throws(BlockError) {
            let attachment = try attaching.run()
            stores.withLock { stores in
                stores.removeAll { $0.store == nil }
                stores.append(OpenStore(store: store))
            }
            return attachment
        } catch {
            store.close()
            throw error
        }
    }

    package override func apply(_ value: JSONValue, to property: PropertyDescriptor) throws(ObjectError) {
        var next = settings
        try next.apply(value, to: property.name, of: objectClass.name)
        current.withLock { $0 = next }
        guard property.name == "audit" else { return }
        for store in openStores { store.setAudit(next.audit) }
    }

    /// Whose the files of a disk's store are.
    func ownership(_ node: NodeIdentity) throws(BlockError) -> StoreOwnership {
        try StoreOwnership.of(node.descriptor, group: settings.group, mode: settings.mode)
    }

    /// Asks the runtime of its kinds for one that all of them share.
    package final class SoftwareRuntimeBox: Sendable {
        private let shared = Locked<SoftwareRuntime?>(nil)

        package init() {}

        func get(_ threads: ThreadFactory) throws(Errno) -> SoftwareRuntime {
            try shared.withLock { shared throws(Errno) in
                if let shared { return shared }
                let made = try SoftwareRuntime(threads)
                shared = made
                return made
            }
        }
    }
}
