package import Block
internal import ObjectModel
internal import QAPI
package import Sys

extension BlockError {
    /// The kernel's number for it: the cause's, unless somebody is in the way.
    package var number: Errno {
        switch code {
        case .busy: .busy
        case .unsupported: cause ?? .notSupported
        case .limit: cause ?? .noSpace
        case .system: cause ?? .ioError
        default: cause ?? .invalidArgument
        }
    }
}

extension ObjectError {
    /// The kernel's number for it; nil where there is none that says more than EINVAL.
    var number: Errno? {
        switch code {
        case .objectInUse: .busy
        case .duplicateID: .exists
        case .noSuchObject, .noSuchPath, .noSuchProperty: .noEntry
        case .propertyNotWritable: .notPermitted
        default:
            (cause as? Errno) ?? (cause as? BlockError)?.number ?? (cause as? QAPIError)?.errorNumber.map(Errno.init)
        }
    }
}

extension QAPIError {
    /// Refuses a node that has gone while somebody still knew it.
    static func removed(_ name: String, parameter: String? = nil) -> QAPIError {
        QAPIError(
            "The node '\(name)' has been removed", parameter: parameter, errorNumber: Errno.noDevice.rawValue)
    }
}
