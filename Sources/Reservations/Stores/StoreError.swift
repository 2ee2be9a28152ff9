package import Sys

/// Reports that a store failed, and what it holds now.
package enum StoreError: Error, Hashable, Sendable {
    /// Not committed; the record before is proved to be what the next load finds.
    case unchanged(Errno)
    /// Not committed, and which record the next load finds can't be told.
    case lost(Errno)
    /// Nothing could be read.
    case unreadable(Errno)
    /// A later release wrote it, in a format that this one must not touch; the bits that it doesn't know.
    case incompatible(UInt32)

    /// The kernel's error.
    package var cause: Errno {
        switch self {
        case .unchanged(let cause), .lost(let cause), .unreadable(let cause): cause
        case .incompatible: .notSupported
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// What failed, and why.
    package var description: String {
        switch self {
        case .unchanged(let cause): "the new state could not be stored, the old one holds: \(cause)"
        case .lost(let cause): "the new state could not be stored, and the old one may be gone: \(cause)"
        case .unreadable(let cause): "the stored state can't be read: \(cause)"
        case .incompatible(let bits): "the stored state: \(RecordError.incompatible(bits))"
        }
    }
}
