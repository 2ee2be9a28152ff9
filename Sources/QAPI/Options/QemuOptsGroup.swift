/// A group of legacy options, such as those of `-drive`: what they are called, of what type they are, what a first
/// value without a name means.
public struct QemuOptsGroup: Sendable, Hashable {
    /// The type of an option.
    public enum Kind: String, Sendable, Hashable {
        /// Any text.
        case string = "text"
        /// A word for on or off.
        case bool = "on|off"
        /// An unsigned integer in any base.
        case number
        /// A size, perhaps with a suffix.
        case size
    }

    /// One option that a group knows.
    public struct Option: Sendable, Hashable {
        /// The option's name.
        public var name: String
        /// The option's type.
        public var kind: Kind
        /// One line about it.
        public var help: String?
        /// What holds when it is not given.
        public var defaultValue: String?

        /// Creates an option.
        public init(_ name: String, _ kind: Kind, help: String? = nil, default defaultValue: String? = nil) {
            self.name = name
            self.kind = kind
            self.help = help
            self.defaultValue = defaultValue
        }
    }

    /// The group's name, such as `drive`.
    public var name: String
    /// The option that a first value without a name belongs to.
    public var impliedOption: String?
    /// The known options; when there are none, every option is accepted as a string.
    public var options: [Option]

    /// Creates a group.
    public init(name: String, impliedOption: String? = nil, options: [Option] = []) {
        self.name = name
        self.impliedOption = impliedOption
        self.options = options
    }

    /// The option named `name`.
    public func option(_ name: String) -> Option? { options.first { $0.name == name } }

    /// What the user sees after asking for help: one line an option, sorted by name.
    public var helpText: String {
        guard !options.isEmpty else { return "'\(name)' has no options of its own" }
        let lines = options.sorted { $0.name < $1.name }.map { option in
            let head = "  \(option.name)=<\(option.kind.rawValue)>"
            guard let help = option.help else { return head }
            return head + String(repeating: " ", count: max(1, 32 - head.utf8.count)) + help
        }
        return (["Options of '\(name)':"] + lines).joined(separator: "\n")
    }
}
