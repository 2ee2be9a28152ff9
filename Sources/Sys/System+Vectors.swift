internal import CLinuxShims
internal import Glibc

extension System {
    /// What a transfer asks for besides its data: bits of preadv2(2).
    package struct TransferFlags: OptionSet, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }

        /// RWF_DSYNC: the data is on stable storage afterwards.
        package static var durable: TransferFlags { TransferFlags(rawValue: hf_rwf_dsync) }
        /// RWF_NOWAIT: EAGAIN rather than wait; EOPNOTSUPP where the file can't tell.
        package static var withoutWaiting: TransferFlags { TransferFlags(rawValue: hf_rwf_nowait) }
    }

    /// Reads into scattered memory at an offset; returns how many bytes arrived, 0 at the end of the file.
    ///
    /// `vectors` are `count` structures of the layout of `iovec`.
    package static func read(
        _ descriptor: Int32, vectors: UnsafeRawPointer?, count: Int, at offset: Int64, _ flags: TransferFlags = []
    ) throws(Errno) -> Int {
        try transfer(.readVectors, descriptor, vectors, count, flags) {
            hf_preadv2(descriptor, $0, $1, offset, flags.rawValue)
        }
    }

    /// Writes from scattered memory at an offset; returns how many bytes left.
    ///
    /// `vectors` are `count` structures of the layout of `iovec`.
    package static func write(
        _ descriptor: Int32, vectors: UnsafeRawPointer?, count: Int, at offset: Int64, _ flags: TransferFlags = []
    ) throws(Errno) -> Int {
        try transfer(.writeVectors, descriptor, vectors, count, flags) {
            hf_pwritev2(descriptor, $0, $1, offset, flags.rawValue)
        }
    }

    private static func transfer(
        _ call: SystemCall, _ descriptor: Int32, _ vectors: UnsafeRawPointer?, _ count: Int, _ flags: TransferFlags,
        _ body: (UnsafePointer<iovec>?, Int32) -> Int
    ) throws(Errno) -> Int {
        let vectors = UnsafeBufferPointer(start: vectors?.assumingMemoryBound(to: iovec.self), count: count)
        // As for an ioctl its number: what tells a durable write from others.
        let request = UInt(UInt32(bitPattern: flags.rawValue))
        return try System.call(call, .descriptor(descriptor), limit: .max, request: request) { limit in
            guard limit < .max else { return body(vectors.baseAddress, Int32(vectors.count)) }
            // Only tests shorten transfers.
            var (rest, short) = (limit, [iovec]())
            for vector in vectors where rest > 0 {
                short.append(iovec(iov_base: vector.iov_base, iov_len: min(vector.iov_len, rest)))
                rest -= min(vector.iov_len, rest)
            }
            return body(short, Int32(short.count))
        }
    }
}
