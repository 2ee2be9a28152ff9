internal import Sys

/// Drops what the page cache has of a file that another host wrote to: the option `drop-cache`.
enum CacheDrop {
    /// How much is looked at in one piece.
    private static let window = 128 << 20

    /// Writes back what is dirty and drops the rest; does nothing for direct I/O, which sees no cached page.
    ///
    /// With `x-check-cache-dropped` it fails when pages stay, as they do while somebody has them mapped.
    static func run(_ descriptor: Int32, _ options: FileOptions) throws(BlockError) {
        guard options.dropsCache, !options.direct else { return }
        do throws(Errno) {
            try System.synchronizeData(descriptor)
            try System.dropCache(descriptor)
            guard options.checksCacheDropped else { return }
            let end = try System.seek(descriptor, to: 0, from: .end)
            var offset: Int64 = 0
            while offset < end {
                let length = Int(min(end - offset, Int64(window)))
                guard try System.residentPages(descriptor, offset: offset, length: length) == 0 else { throw .busy }
                offset += Int64(length)
            }
        } catch {
            throw BlockError(.system, "cannot drop what is cached of '\(options.path)'", cause: error)
        }
    }
}
