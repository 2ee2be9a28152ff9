import Spelling

/// The definition that is being checked, for errors: QEMU reports them all at its opening brace.
struct CheckContext {
    /// The place of the definition's opening brace.
    let location: SourceLocation
    /// The definition, such as `struct 'Foo'`, once its name is known.
    var definition: String?

    /// An error in the definition.
    func error(_ message: String) -> SchemaError {
        SchemaError(message, at: location, in: definition)
    }

    /// Checks that an object has all the required keys and none but these and the optional ones.
    func checkKeys(
        of object: SyntaxObject, _ subject: String, required: [String], optional: [String] = []
    ) throws(SchemaError) {
        let present = object.members.map(\.name)
        let missing = required.filter { !present.contains($0) }
        guard missing.isEmpty else {
            throw error("\(subject) lacks the \(missing.count == 1 ? "key" : "keys") \(quotedList(missing))")
        }
        let allowed = required + optional
        let unknown = present.filter { !allowed.contains($0) }.sorted()
        guard let first = unknown.first else { return }
        let hint = NearestName.hint(first, among: allowed.filter { !present.contains($0) })
        throw error(
            "\(subject) has the unknown \(unknown.count == 1 ? "key" : "keys") \(quotedList(unknown))\(hint)"
                + (hint.isEmpty ? "; " : " ") + "the known keys are \(quotedList(allowed))")
    }

    /// Checks a name against a rule.
    func checkName(_ name: String, _ rule: NameRules.Rule, _ subject: String) throws(SchemaError) {
        if let fault = NameRules.fault(of: name, rule) {
            throw error("\(subject) \(fault)")
        }
    }

    /// The text of a value that must be a name.
    func name(_ value: SyntaxValue, _ subject: String) throws(SchemaError) -> String {
        guard case .string(let name) = value else {
            throw error("\(subject) takes a name as a string, not \(value.description)")
        }
        return name
    }
}
