import Spelling

extension SchemaSource.Pragmas {
    private static let names = [
        "doc-required", "command-name-exceptions", "command-returns-exceptions", "documentation-exceptions",
        "member-name-exceptions",
    ]

    /// Takes over the settings of one `pragma` directive; what an earlier one set is replaced.
    mutating func apply(_ settings: SyntaxObject, at location: SourceLocation) throws(SchemaError) {
        for setting in settings.members {
            switch setting.name {
            case "doc-required":
                guard case .boolean(let value) = setting.value else {
                    throw SchemaError(
                        "the pragma 'doc-required' takes true or false, not \(setting.value.description)", at: location)
                }
                docRequired = value
            case "command-name-exceptions": commandNameExceptions = try Self.names(setting, location)
            case "command-returns-exceptions": commandReturnsExceptions = try Self.names(setting, location)
            case "documentation-exceptions": documentationExceptions = try Self.names(setting, location)
            case "member-name-exceptions": memberNameExceptions = try Self.names(setting, location)
            default:
                throw SchemaError(
                    "there is no pragma \(quoted(setting.name))\(NearestName.hint(setting.name, among: Self.names))",
                    at: location)
            }
        }
    }

    private static func names(_ setting: SyntaxObject.Member, _ location: SourceLocation) throws(SchemaError)
        -> [String]
    {
        guard case .array(let elements) = setting.value else {
            throw SchemaError(
                "the pragma '\(setting.name)' takes an array of strings, not \(setting.value.description)", at: location
            )
        }
        var names: [String] = []
        for element in elements {
            guard case .string(let name) = element else {
                throw SchemaError(
                    "the pragma '\(setting.name)' takes an array of strings; it holds \(element.description)",
                    at: location)
            }
            names.append(name)
        }
        return names
    }
}
