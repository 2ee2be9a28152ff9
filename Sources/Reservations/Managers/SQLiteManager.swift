internal import Block
internal import JSON
internal import ObjectModel

/// `pr-manager-sqlite`: the state of many disks is kept in one database.
final class SQLiteManager: SoftwareManager {
    private let database: String

    private static let database = "database"

    /// The type.
    static func type(_ environment: ManagerEnvironment, _ runtime: SoftwareRuntimeBox) -> TypeDescriptor {
        TypeDescriptor(
            ManagerKind.sqlite.typeName, parent: ReservationManager.typeName,
            summary: "Persistent reservations of disks of this host, kept in a database and enforced on every request.",
            properties: SoftwareSettings.properties(initiator: environment.initiator) + [
                PropertyDescriptor(
                    database, .string, isRequired: true, summary: "The database's file; made when there is none.")
            ]
        ) { creation throws(ObjectError) in
            try SQLiteManager(creation, environment, runtime)
        }
    }

    override init(
        _ creation: ObjectCreation, _ environment: ManagerEnvironment, _ runtime: SoftwareRuntimeBox
    ) throws(ObjectError) {
        database = creation[Self.database]?.stringValue ?? ""
        guard !database.isEmpty, !database.utf8.contains(0) else {
            throw ObjectError(.invalidValue, "the property 'database' must be the path of a file")
        }
        try super.init(creation, environment, runtime)
    }

    override var kind: ManagerKind { .sqlite }

    override func openStore(_ node: NodeIdentity, _ identity: DiskIdentity) throws(BlockError) -> any ReservationStore {
        try DatabaseStore.open(
            at: database, of: identity, place: DiskPlace.find(node.descriptor), ownership: try ownership(node),
            audit: settings.audit)
    }

    override func view(_ descriptor: Int32, _ identity: DiskIdentity) throws(BlockError) -> any StoreView {
        DatabaseView(
            location: try DatabasePlace.canonical(database), identity: identity, place: DiskPlace.find(descriptor),
            audit: settings.audit)
    }
}
