public import JSON

/// What a QMP client asks for: `{"execute": "stop", "arguments": {}, "id": 1}`.
public struct CommandRequest: Sendable, Hashable {
    /// The command's name.
    public var command: String
    /// The arguments; empty when there are none.
    public var arguments: JSONObject
    /// What the reply repeats, if the client gave it.
    public var id: JSONValue?
    /// Whether the command is to overtake those that wait.
    public var isOutOfBand: Bool

    /// Creates a request.
    public init(
        _ command: String, arguments: JSONObject = JSONObject(), id: JSONValue? = nil, isOutOfBand: Bool = false
    ) {
        self.command = command
        self.arguments = arguments
        self.id = id
        self.isOutOfBand = isOutOfBand
    }

    /// Reads a request; `exec-oob` is only a member of it when the client has negotiated it.
    ///
    /// An error's reply should still repeat the request's `id`, see ``id(of:)``.
    public init(_ value: JSONValue, allowingOutOfBand: Bool = false) throws(QAPIError) {
        guard case .object(let object) = value else {
            throw .wrongKind("", expected: "an object", found: AlternateKind(value))
        }
        let executors = allowingOutOfBand ? ["execute", "exec-oob"] : ["execute"]
        var command: (name: String, isOutOfBand: Bool)?
        arguments = JSONObject()
        for member in object.members {
            switch (member.name, member.value) {
            case ("id", _): break
            case ("arguments", .object(let members)): arguments = members
            case ("arguments", let other):
                throw .wrongKind("arguments", expected: "an object", found: AlternateKind(other))
            case (let name, let value) where executors.contains(name):
                guard case .string(let text) = value else {
                    throw .wrongKind(name, expected: "a string", found: AlternateKind(value))
                }
                guard command == nil else { throw BlockOptions.givenTwice("exec-oob", "execute") }
                command = (text, name == "exec-oob")
            case (let name, _):
                throw .unknownParameter(name, name: name, accepted: executors + ["arguments", "id"])
            }
        }
        guard let command else { throw .missing("execute") }
        self.command = command.name
        isOutOfBand = command.isOutOfBand
        id = object["id"]
    }

    /// The `id` of something that should be a request, whatever else is wrong with it.
    public static func id(of value: JSONValue) -> JSONValue? {
        guard case .object(let object) = value else { return nil }
        return object["id"]
    }
}
