public import Sys

extension Completion {
    /// Why the request failed; nil when it succeeded, or when it is a device command that was answered.
    ///
    /// EBADE is a reservation conflict.
    public var error: Errno? { result < 0 ? Errno(result: Int(result)) : nil }

    /// Returns the bytes done.
    ///
    /// - Throws: Why the request failed.
    @discardableResult
    public func check() throws(Errno) -> Int64 {
        if let error { throw error }
        return result
    }
}
