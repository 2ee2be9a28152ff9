import JSON
import QAPI
import Testing

/// A JSON object of literal members.
func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    var result = JSONObject()
    for (name, value) in members { result[name] = value }
    return .object(result)
}

/// The error that `body` throws; records an issue when it throws none.
func failure<Value>(
    _ location: SourceLocation = #_sourceLocation, _ body: () throws(QAPIError) -> Value
) -> QAPIError? {
    do {
        let value = try body()
        Issue.record("expected an error, got \(value)", sourceLocation: location)
        return nil
    } catch {
        return error
    }
}
