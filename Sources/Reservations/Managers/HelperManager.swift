package import Block
package import JSON
package import ObjectModel
internal import Sys

/// `pr-manager-helper`: commands go to a privileged helper over a Unix socket, in the protocol of `qemu-pr-helper`.
///
/// One thread of its own serves all its nodes. Each node's commands go one after another over a connection that no other
/// node uses meanwhile.
package final class HelperManager: ReservationManager {
    private let client: HelperClient
    private let isRequired: Bool

    private static let (path, connect, timeout) = ("path", "connect", "timeout")
    private static let (require, lazy) = ("require", "lazy")
    /// Seconds that a command may take.
    static let timeouts = 0.01...3600.0
    static let defaultTimeout = 30.0

    /// The type.
    static func type(_ environment: ManagerEnvironment) -> TypeDescriptor {
        TypeDescriptor(
            "pr-manager-helper", parent: ReservationManager.typeName,
            summary: "Persistent reservations through a privileged helper.",
            properties: [
                PropertyDescriptor(path, .string, isRequired: true, summary: "The helper's socket."),
                PropertyDescriptor(
                    connect, .enumeration(name: "PrManagerConnect", values: [require, lazy]),
                    default: .string(require),
                    summary: "Whether the helper must be reachable when the object is created."),
                PropertyDescriptor(
                    timeout, .number, access: .runTime, default: .double(defaultTimeout),
                    summary: "How long a command may take, in seconds."),
            ]
        ) { creation throws(ObjectError) in
            try HelperManager(creation, environment)
        }
    }

    private init(_ creation: ObjectCreation, _ environment: ManagerEnvironment) throws(ObjectError) {
        let path = creation[Self.path]?.stringValue ?? ""
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw ObjectError(.invalidValue, "the path of a helper's socket can't be empty or contain a zero byte")
        }
        isRequired = creation[Self.connect]?.stringValue != Self.lazy
        let id = creation.id
        let timeout = try Self.nanoseconds(creation[Self.timeout])
        do throws(Errno) {
            client = try HelperClient(path: path, timeout: timeout) { isConnected in
                environment.statusChanged(id, isConnected)
            }
            try client.start(environment.threads, name: "pr-\(id)")
        } catch {
            throw ObjectError(.failed, "cannot start the thread of object '\(id)'", cause: error)
        }
        super.init(creation)
    }

    deinit { client.stop() }

    /// With `connect=require`, waits for the first connection, which the object is nothing without.
    package override func complete() throws(ObjectError) {
        guard isRequired else { return }
        do throws(Errno) {
            try client.waitForFirstAttempt()
        } catch {
            throw ObjectError(
                .failed, "cannot connect to the helper at '\(client.path)'",
                hint: "Start the helper first, or set connect=lazy to let it come later.", cause: error)
        }
    }

    package override func close() { client.stop() }

    package override var isConnected: Bool { client.isConnected }

    package override func prepareSeal() throws(BlockError) {
        guard UnixSocket.isShort(client.path) else {
            throw BlockError(
                .unsupported,
                "'\(client.path)', the socket of '\(id)', is reached through its folder, since its path is too long for an "
                    + "address, and a sealed program opens no folder; make a shorter path to it")
        }
    }

    package override func attach(_ node: NodeIdentity) throws(BlockError) -> any PRAttachment {
        HelperAttachment(client, node.descriptor)
    }

    package override func apply(_ value: JSONValue, to property: PropertyDescriptor) throws(ObjectError) {
        if property.name == Self.timeout { client.setTimeout(try Self.nanoseconds(value)) }
    }

    private static func nanoseconds(_ value: JSONValue?) throws(ObjectError) -> UInt64 {
        let seconds = value?.doubleValue ?? defaultTimeout
        guard timeouts.contains(seconds) else {
            throw ObjectError(
                .invalidValue, "the property 'timeout' of type 'pr-manager-helper' must be a number from 0.01 to 3600")
        }
        return UInt64(seconds * 1e9)
    }
}
