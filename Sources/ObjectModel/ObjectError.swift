/// An error about an object, a type or a property.
public struct ObjectError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    public var code: Code
    /// What is wrong, in one sentence without a final full stop, naming object, type and property.
    public var message: String
    /// What to do about it, or what is accepted; for people, never needed to understand ``message``.
    public var hint: String?
    /// The error that led to this one, such as that of a system call.
    public var cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    /// The message, its cause, and the hint on a line of its own.
    public var description: String {
        let whole = cause.map { "\(message): \($0)" } ?? message
        return hint.map { "\(whole)\n\($0)" } ?? whole
    }
}

extension ObjectError {
    /// What went wrong; new codes may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case malformedID, duplicateID, noSuchObject, objectInUse, objectClosed
            case noSuchPath, ambiguousPath
            case noSuchType, typeNotFound, abstractType, typeNotCreatable, invalidType
            case noSuchProperty, missingProperty, propertyNotWritable, invalidValue
            case failed
        }

        private let value: Value

        private init(_ value: Value) { self.value = value }

        /// An ID is not a letter followed by letters, digits, `-`, `.` and `_`.
        public static let malformedID = Code(.malformedID)
        /// The ID is taken.
        public static let duplicateID = Code(.duplicateID)
        /// No object has this ID.
        public static let noSuchObject = Code(.noSuchObject)
        /// The object has users.
        public static let objectInUse = Code(.objectInUse)
        /// The object was deleted and can't be used any more.
        public static let objectClosed = Code(.objectClosed)
        /// Nothing has this path.
        public static let noSuchPath = Code(.noSuchPath)
        /// Several objects have paths that end so.
        public static let ambiguousPath = Code(.ambiguousPath)
        /// No type has the name that an object is to be created with.
        public static let noSuchType = Code(.noSuchType)
        /// No type has the name that was asked about.
        public static let typeNotFound = Code(.typeNotFound)
        /// The type exists only to be derived from.
        public static let abstractType = Code(.abstractType)
        /// Users can't create objects of the type.
        public static let typeNotCreatable = Code(.typeNotCreatable)
        /// A type that was to be registered contradicts itself or another one.
        public static let invalidType = Code(.invalidType)
        /// The object has no such property.
        public static let noSuchProperty = Code(.noSuchProperty)
        /// A property that must be given was not.
        public static let missingProperty = Code(.missingProperty)
        /// The property can't be changed, or not any more.
        public static let propertyNotWritable = Code(.propertyNotWritable)
        /// The value has another type than the property, or is not allowed.
        public static let invalidValue = Code(.invalidValue)
        /// What the object itself refused or failed to do.
        public static let failed = Code(.failed)

        /// The code's name.
        public var description: String { value.rawValue }

        /// Whether QMP clients see the class `DeviceNotFound`; all others are a `GenericError`.
        ///
        /// As in QEMU, what concerns paths and questions about types is `DeviceNotFound`; an unknown ID or type in
        /// `object-add` and `object-del` is not.
        public var isDeviceNotFound: Bool { value == .noSuchPath || value == .typeNotFound }
    }
}
