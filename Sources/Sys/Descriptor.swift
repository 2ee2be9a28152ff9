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
        let rawValue = self.rawValue
        return Descriptor(
            owning: Int32(try System.call(.duplicate, .descriptor(rawValue)) { _ in Int(hf_dup(rawValue)) }))
    }
}
