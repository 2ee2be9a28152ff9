internal import Sys

/// Sentences for state that can't be believed; each says what to do.
enum Damage {
    private static let ways = "no I/O is let through; an initiator may send REPLACE LOST RESERVATION, or"

    static func foreign(_ location: String, _ other: String) -> String {
        "the reservations in '\(location)' are those of another disk (\(other)); \(ways) run 'holdfast pr adopt' if this "
            + "disk was moved or restored, or 'holdfast pr reset' if it is a copy"
    }

    static func behind(_ location: String, _ stored: UInt64, _ live: UInt64) -> String {
        "'\(location)' went back from generation \(live) to \(stored); \(ways) run 'holdfast pr reset'"
    }

    static func vanished(_ location: String) -> String {
        "'\(location)' is gone while the disk is in use; \(ways) run 'holdfast pr reset'"
    }

    static func unreadable(_ location: String, _ what: String) -> String {
        "the reservations in '\(location)' are damaged (\(what)); \(ways) run 'holdfast pr reset'"
    }

    static func unwritable(_ location: String, _ cause: Errno) -> String {
        "a change could be neither stored in '\(location)' nor taken back (\(cause)); \(ways) repair the storage and run "
            + "'holdfast pr reset'"
    }
}
