import PRWire
import SCSI

/// Short words for both ends.
enum WireLab {
    static let readKeys = PersistentReserveIn(.readKeys, allocationLength: 100)
    static let register = PersistentReserveOut(.register, key: 0, actionKey: 5)

    /// A client that has been greeted.
    static func client() -> PRWireClient {
        var client = PRWireClient()
        _ = receive(&client, [0, 0, 0, 0])
        return client
    }

    /// A server that has been greeted.
    static func server() -> PRWireServer {
        var server = PRWireServer()
        _ = receive(&server, [0, 0, 0, 0])
        return server
    }

    static func receive(_ client: inout PRWireClient, _ bytes: [UInt8]) -> PRWireClient.Action {
        client.receive(bytes.span)
    }

    static func receive(_ server: inout PRWireServer, _ bytes: [UInt8], fds: Int = 0) -> PRWireServer.Action {
        server.receive(bytes.span, descriptors: fds)
    }

    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: 16 - bytes.count)
    }

    static func zeroes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    static func request(
        _ command: [UInt8], _ direction: DataDirection, list: [UInt8] = [], room: Int = 8192
    ) throws(PRWireError) -> PRRequest {
        try PRRequest(command: command.span, direction: direction, list: list.span, bufferLength: room)
    }

    /// The code of a failure, if it is one.
    static func code(_ action: PRWireClient.Action) -> PRWireError.Code? {
        if case .failed(let error) = action { error.code } else { nil }
    }

    /// The code of a close, if it is one with an error.
    static func code(_ action: PRWireServer.Action) -> PRWireError.Code? {
        if case .close(let error) = action { error?.code } else { nil }
    }
}

extension Collection<UInt8> {
    func has(_ bytes: [UInt8]) -> Bool { elementsEqual(bytes) }
}
