/// The keys that an object must and may have.
struct SyntaxKeys {
    /// The keys that must be there.
    let required: [String]
    /// The keys that may be there too.
    let optional: [String]

    /// A value of an enumeration.
    static let value = SyntaxKeys(required: ["name"], optional: ["if", "features"])
    /// A feature.
    static let feature = SyntaxKeys(required: ["name"], optional: ["if"])
    /// A member of an object.
    static let member = SyntaxKeys(required: ["type"], optional: ["if", "features"])
    /// A branch of a union or an alternate.
    static let branch = SyntaxKeys(required: ["type"], optional: ["if"])
    /// A condition that is more than a symbol.
    static let condition = SyntaxKeys(required: [], optional: ["all", "any", "not"])

    private static let enumeration = SyntaxKeys(required: ["enum", "data"], optional: ["prefix", "if", "features"])
    private static let structure = SyntaxKeys(required: ["struct", "data"], optional: ["base", "if", "features"])
    private static let union = SyntaxKeys(
        required: ["union", "base", "discriminator", "data"], optional: ["if", "features"])
    private static let alternate = SyntaxKeys(required: ["alternate", "data"], optional: ["if", "features"])
    private static let command = SyntaxKeys(
        required: ["command"],
        optional: [
            "data", "returns", "boxed", "gen", "success-response", "allow-oob", "allow-preconfig", "coroutine", "if",
            "features",
        ])
    private static let event = SyntaxKeys(required: ["event"], optional: ["data", "boxed", "if", "features"])

    /// The keys of the definition that `keyword` introduces.
    static func definition(_ keyword: String) -> SyntaxKeys {
        switch keyword {
        case "enum": enumeration
        case "struct": structure
        case "union": union
        case "alternate": alternate
        case "command": command
        default: event
        }
    }

    /// Whether the object has every key that it must have, and none that it may not have.
    func admit(_ object: SyntaxObject) -> Bool {
        var missing = required.count
        for member in object.members {
            if required.contains(member.name) {
                missing -= 1
            } else if !optional.contains(member.name) {
                return false
            }
        }
        return missing == 0
    }
}
