package import Block
package import ObjectModel
package import Sys

/// An object that carries out reservation commands: what all kinds of `pr-manager` have in common.
package class ReservationManager: ManagedObject, PRManager {
    /// The type that all kinds are derived from; users can't create it.
    package static let typeName = "pr-manager"

    /// The abstract type.
    package static let type = TypeDescriptor(
        abstract: typeName, summary: "Carries out the persistent reservation commands of block nodes.")

    /// Whether it can work; a kind without a connection always can.
    package var isConnected: Bool { true }

    /// Whether it enforces reservations itself; those that pass commands on don't.
    package var guardsDisk: Bool { false }

    /// Throws that it can't do its work without opening files by their paths; the program is about to be sealed.
    package func prepareSeal() throws(BlockError) {}

    /// Opens what it needs later: the program has been sealed.
    package func seal() {}

    /// Takes a node in.
    package func attach(_ node: NodeIdentity) throws(BlockError) -> any PRAttachment {
        throw BlockError(.unsupported, "objects of type '\(objectClass.name)' manage no nodes")
    }
}

/// What managers need of the program around them.
package struct ManagerEnvironment: Sendable {
    /// Makes their threads.
    package var threads: ThreadFactory
    /// Told, on a manager's thread, when one loses what it works through or finds it again.
    package var statusChanged: @Sendable (_ id: String, _ isConnected: Bool) -> Void

    /// Told, on a manager's thread, what happens to the reservations of a node.
    package var report: @Sendable (_ id: String, _ node: String, _ report: ReservationReport) -> Void

    /// The initiator of objects that name none.
    package var initiator: String?

    package init(
        threads: ThreadFactory, initiator: String? = nil,
        statusChanged: @escaping @Sendable (_ id: String, _ isConnected: Bool) -> Void,
        report: @escaping @Sendable (_ id: String, _ node: String, _ report: ReservationReport) -> Void = { _, _, _ in }
    ) {
        self.threads = threads
        self.initiator = initiator
        self.statusChanged = statusChanged
        self.report = report
    }
}

/// The kinds of managers: one line each.
package enum ManagerTable {
    /// The types to register, parents first.
    package static func types(_ environment: ManagerEnvironment) -> [TypeDescriptor] {
        let runtime = SoftwareManager.SoftwareRuntimeBox()
        return [
            ReservationManager.type,
            HelperManager.type(environment),
            FlockManager.type(environment, runtime),
            SQLiteManager.type(environment, runtime),
        ]
    }
}
