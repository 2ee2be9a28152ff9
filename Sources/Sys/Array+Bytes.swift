internal import Glibc

extension [UInt8] {
    /// Whether some memory has the same bytes.
    ///
    /// The C library compares many at a step, `elementsEqual` one.
    package func hasSameBytes(as memory: UnsafeRawBufferPointer) -> Bool {
        withUnsafeBytes { own in
            guard own.count == memory.count, let first = own.baseAddress, let second = memory.baseAddress else {
                return own.count == memory.count
            }
            return memcmp(first, second, own.count) == 0
        }
    }
}
