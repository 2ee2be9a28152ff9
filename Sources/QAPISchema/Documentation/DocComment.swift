/// A documentation comment (`##` block), divided into its sections.
public struct DocComment: Sendable, Hashable {
    /// The place of the opening `##`.
    public var location: SourceLocation
    /// The documented definition's name; `nil` for free-form documentation.
    public var symbol: String?
    /// The text before the first section, and of free-form documentation all of it; lines joined by `\n`.
    public var body: String
    /// The descriptions of members, values, branches or arguments, in order.
    public var members: [Item]
    /// The descriptions of features, in order.
    public var features: [Item]
    /// The other sections (`Returns`, `Errors`, `Since`, `TODO`, plain text between them), in order.
    public var sections: [Section]

    /// A description of something with a name.
    public struct Item: Sendable, Hashable {
        /// The name after `@`.
        public var name: String
        /// The description; lines joined by `\n`, without common indentation.
        public var text: String
        /// The place of the `@name:` line.
        public var location: SourceLocation
    }

    /// A section other than descriptions.
    public struct Section: Sendable, Hashable {
        /// What the section is about.
        public var kind: Kind
        /// The text; lines joined by `\n`, without common indentation.
        public var text: String
        /// The place of the section's first line.
        public var location: SourceLocation
    }

    /// What a section is about.
    public enum Kind: String, Sendable, Hashable {
        /// Text without a tag.
        case plain = ""
        /// What a command returns.
        case returns = "Returns"
        /// The errors of a command.
        case errors = "Errors"
        /// The version that brought the definition.
        case since = "Since"
        /// What is still to be done; not for users.
        case todo = "TODO"
    }
}
