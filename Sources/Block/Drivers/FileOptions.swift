/// Whether image locks are taken: the `locking` option.
package enum FileLocking: Sendable {
    /// Where the kernel has locks that belong to open file descriptions, and the file system can do them.
    case auto
    /// In any case, if need be with locks that belong to the process; an error where the file system can't.
    case on
    case off
}

/// What the `file` and `host_device` drivers take, with their defaults.
package struct FileOptions: Sendable {
    /// The node's name.
    package var name = ""
    /// Path of the file or device.
    package var path = ""
    package var readOnly = false
    /// Opens for writing while somebody writes; counts as read-only where writing is not allowed.
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
    /// The medium may be missing, and change: what `host_cdrom` opens.
    package var isRemovable = false
    /// `active`: whether the node does I/O from the beginning.
    package var isActive = true
    /// `locking`: whether image locks are taken.
    package var locking = FileLocking.auto
    /// `aio`: how requests reach the file; `nil` for the best way.
    package var engine: EngineKind?
    /// `aio-max-batch`: the most requests that one call hands to the kernel; 0 leaves it to the engine.
    package var batchLimit: UInt32 = 0
    /// Presents at least this alignment, a power of two: for images that will move to devices that need it.
    package var leastAlignment: UInt32 = 1
    /// Sends requests to the kernel as no-ops of the same size: what remains is the library's own cost.
    package var isDryRun = false

    package init(name: String = "", path: String) {
        self.name = name
        self.path = path
    }
}

extension FileOptions {
    /// Refuses an engine that can't go with the cache mode.
    func checkEngine() throws(BlockError) {
        guard engine == .native, !direct else { return }
        throw BlockError(
            .invalid, "aio=native needs cache.direct=on: Linux AIO would wait for the page cache at each request")
    }
}
