internal import Sys

/// The alignment that requests to an open file need.
struct Alignment: Hashable, Sendable {
    /// Of offset and length; a power of two.
    var request: UInt32
    /// Of memory; a power of two.
    var memory: UInt32

    /// What buffered files need: nothing.
    static let none = Alignment(request: 1, memory: 1)

    private static let largest = 65_536

    init(request: UInt32, memory: UInt32) {
        self.request = request
        self.memory = memory
    }

    /// Finds out: the kernel's own word where it gives one (Linux 6.1), else the device's and XFS's, else trials.
    init(_ descriptor: Int32, _ status: FileStatus, _ options: FileOptions) throws(BlockError) {
        guard options.direct, status.kind != .characterDevice else {
            self = .none
            return
        }
        if status.directOffsetAlignment > 0, status.directMemoryAlignment > 0,
            Alignment.isUsable(status.directOffsetAlignment), Alignment.isUsable(status.directMemoryAlignment)
        {
            self.init(request: status.directOffsetAlignment, memory: status.directMemoryAlignment)
            return
        }
        var request = Alignment.declared(descriptor)
        if request == nil { request = Alignment.smallestRead(descriptor) }
        guard let request else { throw Alignment.unknown(options.path) }
        guard let memory = Alignment.smallestMemory(descriptor, request: request) else {
            throw Alignment.unknown(options.path)
        }
        self.init(request: request, memory: memory)
    }

    private static func unknown(_ path: String) -> BlockError {
        BlockError(
            .unsupported, "cannot find the alignment that direct I/O on '\(path)' needs; set cache.direct=off")
    }

    private static func isUsable(_ value: UInt32) -> Bool { value.nonzeroBitCount == 1 && value <= largest }

    /// What the device says, which XFS may narrow.
    private static func declared(_ descriptor: Int32) -> UInt32? {
        var request = (try? System.ioctl(descriptor, .logicalBlockSize, as: Int32.self)).map { UInt32(max($0, 0)) }
        var info: (UInt32, UInt32, UInt32) = (0, 0, 0)
        let answered = withUnsafeMutableBytes(of: &info) {
            (try? System.ioctl(descriptor, .xfsDirectInfo, $0.baseAddress)) != nil
        }
        if answered { request = info.1 }
        return request.flatMap { isUsable($0) ? $0 : nil }
    }

    /// The shortest read at the start that works.
    ///
    /// When one byte does, the file system reads holes without asking the
    /// device, and nothing is learnt: a page is safe.
    private static func smallestRead(_ descriptor: Int32) -> UInt32? {
        for length in [1, 512, 1024, 2048, 4096] where works(descriptor, length: length, shift: 0) {
            return length == 1 ? 4096 : UInt32(length)
        }
        return nil
    }

    /// The smallest shift of the buffer that works, with the same caution.
    private static func smallestMemory(_ descriptor: Int32, request: UInt32) -> UInt32? {
        for shift in [1, 512, 1024, 2048, 4096] where works(descriptor, length: Int(request), shift: shift) {
            return shift == 1 ? request : UInt32(shift)
        }
        return nil
    }

    /// Any answer but EINVAL means that the alignment was not the matter.
    private static func works(_ descriptor: Int32, length: Int, shift: Int) -> Bool {
        guard let buffer = try? AlignedBuffer(count: length + shift, alignment: largest) else { return false }
        do throws(Errno) {
            _ = try System.pread(descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[shift...]), at: 0)
            return true
        } catch {
            return error != .invalidArgument
        }
    }
}
