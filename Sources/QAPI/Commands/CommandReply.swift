public import JSON

/// What a QMP server answers.
public enum CommandReply: Sendable, Hashable {
    /// The command succeeded.
    case success(JSONValue)
    /// The command failed or could not be understood.
    case failure(QAPIError)

    /// The message, with the request's `id` if it is known.
    ///
    /// A hint becomes part of the description, so that a client's user sees it.
    public func message(id: JSONValue? = nil) -> JSONObject {
        var message = JSONObject()
        switch self {
        case .success(let value): message["return"] = value
        case .failure(let error):
            var object = JSONObject()
            object["class"] = .string(error.errorClass.rawValue)
            object["desc"] = .string(error.description)
            message["error"] = .object(object)
        }
        message["id"] = id
        return message
    }
}
