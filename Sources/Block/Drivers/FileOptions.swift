/// How requests reach a file: the `aio` option.
package enum FileEngine: Sendable {
    case threads
    case native
    case ring
}

/// What the `file` and `host_device` drivers take, with their defaults.
package struct FileOptions: Sendable {
    /// The node's name.
    package var name = ""
    /// Path of the file or device.
    package var path = ""
    package var readOnly = false
    /// Opens read-only when writing is not allowed, rather than fail.
    package var autoReadOnly = false
    /// `cache.direct`: bypasses the page cache.
    package var direct = false
    /// `cache.no-flush`: flushes are dropped.
    package var dropsFlushes = false
    /// `discard=unmap`: discards reach the file.
    package var discards = false
    /// `detect-zeroes`: what becomes of writes of nothing but zeroes.
    package var detectsZeroes = ZeroDetection.off
    /// `drop-cache`: activation drops what the page cache has of the file.
    package var dropsCache = true
    /// `x-check-cache-dropped`: activation fails when pages stay.
    package var checksCacheDropped = false
    /// `aio`: how requests reach the file.
    package var engine = FileEngine.ring
    /// Presents at least this alignment, a power of two: for images that will move to devices that need it.
    package var leastAlignment: UInt32 = 1
    /// Sends requests to the kernel as no-ops of the same size: what remains is the library's own cost.
    package var isDryRun = false

    package init(name: String = "", path: String) {
        self.name = name
        self.path = path
    }
}
