import JSON

/// Reads JSON where a command line has it.
enum OptionJSON {
    /// The object that a text holds.
    static func object(_ text: String) throws(QAPIError) -> JSONObject {
        let value: JSONValue
        do {
            value = try JSONParser.parse(text, options: .qemu)
        } catch {
            throw QAPIError("The argument is no valid JSON: \(error)")
        }
        guard case .object(let object) = value else {
            throw .wrongKind("", expected: "an object", found: AlternateKind(value))
        }
        return object
    }
}
