/// What the front end hands on: the definitions of a schema and all its files, in order.
public struct SchemaSource: Sendable, Hashable {
    /// The files, in order of first inclusion; the first is the one that was asked for.
    public var modules: [Module]
    /// The definitions, in the order of parsing (an included file's stand before what follows the `include`).
    public var definitions: [Definition]
    /// The pragmas, which count for the whole schema.
    public var pragmas: Pragmas

    /// One file of a schema.
    public struct Module: Sendable, Hashable {
        /// The file's name as it was given or joined with the including file's folder.
        public var file: String
        /// The module's name: the file's name without folder and extension.
        public var name: String
        /// Free-form documentation that stands in the file, in order.
        public var freeForm: [DocComment]
    }

    /// The settings of `pragma` directives.
    public struct Pragmas: Sendable, Hashable {
        /// Whether every definition must be documented.
        public var docRequired = false
        /// Commands whose names may hold `_`.
        public var commandNameExceptions: [String] = []
        /// Commands that may return something else than an object or a list of objects.
        public var commandReturnsExceptions: [String] = []
        /// Definitions whose members need no documentation.
        public var documentationExceptions: [String] = []
        /// Types whose members may hold upper case and `_`.
        public var memberNameExceptions: [String] = []
    }
}
