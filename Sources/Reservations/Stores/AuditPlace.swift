/// Where commands are noted (`audit`).
package enum AuditPlace: Sendable, Hashable {
    /// Nowhere.
    case off
    /// Where the state is: in a file beside the sidecar, or in a table of the database.
    case beside
    /// In this file.
    case file(String)

    /// Reads the property: `on`, `off`, or a path.
    package init(_ text: String) {
        self =
            switch text {
            case "on": .beside
            case "off": .off
            default: .file(text)
            }
    }

    /// The file, for a store that keeps its own beside itself.
    func path(beside location: String) -> String? {
        switch self {
        case .off: nil
        case .beside: "\(location).log"
        case .file(let path): path
        }
    }
}
