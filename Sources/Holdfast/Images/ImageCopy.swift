public import QAPI

/// Copies the content of one node to another: what `holdfast img copy` does.
///
/// Holes of the source aren't read, and become holes of the target where that is possible. Where the kernel can copy
/// between the two files it does, sharing the blocks if the file system can; else data is read and written, several
/// pieces at a time, and what turns out to be zeroes is not written.
public enum ImageCopy {
    /// How a copy is done.
    public struct Options: Sendable {
        /// The target reads as zeroes wherever nothing has been written, such as a file that was just made.
        public var targetIsZero = false
        /// Whether the kernel may copy; then zeroes among the data are not looked for.
        public var offload = true
        /// The shortest run of zeroes among data that is left out, in bytes; 0 to write everything that is data.
        public var sparseSize: UInt64 = 4096
        /// How many pieces are under way at a time.
        public var parallel = 8

        /// Creates the options with their defaults.
        public init() {}
    }

    /// What a copy came to, in bytes of the source.
    public struct Outcome: Hashable, Sendable {
        /// Read and written.
        public var written: UInt64 = 0
        /// Copied by the kernel.
        public var offloaded: UInt64 = 0
        /// Not written, because they are zeroes.
        public var zeroes: UInt64 = 0
    }

    /// Copies all of `source` to the beginning of `target`, and makes it durable.
    ///
    /// `progress` gets the bytes that are done and those there are, now and then. The rest of a longer target stays as it
    /// is.
    ///
    /// - Throws: `QAPIError` when the target is too short, or a request failed; a part has been copied then.
    @discardableResult
    public static func run(
        from source: Node, to target: Node, of backend: Backend, options: Options = Options(),
        progress: (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
    ) throws(QAPIError) -> Outcome {
        guard target.length >= source.length else {
            throw QAPIError(
                "The target '\(target.name)' has \(target.length) bytes, fewer than the \(source.length) of the source")
        }
        let run = try CopyRun(source, target, backend, options)
        return try run.run(progress)
    }
}
