import Spelling

/// The definition that is being checked, for errors: QEMU reports them all at its opening brace.
struct CheckContext {
    /// The place of the definition's opening brace.
    let location: SourceLocation
    /// The key that says what is defined, such as `struct`, and the definition's name, once they are known.
    var subject: (keyword: String, name: String)?

    /// An error in the definition.
    func error(_ message: String) -> SchemaError {
        SchemaError(message, at: location, in: subject.map { "\($0.keyword) \(quoted($0.name))" })
    }

    /// Checks that an object has all the keys that it needs and none but those that it may have.
    func checkKeys(
        of object: SyntaxObject, _ keys: SyntaxKeys, _ subject: @autoclosure () -> String
    ) throws(SchemaError) {
        guard !keys.admit(object) else { return }
        let subject = subject()
        let present = object.members.map(\.name)
        let missing = keys.required.filter { !present.contains($0) }
        guard missing.isEmpty else {
            throw error("\(subject) lacks the \(missing.count == 1 ? "key" : "keys") \(quotedList(missing))")
        }
        let allowed = keys.required + keys.optional
        let unknown = present.filter { !allowed.contains($0) }.sorted()
        guard let first = unknown.first else { return }
        let hint = NearestName.hint(first, among: allowed.filter { !present.contains($0) })
        throw error(
            "\(subject) has the unknown \(unknown.count == 1 ? "key" : "keys") \(quotedList(unknown))\(hint)"
                + (hint.isEmpty ? "; " : " ") + "the known keys are \(quotedList(allowed))")
    }

    /// Checks a name against a rule.
    func checkName(
        _ name: String, _ rule: NameRules.Rule, _ subject: @autoclosure () -> String
    ) throws(SchemaError) {
        if let fault = NameRules.fault(of: name, rule) {
            throw error("\(subject()) \(fault)")
        }
    }

    /// The text of a value that must be a name.
    func name(_ value: SyntaxValue, _ subject: @autoclosure () -> String) throws(SchemaError) -> String {
        guard case .string(let name) = value else {
            throw error("\(subject()) takes a name as a string, not \(value.description)")
        }
        return name
    }
}
