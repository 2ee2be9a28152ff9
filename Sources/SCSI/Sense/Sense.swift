/// What a device tells with CHECK CONDITION: a key, a reason and, where one is at fault, the field.
///
/// It is an error that parsers of hostile commands throw: the sense data to answer with.
public struct Sense: Error, Sendable, Hashable {
    /// The field that is at fault (SPC-4 4.5.2.4.2).
    public struct FieldPointer: Sendable, Hashable {
        /// Where the field lies.
        public enum Place: Sendable, Hashable {
            /// In the command descriptor block.
            case command
            /// In the parameter list.
            case parameterList
        }

        /// Where the field lies.
        public var place: Place
        /// The byte in which the field starts.
        public var byte: UInt16
        /// The field's leftmost bit, when it does not start with its byte.
        public var bit: UInt8?

        /// Creates a pointer; only three bits of `bit` are kept.
        public init(_ place: Place, byte: UInt16, bit: UInt8? = nil) {
            self.place = place
            self.byte = byte
            self.bit = bit.map { $0 & 7 }
        }
    }

    /// The class of the failure.
    public var key: SenseKey
    /// The reason.
    public var reason: AdditionalSense
    /// The field at fault, if the device names one.
    public var field: FieldPointer?
    /// Whether the failure belongs to an earlier command.
    public var isDeferred: Bool

    /// Creates sense data.
    public init(_ key: SenseKey, _ reason: AdditionalSense, field: FieldPointer? = nil, isDeferred: Bool = false) {
        self.key = key
        self.reason = reason
        self.field = field
        self.isDeferred = isDeferred
    }
}

extension Sense: CustomStringConvertible {
    /// Key, code and qualifier, `5/24h/00h`.
    public var description: String {
        "\(String(key.rawValue, radix: 16, uppercase: true))/\(reason)"
    }
}

extension Sense {
    /// 5/20h/00h: the device does not know the operation code.
    public static let invalidOperationCode = Sense(.illegalRequest, .invalidOperationCode)
    /// 5/1Ah/00h: the parameter list has the wrong length.
    public static let parameterListLength = Sense(.illegalRequest, .parameterListLengthError)
    /// 5/26h/04h: RELEASE does not fit the reservation that is held.
    public static let invalidRelease = Sense(.illegalRequest, .invalidRelease)
    /// 5/55h/04h: there is no room for another registration.
    public static let insufficientRegistrationResources = Sense(.illegalRequest, .insufficientRegistrationResources)
    /// 7/44h/01h: what was known of persistent reservations is lost.
    public static let reservationInformationLost = Sense(.dataProtect, .reservationInformationLost)
    /// 4/44h/00h: the target failed internally.
    public static let internalTargetFailure = Sense(.hardwareError, .internalTargetFailure)
    /// B/08h/00h: the unit cannot be reached; the initiator may try again.
    public static let communicationFailure = Sense(.abortedCommand, .communicationFailure)
    /// B/00h/06h: an I/O error of no better known kind.
    public static let ioError = Sense(.abortedCommand, .processTerminated)

    /// 5/24h/00h: a field of the CDB is invalid.
    public static func invalidFieldInCDB(byte: UInt16, bit: UInt8? = nil) -> Sense {
        Sense(.illegalRequest, .invalidFieldInCDB, field: FieldPointer(.command, byte: byte, bit: bit))
    }

    /// 5/26h/00h: a field of the parameter list is invalid.
    public static func invalidFieldInParameterList(byte: UInt16, bit: UInt8? = nil) -> Sense {
        Sense(.illegalRequest, .invalidFieldInParameterList, field: FieldPointer(.parameterList, byte: byte, bit: bit))
    }
}
