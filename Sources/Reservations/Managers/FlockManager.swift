internal import Block
internal import JSON
internal import ObjectModel
internal import Sys

/// `pr-manager-flock`: the state of each disk is a small file, beside the image or in a folder.
final class FlockManager: SoftwareManager {
    private let place: SidecarPlace

    private static let state = "state"

    /// The type.
    static func type(_ environment: ManagerEnvironment, _ runtime: SoftwareRuntimeBox) -> TypeDescriptor {
        TypeDescriptor(
            ManagerKind.flock.typeName, parent: ReservationManager.typeName,
            summary: "Persistent reservations of disks of this host, kept in files and enforced on every request.",
            properties: SoftwareSettings.properties(initiator: environment.initiator) + [
                PropertyDescriptor(
                    state, .string, default: .string("auto"),
                    summary: "The folder of the state files: auto for a file beside the image.")
            ]
        ) { creation throws(ObjectError) in
            try FlockManager(creation, environment, runtime)
        }
    }

    override init(
        _ creation: ObjectCreation, _ environment: ManagerEnvironment, _ runtime: SoftwareRuntimeBox
    ) throws(ObjectError) {
        let text = creation[Self.state]?.stringValue ?? "auto"
        guard !text.isEmpty, !text.utf8.contains(0) else {
            throw ObjectError(.invalidValue, "the property 'state' must be 'auto' or the path of a folder")
        }
        place = SidecarPlace(text)
        try super.init(creation, environment, runtime)
    }

    override var kind: ManagerKind { .flock }

    override func openStore(_ node: NodeIdentity, _ identity: DiskIdentity) throws(BlockError) -> any ReservationStore {
        try SidecarStore.open(
            at: try place.path(of: node.descriptor, identity), of: identity,
            place: DiskPlace.find(node.descriptor), ownership: try ownership(node), audit: settings.audit)
    }

    override func view(_ descriptor: Int32, _ identity: DiskIdentity) throws(BlockError) -> any StoreView {
        SidecarView(location: try place.path(of: descriptor, identity), audit: settings.audit)
    }
}
