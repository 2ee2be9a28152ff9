/// An error about a value, an option or a command, with the class that QMP clients see.
public struct QAPIError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The five error classes of QMP (QEMU `QapiErrorClass`).
    public enum Class: String, Sendable, Hashable, CaseIterable {
        /// Anything that has no class of its own.
        case genericError = "GenericError"
        /// The command does not exist or is not available now.
        case commandNotFound = "CommandNotFound"
        /// The device is not active.
        case deviceNotActive = "DeviceNotActive"
        /// The device, node or object does not exist.
        case deviceNotFound = "DeviceNotFound"
        /// A KVM capability is missing.
        case kvmMissingCap = "KVMMissingCap"
    }

    /// The class that a QMP client may act upon.
    public var errorClass: Class
    /// What is wrong, in one sentence without a final full stop, naming the parameter by its full path.
    public var message: String
    /// What to change, or what is accepted here; further lines for a person, never needed to understand ``message``.
    public var hint: String?

    /// The full path of the parameter that the error is about, for programs; `nil` when it is about none.
    public var parameter: String?

    /// The kernel's number for what is wrong, such as that of ENOENT, where it has a fitting one; QMP doesn't show it.
    public var errorNumber: Int32?

    /// Creates an error of the generic class.
    public init(_ message: String, hint: String? = nil, parameter: String? = nil, errorNumber: Int32? = nil) {
        self.init(.genericError, message, hint: hint, parameter: parameter, errorNumber: errorNumber)
    }

    /// Creates an error of a given class.
    public init(
        _ errorClass: Class, _ message: String, hint: String? = nil, parameter: String? = nil,
        errorNumber: Int32? = nil
    ) {
        self.errorClass = errorClass
        self.message = message
        self.hint = hint
        self.parameter = parameter
        self.errorNumber = errorNumber
    }

    /// The message, and the hint on lines of its own.
    public var description: String { hint.map { "\(message)\n\($0)" } ?? message }
}
