/// What happens to deprecated and unstable parts of the interface; for tests that a client uses none of them.
///
/// Read and written as QEMU's `CompatPolicy`. The input action `crash` is accepted for the sake of shared command
/// lines, but a library never ends its monitor's process: it refuses, and the hint says what was asked for.
public struct CompatPolicy: QAPIObject, Hashable {
    /// What happens to input that uses something marked.
    public enum Input: String, QAPIEnum {
        /// It is accepted.
        case accept
        /// It is refused.
        case reject
        /// It is refused; QEMU ends its process here.
        case crash

        /// The enumeration's name in the schema.
        public static var typeName: String { "CompatPolicyInput" }
    }

    /// What happens to output that is marked.
    public enum Output: String, QAPIEnum {
        /// It is shown.
        case accept
        /// It is left out.
        case hide

        /// The enumeration's name in the schema.
        public static var typeName: String { "CompatPolicyOutput" }
    }

    /// What happens to deprecated input.
    public var deprecatedInput: Input
    /// What happens to deprecated output.
    public var deprecatedOutput: Output
    /// What happens to unstable input.
    public var unstableInput: Input
    /// What happens to unstable output.
    public var unstableOutput: Output

    /// Creates a policy; the default accepts and shows everything.
    public init(
        deprecatedInput: Input = .accept, deprecatedOutput: Output = .accept,
        unstableInput: Input = .accept, unstableOutput: Output = .accept
    ) {
        self.deprecatedInput = deprecatedInput
        self.deprecatedOutput = deprecatedOutput
        self.unstableInput = unstableInput
        self.unstableOutput = unstableOutput
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        deprecatedInput = try visitor.optional("deprecated-input") ?? .accept
        deprecatedOutput = try visitor.optional("deprecated-output") ?? .accept
        unstableInput = try visitor.optional("unstable-input") ?? .accept
        unstableOutput = try visitor.optional("unstable-output") ?? .accept
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(deprecatedInput, "deprecated-input")
        try visitor.required(deprecatedOutput, "deprecated-output")
        try visitor.required(unstableInput, "unstable-input")
        try visitor.required(unstableOutput, "unstable-output")
    }

    /// Refuses the parameter `path`, which is there, if its features ask for it.
    public func admit(_ path: String, features: QAPIFeatures) throws(QAPIError) {
        try admit(QAPIError.subject(path), parameter: path, features: features)
    }

    /// Refuses the value `value` of the parameter `path` if its features ask for it.
    public func admit(value: String, of path: String, features: QAPIFeatures) throws(QAPIError) {
        try admit(
            "The value '\(QAPIError.shown(value))' of '\(QAPIError.shown(path))'", parameter: path, features: features)
    }

    /// Refuses the command `name` if its features ask for it: it is then a command that does not exist.
    public func admit(command name: String, features: QAPIFeatures) throws(QAPIError) {
        try admit("Command '\(name)'", .commandNotFound, parameter: nil, features: features)
    }

    /// Whether something with these features is shown.
    public func shows(_ features: QAPIFeatures) -> Bool {
        !(features.contains(.deprecated) && deprecatedOutput == .hide)
            && !(features.contains(.unstable) && unstableOutput == .hide)
    }

    private func admit(
        _ subject: String, _ errorClass: QAPIError.Class = .genericError, parameter: String?, features: QAPIFeatures
    ) throws(QAPIError) {
        if features.isEmpty { return }
        for (feature, action, word) in [
            (QAPIFeatures.deprecated, deprecatedInput, "deprecated"), (.unstable, unstableInput, "unstable"),
        ] where features.contains(feature) && action != .accept {
            throw QAPIError(
                errorClass, "\(subject) is \(word), and the compatibility policy refuses it",
                hint: action == .crash ? "The policy is 'crash', which ends no process here." : nil,
                parameter: parameter)
        }
    }
}
