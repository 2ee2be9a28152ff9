extension Schema {
    /// A command.
    public struct Command: SchemaEntity {
        /// Name, place, condition, features and documentation.
        public let declaration: Declaration
        /// The object type of the arguments; `nil` when the command takes none.
        public let arguments: TypeID?
        /// What the command returns, if anything.
        public let returns: TypeID?
        /// Whether the arguments are handed over as one object.
        public let boxed: Bool
        /// Whether marshalling code is generated (`gen`).
        public let generated: Bool
        /// Whether a successful call answers at all (`success-response`).
        public let successResponse: Bool
        /// Whether the command may run out of band.
        public let allowOOB: Bool
        /// Whether the command may run before the machine is configured.
        public let allowPreconfig: Bool
        /// Whether the command runs as a coroutine.
        public let coroutine: Bool
    }

    /// An event.
    public struct Event: SchemaEntity {
        /// Name, place, condition, features and documentation.
        public let declaration: Declaration
        /// The object type of the data; `nil` when the event carries none.
        public let data: TypeID?
        /// Whether the data is handed over as one object.
        public let boxed: Bool
    }
}
