/// The cache modes of `-drive`, each of which stands for three booleans.
public enum CacheMode: String, Sendable, Hashable, CaseIterable {
    /// The host's page cache; the guest flushes.
    case writeback
    /// No page cache; the guest flushes.
    case none
    /// Another name for ``none``.
    case off
    /// The host's page cache; every write is flushed.
    case writethrough
    /// No page cache; every write is flushed.
    case directsync
    /// The host's page cache; flushes are ignored.
    case unsafe

    /// Whether the device tells its guest of a volatile write cache.
    public var writeback: Bool { self != .writethrough && self != .directsync }
    /// Whether the page cache is bypassed.
    public var direct: Bool { self == .none || self == .off || self == .directsync }
    /// Whether flushes are ignored.
    public var noFlush: Bool { self == .unsafe }
}
