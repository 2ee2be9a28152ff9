internal import Block
internal import Holdfast
internal import JSON
internal import QAPI
internal import Sys

/// Why a call fails: the number for the program, the sentence for people.
struct Failure: Error {
    let number: Errno
    let message: String

    init(_ number: Errno, _ message: String) {
        self.number = number
        self.message = message
    }

    /// What any error of the library comes to.
    init(_ error: any Error) {
        switch error {
        case let error as Failure: self = error
        case let error as QAPIError: self.init(error.number, error.description)
        case let error as BlockError: self.init(error.number, error.description)
        case let error as JSONError: self.init(.invalidArgument, "The value is not JSON: \(error)")
        case let error as Errno: self.init(error, error.description)
        default: self.init(.ioError, "\(error)")
        }
    }

    static func null(_ what: String) -> Failure { Failure(.badAddress, "The \(what) is NULL") }
}

extension QAPIError {
    /// The number that C programs get.
    fileprivate var number: Errno {
        if let errorNumber, errorNumber > 0 { return Errno(rawValue: errorNumber) }
        return errorClass == .deviceNotFound ? .noEntry : .invalidArgument
    }
}

extension Errno {
    /// The number as C functions return it.
    @inline(__always)
    var code: Int32 { 0 &- rawValue }

    /// EFAULT: a pointer that leads nowhere.
    static let badAddress = Errno(rawValue: 14)
}

/// Where a caller wants text.
typealias TextPlace = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// Runs the body of a control call; returns what it does, or -errno, and hands the sentence out.
func answering<Value: SignedInteger>(_ message: TextPlace? = nil, _ body: () throws -> Value) -> Value {
    message?.pointee = nil
    do {
        return try body()
    } catch {
        let failure = Failure(error)
        message?.pointee = Text.copy(failure.message)
        return Value(failure.number.code)
    }
}

/// Runs the body of a control call that returns 0 when all went well.
func answering(_ message: TextPlace? = nil, _ body: () throws -> Void) -> Int32 {
    answering(message) {
        try body()
        return Int32(0)
    }
}
