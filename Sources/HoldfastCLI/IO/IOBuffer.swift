import Glibc

/// Page-aligned memory of requests, which the kernel may use without a copy.
final class IOBuffer {
    private let memory: UnsafeMutableRawPointer
    let bytes: UnsafeMutableRawBufferPointer

    /// Allocates memory of which every byte is `pattern`, so many bytes behind the start of a page.
    init(count: UInt64, pattern: UInt8, misalignment: Int = 0) throws(IOFailure) {
        var memory: UnsafeMutableRawPointer?
        guard let size = Int(exactly: count), size <= Int.max - 8192,
            posix_memalign(&memory, 4096, max(size, 1) + misalignment) == 0, let memory
        else { throw IOFailure("there is no memory for \(count) bytes") }
        self.memory = memory
        bytes = UnsafeMutableRawBufferPointer(start: memory + misalignment, count: size)
        memset(memory + misalignment, Int32(pattern), size)
    }

    deinit { free(memory) }

    /// Fills the memory with a file's content, from the start again whenever it ends.
    func fill(from path: String) throws(IOFailure) {
        guard let file = fopen(path, "rb") else { throw IOFailure("cannot open '\(path)'") }
        defer { fclose(file) }
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        let count = fread(base, 1, bytes.count, file)
        guard count > 0 else { throw IOFailure("'\(path)' is empty or can't be read") }
        for index in count..<max(count, bytes.count) { bytes[index] = bytes[index - count] }
    }

    /// True when all bytes of a range are `pattern`.
    func isFilled(with pattern: UInt8, in range: Range<Int>) -> Bool {
        guard !range.isEmpty, let base = bytes.baseAddress else { return true }
        let start = base + range.lowerBound
        // Equal to itself one byte further on: all bytes are the first.
        return bytes[range.lowerBound] == pattern && memcmp(start, start + 1, range.count - 1) == 0
    }
}
