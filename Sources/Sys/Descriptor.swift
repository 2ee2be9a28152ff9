internal import CLinuxShims

/// Owns one file descriptor and closes it at the end of its life.
package struct Descriptor: ~Copyable, Sendable {
    /// The number, for calls that borrow it.
    package let rawValue: Int32

    /// Takes ownership of an open descriptor.
    package init(owning rawValue: Int32) { self.rawValue = rawValue }

    deinit { _ = hf_close(rawValue) }

    /// Gives the number up to the caller, who closes it.
    package consuming func release() -> Int32 {
        let value = rawValue
        discard self
        return value
    }

    /// Makes a second descriptor of the same open file description.
    package borrowing func duplicate() throws(Errno) -> Descriptor {
        try System.duplicate(rawValue)
    }

    /// Makes this number one more of another description's, in one step; its own description loses a number.
    package borrowing func replace(with other: borrowing Descriptor) throws(Errno) {
        try System.replace(rawValue, with: other)
    }
}

extension System {
    /// Makes a second descriptor of the same open file description.
    package static func duplicate(_ descriptor: Int32) throws(Errno) -> Descriptor {
        Descriptor(owning: Int32(try call(.duplicate, .descriptor(descriptor)) { _ in Int(hf_dup(descriptor)) }))
    }

    /// Makes a number that somebody else owns one more of another description's, in one step.
    package static func replace(_ descriptor: Int32, with other: borrowing Descriptor) throws(Errno) {
        let from = other.rawValue
        _ = try call(.duplicate, .descriptor(from)) { _ in Int(hf_dup_over(from, descriptor)) }
    }
}
