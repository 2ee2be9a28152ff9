// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

internal import BlockSchema
internal import CHoldfast
internal import Holdfast
internal import JSON
internal import QAPI

@c @implementation
public func hf_query(
    _ backend: OpaquePointer?, _ command: UnsafePointer<CChar>?,
    _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    json?.pointee = nil
    return answering(message) {
        let backend = try Handle.backend(backend).backend
        try Text.give(try Question.named(Text.required(command, "command")).answer(backend), to: json)
    }
}

/// A question that programs may ask in JSON, by the name of the command of QMP.
private struct Question: Sendable {
    let name: String
    let answer: @Sendable (Backend) throws -> String

    init(_ name: String, _ answer: @escaping @Sendable (Backend) throws -> JSONValue) {
        self.name = name
        self.answer = { JSONWriter.qemu.string(try answer($0)) }
    }

    private init(_ name: String, text: @escaping @Sendable (Backend) throws -> String) {
        (self.name, answer) = (name, text)
    }

    /// All of them: a new one is its line here, and one in the header.
    static let all = [
        Question("query-named-block-nodes") { try list($0.nodeInformation) },
        Question("query-blockstats") { try list($0.nodes.map(\.blockStatistics)) },
        Question("query-fdsets") { try list($0.descriptorSets) },
        Question("query-iothreads") { threads(of: $0) },
        Question("query-pr-managers") { try list($0.reservationManagers) },
        Question("query-reservations") { try list(try $0.reservations()) },
        Question("query-qmp-schema", text: { _ in BlockIntrospection.json }),
        Question("x-query-threads") { .array($0.threads.map(described)) },
        Question("x-query-objects") { .array($0.objects.map(described)) },
    ]

    static func named(_ name: String) throws(Failure) -> Question {
        guard let found = all.first(where: { $0.name == name }) else {
            throw Failure(
                .noEntry,
                "There is no question '\(QAPIError.shown(name))'\nThere are: \(all.map(\.name).joined(separator: ", "))"
            )
        }
        return found
    }

    private static func list(_ values: [some QAPIObject]) throws -> JSONValue {
        .array(try values.map { try $0.json() })
    }

    private static func described(_ thread: Backend.ThreadInfo) -> JSONValue {
        ["name": .string(thread.name), "thread-id": .int(Int64(thread.threadID))]
    }

    private static func described(_ object: Backend.ObjectInfo) -> JSONValue {
        [
            "id": .string(object.id), "type": .string(object.type),
            "users": .array(object.users.map { .string($0) }),
        ]
    }

    /// The threads that objects have made; none of them polls.
    private static func threads(of backend: Backend) -> JSONValue {
        let threads = backend.threads
        return .array(
            backend.objects.filter { $0.type == "iothread" }.map { object in
                let number = threads.first { $0.name == object.id }?.threadID ?? 0
                return [
                    "id": .string(object.id), "thread-id": .int(Int64(number)), "poll-max-ns": 0, "poll-grow": 0,
                    "poll-shrink": 0, "aio-max-batch": 0,
                ]
            })
    }
}
