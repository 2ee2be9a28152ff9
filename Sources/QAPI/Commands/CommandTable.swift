public import JSON
import Spelling

/// The commands of a monitor by name: what the generated code registers, and what a server calls.
public struct CommandTable: Sendable {
    /// What the schema says about a command besides its types.
    public struct Flags: OptionSet, Sendable, Hashable {
        /// The flags as bits.
        public let rawValue: UInt8

        /// Creates flags from their bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// May run out of band; `allow-oob` in the schema.
        public static let allowsOutOfBand = Flags(rawValue: 1)
        /// May run before the machine is configured; `allow-preconfig` in the schema.
        public static let allowsPreconfig = Flags(rawValue: 2)
        /// Has no reply when it succeeds; `success-response: false` in the schema.
        public static let hasNoSuccessResponse = Flags(rawValue: 4)
    }

    /// What runs a command: it is given the arguments and gives the value to return.
    public typealias Handler = @Sendable (_ arguments: JSONObject) throws(QAPIError) -> JSONValue

    /// A command.
    public struct Command: Sendable {
        /// The command's name.
        public let name: String
        /// What the schema says about it.
        public let flags: Flags
        /// The special features of the schema.
        public let features: QAPIFeatures
        /// Why it can't be used now; `nil` when it can.
        public var disabledReason: String?

        let handler: Handler
    }

    /// What happens to deprecated and unstable commands, and to such arguments and results.
    public let policy: CompatPolicy

    private var commands: [String: Command] = [:]

    /// Creates a table without commands.
    public init(policy: CompatPolicy = CompatPolicy()) { self.policy = policy }

    /// The names of all commands, sorted.
    public var names: [String] { commands.keys.sorted() }

    /// The command named `name`.
    public func command(_ name: String) -> Command? { commands[name] }

    /// Registers a command that reads its arguments itself; it replaces one of the same name.
    public mutating func register(
        _ name: String, flags: Flags = [], features: QAPIFeatures = [], raw handler: @escaping Handler
    ) {
        commands[name] = Command(name: name, flags: flags, features: features, handler: handler)
    }

    /// Registers a command with typed arguments and a typed result.
    ///
    /// A command without arguments takes ``QAPIEmpty``, one that returns nothing gives it.
    public mutating func register<Arguments: QAPIObject, Result: QAPIValue>(
        _ name: String, flags: Flags = [], features: QAPIFeatures = [],
        _ body: @escaping @Sendable (Arguments) throws(QAPIError) -> Result
    ) {
        let policy = policy
        register(name, flags: flags, features: features) { arguments throws(QAPIError) in
            try body(Arguments(json: .object(arguments), policy: policy)).json(policy: policy)
        }
    }

    /// Makes a command unusable, with a reason that its callers see; `nil` makes it usable again.
    public mutating func disable(_ name: String, because reason: String?) {
        commands[name]?.disabledReason = reason
    }

    /// Runs a request and gives what to return; `nil` for a command that has no reply when it succeeds.
    ///
    /// A command that does not exist, is disabled or is refused by the policy is ``QAPIError/Class/commandNotFound``.
    public func run(_ request: CommandRequest) throws(QAPIError) -> JSONValue? {
        guard let command = commands[request.command] else {
            throw QAPIError(
                .commandNotFound, "Command '\(QAPIError.shown(request.command))' is not known",
                hint: NearestName.find(request.command, among: names).map { "Did you mean '\($0)'?" })
        }
        if let reason = command.disabledReason {
            throw QAPIError(.commandNotFound, "Command '\(command.name)' can't be used now: \(reason)")
        }
        try policy.admit(command: command.name, features: command.features)
        if request.isOutOfBand, !command.flags.contains(.allowsOutOfBand) {
            throw QAPIError("Command '\(command.name)' can't be executed out of band")
        }
        let result = try command.handler(request.arguments)
        // A conditional expression would turn the absent reply into a JSON null.
        if command.flags.contains(.hasNoSuccessResponse) { return nil }
        return result
    }
}
