// Generated from block-core.json by `make generate`; do not edit.
// swift-format-ignore-file

public import QAPI

/// The drivers that a node can have.
///
/// - Since: 0.1
public enum BlockdevDriver: String, QAPIEnum {
    /// Passes everything on and injects errors by rule; for tests.
    case blkdebug
    /// A regular file of the host.
    case file
    /// A CD or DVD drive of the host.
    case hostCdrom = "host_cdrom"
    /// A block device or a SCSI generic device of the host.
    case hostDevice = "host_device"
    /// A device that stores nothing and completes through the
    /// queue's event mechanism.
    case nullAio = "null-aio"
    /// A device that stores nothing and completes at once.
    case nullCo = "null-co"
    /// Passes everything on, from a part of the node below if asked.
    case raw
    /// Limits the rate by a throttle group.
    case throttle

    /// The name in the schema.
    public static var typeName: String { "BlockdevDriver" }
}

/// What happens to discard requests.
///
/// - Since: 0.1
public enum BlockdevDiscardOptions: String, QAPIEnum {
    /// They succeed and nothing happens.
    case ignore
    /// They reach the file or device, which may give storage back.
    case unmap

    /// The name in the schema.
    public static var typeName: String { "BlockdevDiscardOptions" }
}

/// What happens to writes whose data are zeroes only.
///
/// - Since: 0.1
public enum BlockdevDetectZeroesOptions: String, QAPIEnum {
    /// They are written like any others.
    case off
    /// They become requests to write zeroes.
    case on
    /// They become requests to write zeroes which may give storage
    /// back; needs `discard=unmap`.
    case unmap

    /// The name in the schema.
    public static var typeName: String { "BlockdevDetectZeroesOptions" }
}

/// The engine that moves data between memory and a file or device.
///
/// - Since: 0.1
public enum BlockdevAioOptions: String, QAPIEnum {
    /// The best that works on the file or device at hand. The choice
    /// and its reason can be queried. (QEMU does not have this value.).
    case auto
    /// Blocking calls in a pool of threads; works everywhere.
    case threads
    /// Linux AIO; needs `cache.direct=on`.
    case native
    /// Linux io_uring; where the kernel or a seccomp filter
    /// forbids it, native or threads take its place with one message
    /// and the event BLOCK_ENGINE_FALLBACK.
    case ioUring = "io_uring"

    /// The name in the schema.
    public static var typeName: String { "BlockdevAioOptions" }
}

/// How a node uses the host's page cache.
///
/// - Since: 0.1
public struct BlockdevCacheOptions: QAPIObject, Hashable {
    /// Bypass the page cache (`O_DIRECT`); fails if the file system
    /// can't. Nodes below inherit it (needs: O_DIRECT in the file system)
    /// (default: off) (reopen).
    public var direct: Bool?
    /// Never make data durable: flushes and forced unit access
    /// are dropped. After a crash of the host everything may be lost.
    /// Nodes below inherit it (default: off) (reopen).
    public var noFlush: Bool?

    /// Creates a value from its members.
    public init(direct: Bool? = nil, noFlush: Bool? = nil) {
        self.direct = direct
        self.noFlush = noFlush
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        direct = try visitor.optional("direct")
        noFlush = try visitor.optional("no-flush")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(direct, "direct")
        try visitor.optional(noFlush, "no-flush")
    }
}

/// Options of the drivers `file`, `host_device` and `host_cdrom`.
///
/// - Note: `dynamic-auto-read-only`: with `auto-read-only` the file is opened for
///   writing when the first user wants to write, and read-only again
///   after the last
///
/// - Note: `unstable`: `x-check-cache-dropped` is for tests and may go away
///
/// - Since: 0.1
public struct BlockdevOptionsFile: QAPIObject, Hashable {
    /// The path; `/dev/fdset/N` stands for a file descriptor that
    /// `add-fd` brought. No protocol prefix is interpreted. With
    /// `file` it must be a regular file, with the others a device.
    public var filename: String
    /// The id of the object that carries out persistent
    /// reservations. With a manager that keeps reservations itself,
    /// every request to this node is checked against them
    /// (default: not set).
    public var prManager: String?
    /// Whether to take image locks, so that another process can't
    /// use the image in a way that this node excludes. `auto` locks if
    /// the file system can do open file description locks; `on` refuses
    /// to open where it can't. `off` is refused together with a manager
    /// that keeps reservations itself (default: auto).
    public var locking: OnOffAuto?
    /// The engine (default: auto; QEMU: threads).
    public var aio: BlockdevAioOptions?
    /// Most requests that one call hands to the kernel; 0
    /// leaves it to the engine (unit: requests) (range: 0...2147483647)
    /// (default: 0).
    public var aioMaxBatch: Int64?
    /// Drop clean pages of the image from the page cache when
    /// the node is activated after a migration, so that it sees what the
    /// source wrote. Without effect if `cache.direct` is on
    /// (default: on) (reopen).
    public var dropCache: Bool?
    /// Check that pages were dropped indeed, and
    /// fail the activation if not; slow, for tests (default: off)
    /// (reopen).
    public var xCheckCacheDropped: Bool?

    /// Creates a value from its members.
    public init(
        filename: String,
        prManager: String? = nil,
        locking: OnOffAuto? = nil,
        aio: BlockdevAioOptions? = nil,
        aioMaxBatch: Int64? = nil,
        dropCache: Bool? = nil,
        xCheckCacheDropped: Bool? = nil
    ) {
        self.filename = filename
        self.prManager = prManager
        self.locking = locking
        self.aio = aio
        self.aioMaxBatch = aioMaxBatch
        self.dropCache = dropCache
        self.xCheckCacheDropped = xCheckCacheDropped
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        filename = try visitor.required("filename")
        prManager = try visitor.optional("pr-manager")
        locking = try visitor.optional("locking")
        aio = try visitor.optional("aio")
        aioMaxBatch = try visitor.optional("aio-max-batch")
        dropCache = try visitor.optional("drop-cache")
        xCheckCacheDropped = try visitor.optional("x-check-cache-dropped", features: .unstable)
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(filename, "filename")
        try visitor.optional(prManager, "pr-manager")
        try visitor.optional(locking, "locking")
        try visitor.optional(aio, "aio")
        try visitor.optional(aioMaxBatch, "aio-max-batch")
        try visitor.optional(dropCache, "drop-cache")
        try visitor.optional(xCheckCacheDropped, "x-check-cache-dropped", features: .unstable)
    }
}

/// Options of drivers that sit on one other node.
///
/// - Since: 0.1
public struct BlockdevOptionsGenericFormat: QAPIObject, Hashable {
    /// The node below: its name, or its options (reopen).
    public var file: BlockdevRef

    /// Creates a value from its members.
    public init(file: BlockdevRef) {
        self.file = file
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        file = try visitor.required("file")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(file, "file")
    }
}

/// Options of the driver `raw`.
///
/// Without `offset` and `size` SCSI commands, and with them persistent
/// reservations, pass through; with either they are refused, because
/// they would address the whole device.
///
/// - Since: 0.1
public struct BlockdevOptionsRaw: QAPIObject, Hashable {
    /// The node below: its name, or its options (reopen).
    public var file: BlockdevRef
    /// Where in the node below this one begins (unit: bytes)
    /// (range: 0...9223372036854775807) (default: 0) (reopen).
    public var offset: Int64?
    /// The size of this node, a multiple of 512 that must fit into the
    /// node below (unit: bytes) (range: 0...9223372036854775807)
    /// (default: all from offset to the end) (reopen).
    public var size: Int64?

    /// Creates a value from its members.
    public init(file: BlockdevRef, offset: Int64? = nil, size: Int64? = nil) {
        self.file = file
        self.offset = offset
        self.size = size
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        file = try visitor.required("file")
        offset = try visitor.optional("offset")
        size = try visitor.optional("size")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(file, "file")
        try visitor.optional(offset, "offset")
        try visitor.optional(size, "size")
    }
}

/// Options of the drivers `null-co` and `null-aio`.
///
/// - Since: 0.1
public struct BlockdevOptionsNull: QAPIObject, Hashable {
    /// The size of the device (unit: bytes)
    /// (range: 0...9223372036854775807) (default: 1073741824).
    public var size: Int64?
    /// How long each request takes (unit: ns)
    /// (range: 0...9223372036854775807) (default: 0).
    public var latencyNs: UInt64?
    /// Whether reads return zeroes; if off, buffers keep what
    /// they contained, which measures less work but shows old memory to
    /// the reader (default: on; QEMU: off).
    public var readZeroes: Bool?

    /// Creates a value from its members.
    public init(size: Int64? = nil, latencyNs: UInt64? = nil, readZeroes: Bool? = nil) {
        self.size = size
        self.latencyNs = latencyNs
        self.readZeroes = readZeroes
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        size = try visitor.optional("size")
        latencyNs = try visitor.optional("latency-ns")
        readZeroes = try visitor.optional("read-zeroes")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(size, "size")
        try visitor.optional(latencyNs, "latency-ns")
        try visitor.optional(readZeroes, "read-zeroes")
    }
}

/// Options of the driver `throttle`.
///
/// - Since: 0.1
public struct BlockdevOptionsThrottle: QAPIObject, Hashable {
    /// The id of the throttle-group object whose limits
    /// apply; it must exist (reopen).
    public var throttleGroup: String
    /// The node below: its name, or its options (reopen).
    public var file: BlockdevRef

    /// Creates a value from its members.
    public init(throttleGroup: String, file: BlockdevRef) {
        self.throttleGroup = throttleGroup
        self.file = file
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        throttleGroup = try visitor.required("throttle-group")
        file = try visitor.required("file")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(throttleGroup, "throttle-group")
        try visitor.required(file, "file")
    }
}

/// Points of a request's way at which a rule of `blkdebug` can act.
/// (QEMU has further ones, inside of image formats.)
///
/// - Since: 0.1
public enum BlkdebugEvent: String, QAPIEnum {
    /// A read is about to go to the node below.
    case readAio = "read_aio"
    /// A write is about to go to the node below.
    case writeAio = "write_aio"
    /// A flush has begun.
    case flushToOs = "flush_to_os"
    /// A flush is about to reach the disk.
    case flushToDisk = "flush_to_disk"
    /// The head of an unaligned write is about to be read.
    case pwritevRmwHead = "pwritev_rmw_head"
    /// It has been read.
    case pwritevRmwAfterHead = "pwritev_rmw_after_head"
    /// The tail of an unaligned write is about to be read.
    case pwritevRmwTail = "pwritev_rmw_tail"
    /// It has been read.
    case pwritevRmwAfterTail = "pwritev_rmw_after_tail"
    /// An aligned write is about to be submitted.
    case pwritev
    /// Aligned zeroes are about to be written.
    case pwritevZero = "pwritev_zero"
    /// A write has finished.
    case pwritevDone = "pwritev_done"
    /// Never of itself: rules with this event apply from the start.
    case none

    /// The name in the schema.
    public static var typeName: String { "BlkdebugEvent" }
}

/// Kinds of requests that a rule of `blkdebug` can be limited to.
///
/// - Since: 0.1
public enum BlkdebugIOType: String, QAPIEnum {
    /// Reads.
    case read
    /// Writes.
    case write
    /// Requests to write zeroes.
    case writeZeroes = "write-zeroes"
    /// Discards.
    case discard
    /// Flushes.
    case flush
    /// Queries which parts hold data.
    case blockStatus = "block-status"

    /// The name in the schema.
    public static var typeName: String { "BlkdebugIOType" }
}

/// A rule of `blkdebug` that makes requests fail.
///
/// - Since: 0.1
public struct BlkdebugInjectErrorOptions: QAPIObject, Hashable {
    /// What arms the rule.
    public var event: BlkdebugEvent
    /// The rule acts only in this state; 0 means in all
    /// (range: 0...2147483647) (default: 0).
    public var state: Int64?
    /// The rule acts only on this kind of request
    /// (default: read and write and write-zeroes and discard and flush).
    public var iotype: BlkdebugIOType?
    /// The number of the error, as the host counts
    /// (range: 1...4095) (default: 5).
    public var errno: Int64?
    /// The rule acts only on requests that touch this block of 512
    /// bytes (range: 0...18014398509481983) (default: any sector).
    public var sector: Int64?
    /// The rule acts once (default: off).
    public var once: Bool?
    /// The result is there when the request has been queued;
    /// otherwise it comes later, as from a device (default: off).
    public var immediately: Bool?

    /// Creates a value from its members.
    public init(
        event: BlkdebugEvent,
        state: Int64? = nil,
        iotype: BlkdebugIOType? = nil,
        errno: Int64? = nil,
        sector: Int64? = nil,
        once: Bool? = nil,
        immediately: Bool? = nil
    ) {
        self.event = event
        self.state = state
        self.iotype = iotype
        self.errno = errno
        self.sector = sector
        self.once = once
        self.immediately = immediately
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        event = try visitor.required("event")
        state = try visitor.optional("state")
        iotype = try visitor.optional("iotype")
        errno = try visitor.optional("errno")
        sector = try visitor.optional("sector")
        once = try visitor.optional("once")
        immediately = try visitor.optional("immediately")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(event, "event")
        try visitor.optional(state, "state")
        try visitor.optional(iotype, "iotype")
        try visitor.optional(errno, "errno")
        try visitor.optional(sector, "sector")
        try visitor.optional(once, "once")
        try visitor.optional(immediately, "immediately")
    }
}

/// A rule of `blkdebug` that makes requests begin later. (QEMU does not
/// have these rules.)
///
/// - Since: 0.1
public struct BlkdebugInjectDelayOptions: QAPIObject, Hashable {
    /// What arms the rule.
    public var event: BlkdebugEvent
    /// The rule acts only in this state; 0 means in all
    /// (range: 0...2147483647) (default: 0).
    public var state: Int64?
    /// The rule acts only on this kind of request
    /// (default: read and write and write-zeroes and discard and flush).
    public var iotype: BlkdebugIOType?
    /// The rule acts only on requests that touch this block of 512
    /// bytes (range: 0...18014398509481983) (default: any sector).
    public var sector: Int64?
    /// The rule acts once (default: off).
    public var once: Bool?
    /// How long they wait (unit: ns).
    public var delayNs: UInt64

    /// Creates a value from its members.
    public init(
        event: BlkdebugEvent,
        state: Int64? = nil,
        iotype: BlkdebugIOType? = nil,
        sector: Int64? = nil,
        once: Bool? = nil,
        delayNs: UInt64
    ) {
        self.event = event
        self.state = state
        self.iotype = iotype
        self.sector = sector
        self.once = once
        self.delayNs = delayNs
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        event = try visitor.required("event")
        state = try visitor.optional("state")
        iotype = try visitor.optional("iotype")
        sector = try visitor.optional("sector")
        once = try visitor.optional("once")
        delayNs = try visitor.required("delay-ns")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(event, "event")
        try visitor.optional(state, "state")
        try visitor.optional(iotype, "iotype")
        try visitor.optional(sector, "sector")
        try visitor.optional(once, "once")
        try visitor.required(delayNs, "delay-ns")
    }
}

/// A rule of `blkdebug` that makes reads and writes go in parts, as where
/// the kernel moves fewer bytes than it was asked for. (QEMU does not have
/// these rules.)
///
/// - Since: 0.1
public struct BlkdebugInjectShortOptions: QAPIObject, Hashable {
    /// What arms the rule.
    public var event: BlkdebugEvent
    /// The rule acts only in this state; 0 means in all
    /// (range: 0...2147483647) (default: 0).
    public var state: Int64?
    /// The rule acts only on this kind of request, `read` or
    /// `write` (default: read and write).
    public var iotype: BlkdebugIOType?
    /// The rule acts only on requests that touch this block of 512
    /// bytes (range: 0...18014398509481983) (default: any sector).
    public var sector: Int64?
    /// The rule acts once (default: off).
    public var once: Bool?
    /// How much is moved at first, in whole blocks and at least one
    /// (unit: bytes).
    public var length: UInt64

    /// Creates a value from its members.
    public init(
        event: BlkdebugEvent,
        state: Int64? = nil,
        iotype: BlkdebugIOType? = nil,
        sector: Int64? = nil,
        once: Bool? = nil,
        length: UInt64
    ) {
        self.event = event
        self.state = state
        self.iotype = iotype
        self.sector = sector
        self.once = once
        self.length = length
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        event = try visitor.required("event")
        state = try visitor.optional("state")
        iotype = try visitor.optional("iotype")
        sector = try visitor.optional("sector")
        once = try visitor.optional("once")
        length = try visitor.required("length")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(event, "event")
        try visitor.optional(state, "state")
        try visitor.optional(iotype, "iotype")
        try visitor.optional(sector, "sector")
        try visitor.optional(once, "once")
        try visitor.required(length, "length")
    }
}

/// A rule of `blkdebug` that changes the state, which begins as 1.
///
/// - Since: 0.1
public struct BlkdebugSetStateOptions: QAPIObject, Hashable {
    /// What triggers the rule.
    public var event: BlkdebugEvent
    /// The rule acts only in this state; 0 means in all
    /// (range: 0...2147483647) (default: 0).
    public var state: Int64?
    /// The state after that (range: 1...2147483647).
    public var newState: Int64

    /// Creates a value from its members.
    public init(event: BlkdebugEvent, state: Int64? = nil, newState: Int64) {
        self.event = event
        self.state = state
        self.newState = newState
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        event = try visitor.required("event")
        state = try visitor.optional("state")
        newState = try visitor.required("new_state")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(event, "event")
        try visitor.optional(state, "state")
        try visitor.required(newState, "new_state")
    }
}

/// What a user of a node may be allowed to do, and to let others do.
///
/// - Since: 0.1
public enum BlockPermission: String, QAPIEnum {
    /// Read, and see a consistent state.
    case consistentRead = "consistent-read"
    /// Change the data.
    case write
    /// Write what is there already.
    case writeUnchanged = "write-unchanged"
    /// Change the size.
    case resize

    /// The name in the schema.
    public static var typeName: String { "BlockPermission" }
}

/// Options of the driver `blkdebug`.
///
/// - Since: 0.1
public struct BlockdevOptionsBlkdebug: QAPIObject, Hashable {
    /// The node below: its name, or its options.
    public var image: BlockdevRef
    /// A file with rules; sections `[inject-error]`,
    /// `[inject-delay]`, `[inject-short]` and `[set-state]` with the
    /// members of the types of these names (default: not set).
    public var config: String?
    /// The alignment to demand of requests, a power of two (unit: bytes)
    /// (range: 512...1073741824) (default: that of the node below).
    public var align: Int64?
    /// The most bytes of a request; a multiple of `align`, 0
    /// is no limit (unit: bytes) (range: 0...2147483647) (default: 0).
    public var maxTransfer: Int32?
    /// The best alignment of requests to write zeroes; a
    /// multiple of `align` (unit: bytes) (range: 0...2147483647)
    /// (default: 0).
    public var optWriteZero: Int32?
    /// The most bytes of a request to write zeroes; a
    /// multiple of `align` and `opt-write-zero`, 0 is no limit
    /// (unit: bytes) (range: 0...2147483647) (default: 0).
    public var maxWriteZero: Int32?
    /// The best alignment of discards; a multiple of `align`
    /// (unit: bytes) (range: 0...2147483647) (default: 0).
    public var optDiscard: Int32?
    /// The most bytes of a discard; a multiple of `align` and
    /// `opt-discard`, 0 is no limit (unit: bytes) (range: 0...2147483647)
    /// (default: 0).
    public var maxDiscard: Int32?
    /// Rules that make requests fail (default: no rules).
    public var injectError: [BlkdebugInjectErrorOptions]?
    /// Rules that make requests begin later; QEMU has none
    /// (default: no rules).
    public var injectDelay: [BlkdebugInjectDelayOptions]?
    /// Rules that make reads and writes go in parts; QEMU has
    /// none (default: no rules).
    public var injectShort: [BlkdebugInjectShortOptions]?
    /// Rules that change the state (default: no rules).
    public var setState: [BlkdebugSetStateOptions]?
    /// Permissions to take on the node below beyond those
    /// needed (default: no permissions).
    public var takeChildPerms: [BlockPermission]?
    /// Permissions that nobody else may have on the
    /// node below (default: no permissions).
    public var unshareChildPerms: [BlockPermission]?

    /// Creates a value from its members.
    public init(
        image: BlockdevRef,
        config: String? = nil,
        align: Int64? = nil,
        maxTransfer: Int32? = nil,
        optWriteZero: Int32? = nil,
        maxWriteZero: Int32? = nil,
        optDiscard: Int32? = nil,
        maxDiscard: Int32? = nil,
        injectError: [BlkdebugInjectErrorOptions]? = nil,
        injectDelay: [BlkdebugInjectDelayOptions]? = nil,
        injectShort: [BlkdebugInjectShortOptions]? = nil,
        setState: [BlkdebugSetStateOptions]? = nil,
        takeChildPerms: [BlockPermission]? = nil,
        unshareChildPerms: [BlockPermission]? = nil
    ) {
        self.image = image
        self.config = config
        self.align = align
        self.maxTransfer = maxTransfer
        self.optWriteZero = optWriteZero
        self.maxWriteZero = maxWriteZero
        self.optDiscard = optDiscard
        self.maxDiscard = maxDiscard
        self.injectError = injectError
        self.injectDelay = injectDelay
        self.injectShort = injectShort
        self.setState = setState
        self.takeChildPerms = takeChildPerms
        self.unshareChildPerms = unshareChildPerms
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        image = try visitor.required("image")
        config = try visitor.optional("config")
        align = try visitor.optional("align")
        maxTransfer = try visitor.optional("max-transfer")
        optWriteZero = try visitor.optional("opt-write-zero")
        maxWriteZero = try visitor.optional("max-write-zero")
        optDiscard = try visitor.optional("opt-discard")
        maxDiscard = try visitor.optional("max-discard")
        injectError = try visitor.optional("inject-error")
        injectDelay = try visitor.optional("inject-delay")
        injectShort = try visitor.optional("inject-short")
        setState = try visitor.optional("set-state")
        takeChildPerms = try visitor.optional("take-child-perms")
        unshareChildPerms = try visitor.optional("unshare-child-perms")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(image, "image")
        try visitor.optional(config, "config")
        try visitor.optional(align, "align")
        try visitor.optional(maxTransfer, "max-transfer")
        try visitor.optional(optWriteZero, "opt-write-zero")
        try visitor.optional(maxWriteZero, "max-write-zero")
        try visitor.optional(optDiscard, "opt-discard")
        try visitor.optional(maxDiscard, "max-discard")
        try visitor.optional(injectError, "inject-error")
        try visitor.optional(injectDelay, "inject-delay")
        try visitor.optional(injectShort, "inject-short")
        try visitor.optional(setState, "set-state")
        try visitor.optional(takeChildPerms, "take-child-perms")
        try visitor.optional(unshareChildPerms, "unshare-child-perms")
    }
}

/// The options of a node: those that all drivers have, and the driver's
/// own.
///
/// - Since: 0.1
public struct BlockdevOptions: QAPIObject, Hashable {
    /// What `driver` chooses.
    public indirect enum Branch: Sendable, Hashable {
        /// Passes everything on and injects errors by rule; for tests.
        case blkdebug(BlockdevOptionsBlkdebug)
        /// A regular file of the host.
        case file(BlockdevOptionsFile)
        /// A CD or DVD drive of the host.
        case hostCdrom(BlockdevOptionsFile)
        /// A block device or a SCSI generic device of the host.
        case hostDevice(BlockdevOptionsFile)
        /// A device that stores nothing and completes through the
        /// queue's event mechanism.
        case nullAio(BlockdevOptionsNull)
        /// A device that stores nothing and completes at once.
        case nullCo(BlockdevOptionsNull)
        /// Passes everything on, from a part of the node below if asked.
        case raw(BlockdevOptionsRaw)
        /// Limits the rate by a throttle group.
        case throttle(BlockdevOptionsThrottle)
    }

    /// The node's name: a letter, then letters, digits, `-`, `.`
    /// and `_`, 31 bytes at most. Obligatory for a node that is not
    /// written inside of another (default: a generated name).
    public var nodeName: String?
    /// What happens to discards. For a node written inside of
    /// another the default is `unmap`: the outer node decides
    /// (default: ignore) (reopen).
    public var discard: BlockdevDiscardOptions?
    /// How the page cache is used (default: inherited or all off)
    /// (reopen).
    public var cache: BlockdevCacheOptions?
    /// Whether the node is active. An inactive one holds no
    /// permissions that others could miss and does no I/O: the
    /// destination of a migration before it takes over
    /// (default: on).
    public var active: Bool?
    /// Refuse writes. Nodes below inherit it (default: off)
    /// (reopen).
    public var readOnly: Bool?
    /// Open for writing if possible and wanted, otherwise
    /// read-only; only with `read-only=off` (default: off) (reopen).
    public var autoReadOnly: Bool?
    /// Let every other process do everything with the image
    /// and look at no locks: what is read may be inconsistent. Needs
    /// `read-only=on` (default: off).
    public var forceShare: Bool?
    /// What happens to writes of zeroes only (default: off)
    /// (reopen).
    public var detectZeroes: BlockdevDetectZeroesOptions?
    /// The choice that `driver` names, with its own members.
    public var branch: Branch

    /// The driver.
    public var driver: BlockdevDriver {
        switch branch {
        case .blkdebug: .blkdebug
        case .file: .file
        case .hostCdrom: .hostCdrom
        case .hostDevice: .hostDevice
        case .nullAio: .nullAio
        case .nullCo: .nullCo
        case .raw: .raw
        case .throttle: .throttle
        }
    }

    /// Creates a value from its members.
    public init(
        nodeName: String? = nil,
        discard: BlockdevDiscardOptions? = nil,
        cache: BlockdevCacheOptions? = nil,
        active: Bool? = nil,
        readOnly: Bool? = nil,
        autoReadOnly: Bool? = nil,
        forceShare: Bool? = nil,
        detectZeroes: BlockdevDetectZeroesOptions? = nil,
        branch: Branch
    ) {
        self.nodeName = nodeName
        self.discard = discard
        self.cache = cache
        self.active = active
        self.readOnly = readOnly
        self.autoReadOnly = autoReadOnly
        self.forceShare = forceShare
        self.detectZeroes = detectZeroes
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let driver = try visitor.required("driver", as: BlockdevDriver.self)
        nodeName = try visitor.optional("node-name")
        discard = try visitor.optional("discard")
        cache = try visitor.optional("cache")
        active = try visitor.optional("active")
        readOnly = try visitor.optional("read-only")
        autoReadOnly = try visitor.optional("auto-read-only")
        forceShare = try visitor.optional("force-share")
        detectZeroes = try visitor.optional("detect-zeroes")
        switch driver {
        case .blkdebug: branch = .blkdebug(try BlockdevOptionsBlkdebug(membersFrom: &visitor))
        case .file: branch = .file(try BlockdevOptionsFile(membersFrom: &visitor))
        case .hostCdrom: branch = .hostCdrom(try BlockdevOptionsFile(membersFrom: &visitor))
        case .hostDevice: branch = .hostDevice(try BlockdevOptionsFile(membersFrom: &visitor))
        case .nullAio: branch = .nullAio(try BlockdevOptionsNull(membersFrom: &visitor))
        case .nullCo: branch = .nullCo(try BlockdevOptionsNull(membersFrom: &visitor))
        case .raw: branch = .raw(try BlockdevOptionsRaw(membersFrom: &visitor))
        case .throttle: branch = .throttle(try BlockdevOptionsThrottle(membersFrom: &visitor))
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(driver, "driver")
        try visitor.optional(nodeName, "node-name")
        try visitor.optional(discard, "discard")
        try visitor.optional(cache, "cache")
        try visitor.optional(active, "active")
        try visitor.optional(readOnly, "read-only")
        try visitor.optional(autoReadOnly, "auto-read-only")
        try visitor.optional(forceShare, "force-share")
        try visitor.optional(detectZeroes, "detect-zeroes")
        switch branch {
        case .blkdebug(let members): try members.visitMembers(&visitor)
        case .file(let members): try members.visitMembers(&visitor)
        case .hostCdrom(let members): try members.visitMembers(&visitor)
        case .hostDevice(let members): try members.visitMembers(&visitor)
        case .nullAio(let members): try members.visitMembers(&visitor)
        case .nullCo(let members): try members.visitMembers(&visitor)
        case .raw(let members): try members.visitMembers(&visitor)
        case .throttle(let members): try members.visitMembers(&visitor)
        }
    }
}

/// Another node, by its options or by its name.
///
/// - Since: 0.1
public indirect enum BlockdevRef: QAPIValue, Hashable {
    /// The options of a new node, which belongs to this one.
    case definition(BlockdevOptions)
    /// The name of a node that exists.
    case reference(String)

    /// Reads a value; its kind chooses the case.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        switch try visitor.startAlternate(name) {
        case .object: self = .definition(try BlockdevOptions(from: &visitor, name: name))
        case .string: self = .reference(try String(from: &visitor, name: name))
        case let kind:
            throw visitor.noBranch(for: kind, name, of: "BlockdevRef", accepting: [.object, .string])
        }
        visitor.endAlternate()
    }

    /// Writes the value of the case.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        switch self {
        case .definition(let value): try value.visit(&visitor, name: name)
        case .reference(let value): try value.visit(&visitor, name: name)
        }
    }
}

/// Limits of a throttle group, for all its members together. A rate of
/// 0 is no limit. All are checked together: a combination that makes no
/// sense changes nothing.
///
/// - Since: 0.1
public struct ThrottleLimits: QAPIObject, Hashable {
    /// Average rate of reads and writes together; excludes
    /// `iops-read` and `iops-write` (unit: operations/s) (range:
    /// 0...1000000000000000) (default: 0).
    public var iopsTotal: Int64?
    /// Rate of reads and writes together during a burst;
    /// needs `iops-total` and must not be below it (unit: operations/s)
    /// (range: 0...1000000000000000) (default: 0).
    public var iopsTotalMax: Int64?
    /// How long a burst of reads and writes
    /// together at `iops-total-max` may last; above 1 it needs
    /// `iops-total-max` (unit: s) (range: 1...4294967295) (default: 1).
    public var iopsTotalMaxLength: Int64?
    /// Average rate of reads; excludes `iops-total` (unit:
    /// operations/s) (range: 0...1000000000000000) (default: 0).
    public var iopsRead: Int64?
    /// Rate of reads during a burst; needs `iops-read` and
    /// must not be below it (unit: operations/s) (range:
    /// 0...1000000000000000) (default: 0).
    public var iopsReadMax: Int64?
    /// How long a burst of reads at `iops-read-max`
    /// may last; above 1 it needs `iops-read-max` (unit: s) (range:
    /// 1...4294967295) (default: 1).
    public var iopsReadMaxLength: Int64?
    /// Average rate of writes; excludes `iops-total` (unit:
    /// operations/s) (range: 0...1000000000000000) (default: 0).
    public var iopsWrite: Int64?
    /// Rate of writes during a burst; needs `iops-write`
    /// and must not be below it (unit: operations/s) (range:
    /// 0...1000000000000000) (default: 0).
    public var iopsWriteMax: Int64?
    /// How long a burst of writes at
    /// `iops-write-max` may last; above 1 it needs `iops-write-max` (unit:
    /// s) (range: 1...4294967295) (default: 1).
    public var iopsWriteMaxLength: Int64?
    /// Average rate of reads and writes together; excludes
    /// `bps-read` and `bps-write` (unit: bytes/s) (range:
    /// 0...1000000000000000) (default: 0).
    public var bpsTotal: Int64?
    /// Rate of reads and writes together during a burst;
    /// needs `bps-total` and must not be below it (unit: bytes/s) (range:
    /// 0...1000000000000000) (default: 0).
    public var bpsTotalMax: Int64?
    /// How long a burst of reads and writes together
    /// at `bps-total-max` may last; above 1 it needs `bps-total-max` (unit:
    /// s) (range: 1...4294967295) (default: 1).
    public var bpsTotalMaxLength: Int64?
    /// Average rate of reads; excludes `bps-total` (unit:
    /// bytes/s) (range: 0...1000000000000000) (default: 0).
    public var bpsRead: Int64?
    /// Rate of reads during a burst; needs `bps-read` and
    /// must not be below it (unit: bytes/s) (range: 0...1000000000000000)
    /// (default: 0).
    public var bpsReadMax: Int64?
    /// How long a burst of reads at `bps-read-max`
    /// may last; above 1 it needs `bps-read-max` (unit: s) (range:
    /// 1...4294967295) (default: 1).
    public var bpsReadMaxLength: Int64?
    /// Average rate of writes; excludes `bps-total` (unit:
    /// bytes/s) (range: 0...1000000000000000) (default: 0).
    public var bpsWrite: Int64?
    /// Rate of writes during a burst; needs `bps-write` and
    /// must not be below it (unit: bytes/s) (range: 0...1000000000000000)
    /// (default: 0).
    public var bpsWriteMax: Int64?
    /// How long a burst of writes at `bps-write-max`
    /// may last; above 1 it needs `bps-write-max` (unit: s) (range:
    /// 1...4294967295) (default: 1).
    public var bpsWriteMaxLength: Int64?
    /// Above 0, a request counts as one operation for every so
    /// many bytes that it has, at least one; needs a limit of operations
    /// (unit: bytes) (range: 0...1000000000000000) (default: 0).
    public var iopsSize: Int64?

    /// Creates a value from its members.
    public init(
        iopsTotal: Int64? = nil,
        iopsTotalMax: Int64? = nil,
        iopsTotalMaxLength: Int64? = nil,
        iopsRead: Int64? = nil,
        iopsReadMax: Int64? = nil,
        iopsReadMaxLength: Int64? = nil,
        iopsWrite: Int64? = nil,
        iopsWriteMax: Int64? = nil,
        iopsWriteMaxLength: Int64? = nil,
        bpsTotal: Int64? = nil,
        bpsTotalMax: Int64? = nil,
        bpsTotalMaxLength: Int64? = nil,
        bpsRead: Int64? = nil,
        bpsReadMax: Int64? = nil,
        bpsReadMaxLength: Int64? = nil,
        bpsWrite: Int64? = nil,
        bpsWriteMax: Int64? = nil,
        bpsWriteMaxLength: Int64? = nil,
        iopsSize: Int64? = nil
    ) {
        self.iopsTotal = iopsTotal
        self.iopsTotalMax = iopsTotalMax
        self.iopsTotalMaxLength = iopsTotalMaxLength
        self.iopsRead = iopsRead
        self.iopsReadMax = iopsReadMax
        self.iopsReadMaxLength = iopsReadMaxLength
        self.iopsWrite = iopsWrite
        self.iopsWriteMax = iopsWriteMax
        self.iopsWriteMaxLength = iopsWriteMaxLength
        self.bpsTotal = bpsTotal
        self.bpsTotalMax = bpsTotalMax
        self.bpsTotalMaxLength = bpsTotalMaxLength
        self.bpsRead = bpsRead
        self.bpsReadMax = bpsReadMax
        self.bpsReadMaxLength = bpsReadMaxLength
        self.bpsWrite = bpsWrite
        self.bpsWriteMax = bpsWriteMax
        self.bpsWriteMaxLength = bpsWriteMaxLength
        self.iopsSize = iopsSize
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        iopsTotal = try visitor.optional("iops-total")
        iopsTotalMax = try visitor.optional("iops-total-max")
        iopsTotalMaxLength = try visitor.optional("iops-total-max-length")
        iopsRead = try visitor.optional("iops-read")
        iopsReadMax = try visitor.optional("iops-read-max")
        iopsReadMaxLength = try visitor.optional("iops-read-max-length")
        iopsWrite = try visitor.optional("iops-write")
        iopsWriteMax = try visitor.optional("iops-write-max")
        iopsWriteMaxLength = try visitor.optional("iops-write-max-length")
        bpsTotal = try visitor.optional("bps-total")
        bpsTotalMax = try visitor.optional("bps-total-max")
        bpsTotalMaxLength = try visitor.optional("bps-total-max-length")
        bpsRead = try visitor.optional("bps-read")
        bpsReadMax = try visitor.optional("bps-read-max")
        bpsReadMaxLength = try visitor.optional("bps-read-max-length")
        bpsWrite = try visitor.optional("bps-write")
        bpsWriteMax = try visitor.optional("bps-write-max")
        bpsWriteMaxLength = try visitor.optional("bps-write-max-length")
        iopsSize = try visitor.optional("iops-size")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(iopsTotal, "iops-total")
        try visitor.optional(iopsTotalMax, "iops-total-max")
        try visitor.optional(iopsTotalMaxLength, "iops-total-max-length")
        try visitor.optional(iopsRead, "iops-read")
        try visitor.optional(iopsReadMax, "iops-read-max")
        try visitor.optional(iopsReadMaxLength, "iops-read-max-length")
        try visitor.optional(iopsWrite, "iops-write")
        try visitor.optional(iopsWriteMax, "iops-write-max")
        try visitor.optional(iopsWriteMaxLength, "iops-write-max-length")
        try visitor.optional(bpsTotal, "bps-total")
        try visitor.optional(bpsTotalMax, "bps-total-max")
        try visitor.optional(bpsTotalMaxLength, "bps-total-max-length")
        try visitor.optional(bpsRead, "bps-read")
        try visitor.optional(bpsReadMax, "bps-read-max")
        try visitor.optional(bpsReadMaxLength, "bps-read-max-length")
        try visitor.optional(bpsWrite, "bps-write")
        try visitor.optional(bpsWriteMax, "bps-write-max")
        try visitor.optional(bpsWriteMaxLength, "bps-write-max-length")
        try visitor.optional(iopsSize, "iops-size")
    }
}

/// How much storage a new image gets at once.
///
/// - Since: 0.1
public enum PreallocMode: String, QAPIEnum {
    /// None; the file is sparse.
    case off
    /// What the format needs for itself; `file` has no format and
    /// refuses it.
    case metadata
    /// All, reserved by the file system without being written.
    case falloc
    /// All, by writing zeroes.
    case full

    /// The name in the schema.
    public static var typeName: String { "PreallocMode" }
}

/// Options of a new image of the driver `file`.
///
/// - Since: 0.1
public struct BlockdevCreateOptionsFile: QAPIObject, Hashable {
    /// The file; one that exists is cut to nothing first, unless
    /// somebody's image locks exclude that.
    public var filename: String
    /// The size (unit: bytes) (range: 0...9223372036854775807).
    public var size: ByteSize
    /// How much storage it gets at once (default: off).
    public var preallocation: PreallocMode?
    /// Let the file system overwrite in place instead of copying
    /// (needs: btrfs; elsewhere without effect) (default: off).
    public var nocow: Bool?
    /// Ask the file system to allocate in pieces of this
    /// size; 0 leaves it alone (unit: bytes) (range: 0...4294967295)
    /// (needs: XFS; elsewhere without effect) (default: 1048576).
    public var extentSizeHint: ByteSize?

    /// Creates a value from its members.
    public init(
        filename: String,
        size: ByteSize,
        preallocation: PreallocMode? = nil,
        nocow: Bool? = nil,
        extentSizeHint: ByteSize? = nil
    ) {
        self.filename = filename
        self.size = size
        self.preallocation = preallocation
        self.nocow = nocow
        self.extentSizeHint = extentSizeHint
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        filename = try visitor.required("filename")
        size = try visitor.required("size")
        preallocation = try visitor.optional("preallocation")
        nocow = try visitor.optional("nocow")
        extentSizeHint = try visitor.optional("extent-size-hint")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(filename, "filename")
        try visitor.required(size, "size")
        try visitor.optional(preallocation, "preallocation")
        try visitor.optional(nocow, "nocow")
        try visitor.optional(extentSizeHint, "extent-size-hint")
    }
}

/// Options of a new image.
///
/// - Since: 0.1
public struct BlockdevCreateOptions: QAPIObject, Hashable {
    /// What `driver` chooses.
    public enum Branch: Sendable, Hashable {
        /// A regular file of the host.
        case file(BlockdevCreateOptionsFile)
        /// Passes everything on and injects errors by rule; for tests.
        case blkdebug
        /// A CD or DVD drive of the host.
        case hostCdrom
        /// A block device or a SCSI generic device of the host.
        case hostDevice
        /// A device that stores nothing and completes through the
        /// queue's event mechanism.
        case nullAio
        /// A device that stores nothing and completes at once.
        case nullCo
        /// Passes everything on, from a part of the node below if asked.
        case raw
        /// Limits the rate by a throttle group.
        case throttle
    }

    /// The choice that `driver` names, with its own members.
    public var branch: Branch

    /// The driver that creates it; only `file` can.
    public var driver: BlockdevDriver {
        switch branch {
        case .file: .file
        case .blkdebug: .blkdebug
        case .hostCdrom: .hostCdrom
        case .hostDevice: .hostDevice
        case .nullAio: .nullAio
        case .nullCo: .nullCo
        case .raw: .raw
        case .throttle: .throttle
        }
    }

    /// Creates a value from its members.
    public init(branch: Branch) {
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let driver = try visitor.required("driver", as: BlockdevDriver.self)
        switch driver {
        case .file: branch = .file(try BlockdevCreateOptionsFile(membersFrom: &visitor))
        case .blkdebug: branch = .blkdebug
        case .hostCdrom: branch = .hostCdrom
        case .hostDevice: branch = .hostDevice
        case .nullAio: branch = .nullAio
        case .nullCo: branch = .nullCo
        case .raw: branch = .raw
        case .throttle: branch = .throttle
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(driver, "driver")
        switch branch {
        case .file(let members): try members.visitMembers(&visitor)
        case .blkdebug: break
        case .hostCdrom: break
        case .hostDevice: break
        case .nullAio: break
        case .nullCo: break
        case .raw: break
        case .throttle: break
        }
    }
}

/// A snapshot inside of an image. No format of Holdfast has any.
///
/// - Since: 0.1
public struct SnapshotInfo: QAPIObject, Hashable {
    /// Its number.
    public var id: String
    /// Its name.
    public var name: String
    /// The size of the virtual machine's state in it
    /// (unit: bytes).
    public var vmStateSize: Int64
    /// When it was made, since 1970 (unit: s).
    public var dateSec: Int64
    /// The fraction of the second (unit: ns).
    public var dateNsec: Int64
    /// How long the virtual machine had run (unit: s).
    public var vmClockSec: Int64
    /// The fraction of the second (unit: ns).
    public var vmClockNsec: Int64
    /// How many instructions it had run (absent if they were not
    /// counted).
    public var icount: Int64?

    /// Creates a value from its members.
    public init(
        id: String,
        name: String,
        vmStateSize: Int64,
        dateSec: Int64,
        dateNsec: Int64,
        vmClockSec: Int64,
        vmClockNsec: Int64,
        icount: Int64? = nil
    ) {
        self.id = id
        self.name = name
        self.vmStateSize = vmStateSize
        self.dateSec = dateSec
        self.dateNsec = dateNsec
        self.vmClockSec = vmClockSec
        self.vmClockNsec = vmClockNsec
        self.icount = icount
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        id = try visitor.required("id")
        name = try visitor.required("name")
        vmStateSize = try visitor.required("vm-state-size")
        dateSec = try visitor.required("date-sec")
        dateNsec = try visitor.required("date-nsec")
        vmClockSec = try visitor.required("vm-clock-sec")
        vmClockNsec = try visitor.required("vm-clock-nsec")
        icount = try visitor.optional("icount")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(id, "id")
        try visitor.required(name, "name")
        try visitor.required(vmStateSize, "vm-state-size")
        try visitor.required(dateSec, "date-sec")
        try visitor.required(dateNsec, "date-nsec")
        try visitor.required(vmClockSec, "vm-clock-sec")
        try visitor.required(vmClockNsec, "vm-clock-nsec")
        try visitor.optional(icount, "icount")
    }
}

/// What only images of the driver `file` have.
///
/// - Since: 0.1
public struct ImageInfoSpecificFile: QAPIObject, Hashable {
    /// In which pieces the file system allocates
    /// (unit: bytes) (absent if the file system has no such hint).
    public var extentSizeHint: ByteSize?

    /// Creates a value from its members.
    public init(extentSizeHint: ByteSize? = nil) {
        self.extentSizeHint = extentSizeHint
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        extentSizeHint = try visitor.optional("extent-size-hint")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(extentSizeHint, "extent-size-hint")
    }
}

/// What only images of the driver `file` have, one level deeper.
///
/// - Since: 0.1
public struct ImageInfoSpecificFileWrapper: QAPIObject, Hashable {
    /// The information.
    public var data: ImageInfoSpecificFile

    /// Creates a value from its members.
    public init(data: ImageInfoSpecificFile) {
        self.data = data
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        data = try visitor.required("data")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(data, "data")
    }
}

/// Drivers that have something of their own to tell about an image.
///
/// - Since: 0.1
public enum ImageInfoSpecificKind: String, QAPIEnum {
    /// The driver `file`.
    case file

    /// The name in the schema.
    public static var typeName: String { "ImageInfoSpecificKind" }
}

/// What only images of one driver have.
///
/// - Since: 0.1
public struct ImageInfoSpecific: QAPIObject, Hashable {
    /// What `type` chooses.
    public enum Branch: Sendable, Hashable {
        /// The driver `file`.
        case file(ImageInfoSpecificFileWrapper)
    }

    /// The choice that `type` names, with its own members.
    public var branch: Branch

    /// The driver.
    public var type: ImageInfoSpecificKind {
        switch branch {
        case .file: .file
        }
    }

    /// Creates a value from its members.
    public init(branch: Branch) {
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let type = try visitor.required("type", as: ImageInfoSpecificKind.self)
        switch type {
        case .file: branch = .file(try ImageInfoSpecificFileWrapper(membersFrom: &visitor))
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(type, "type")
        switch branch {
        case .file(let members): try members.visitMembers(&visitor)
        }
    }
}

/// What there is to know about a node's image.
///
/// - Since: 0.1
public struct BlockNodeInfo: QAPIObject, Hashable {
    /// The file, or a `json:` description of the node.
    public var filename: String
    /// The driver.
    public var format: String
    /// Whether it was not closed properly (absent if the format
    /// has no such flag).
    public var dirtyFlag: Bool?
    /// The storage that it takes (unit: bytes) (absent if it is
    /// not known).
    public var actualSize: Int64?
    /// The size that users see (unit: bytes).
    public var virtualSize: Int64
    /// The unit of the format's allocation (unit: bytes)
    /// (absent if the format has none).
    public var clusterSize: Int64?
    /// Whether it is encrypted (absent if it is not).
    public var encrypted: Bool?
    /// Whether parts are compressed (absent if none are).
    public var compressed: Bool?
    /// The backing file as the image names it (absent if
    /// there is none).
    public var backingFilename: String?
    /// The backing file's path (absent if there is
    /// none).
    public var fullBackingFilename: String?
    /// The backing file's format (absent if there
    /// is no backing file or the image doesn't say).
    public var backingFilenameFormat: String?
    /// The snapshots (absent if there are none).
    public var snapshots: [SnapshotInfo]?
    /// What only this driver has (absent if it has nothing
    /// to tell).
    public var formatSpecific: ImageInfoSpecific?

    /// Creates a value from its members.
    public init(
        filename: String,
        format: String,
        dirtyFlag: Bool? = nil,
        actualSize: Int64? = nil,
        virtualSize: Int64,
        clusterSize: Int64? = nil,
        encrypted: Bool? = nil,
        compressed: Bool? = nil,
        backingFilename: String? = nil,
        fullBackingFilename: String? = nil,
        backingFilenameFormat: String? = nil,
        snapshots: [SnapshotInfo]? = nil,
        formatSpecific: ImageInfoSpecific? = nil
    ) {
        self.filename = filename
        self.format = format
        self.dirtyFlag = dirtyFlag
        self.actualSize = actualSize
        self.virtualSize = virtualSize
        self.clusterSize = clusterSize
        self.encrypted = encrypted
        self.compressed = compressed
        self.backingFilename = backingFilename
        self.fullBackingFilename = fullBackingFilename
        self.backingFilenameFormat = backingFilenameFormat
        self.snapshots = snapshots
        self.formatSpecific = formatSpecific
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        filename = try visitor.required("filename")
        format = try visitor.required("format")
        dirtyFlag = try visitor.optional("dirty-flag")
        actualSize = try visitor.optional("actual-size")
        virtualSize = try visitor.required("virtual-size")
        clusterSize = try visitor.optional("cluster-size")
        encrypted = try visitor.optional("encrypted")
        compressed = try visitor.optional("compressed")
        backingFilename = try visitor.optional("backing-filename")
        fullBackingFilename = try visitor.optional("full-backing-filename")
        backingFilenameFormat = try visitor.optional("backing-filename-format")
        snapshots = try visitor.optional("snapshots")
        formatSpecific = try visitor.optional("format-specific")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(filename, "filename")
        try visitor.required(format, "format")
        try visitor.optional(dirtyFlag, "dirty-flag")
        try visitor.optional(actualSize, "actual-size")
        try visitor.required(virtualSize, "virtual-size")
        try visitor.optional(clusterSize, "cluster-size")
        try visitor.optional(encrypted, "encrypted")
        try visitor.optional(compressed, "compressed")
        try visitor.optional(backingFilename, "backing-filename")
        try visitor.optional(fullBackingFilename, "full-backing-filename")
        try visitor.optional(backingFilenameFormat, "backing-filename-format")
        try visitor.optional(snapshots, "snapshots")
        try visitor.optional(formatSpecific, "format-specific")
    }
}

/// What there is to know about an image and those behind it.
///
/// - Since: 0.1
public struct ImageInfo: QAPIObject, Hashable {
    /// The file, or a `json:` description of the node.
    public var filename: String
    /// The driver.
    public var format: String
    /// Whether it was not closed properly (absent if the format
    /// has no such flag).
    public var dirtyFlag: Bool?
    /// The storage that it takes (unit: bytes) (absent if it is
    /// not known).
    public var actualSize: Int64?
    /// The size that users see (unit: bytes).
    public var virtualSize: Int64
    /// The unit of the format's allocation (unit: bytes)
    /// (absent if the format has none).
    public var clusterSize: Int64?
    /// Whether it is encrypted (absent if it is not).
    public var encrypted: Bool?
    /// Whether parts are compressed (absent if none are).
    public var compressed: Bool?
    /// The backing file as the image names it (absent if
    /// there is none).
    public var backingFilename: String?
    /// The backing file's path (absent if there is
    /// none).
    public var fullBackingFilename: String?
    /// The backing file's format (absent if there
    /// is no backing file or the image doesn't say).
    public var backingFilenameFormat: String?
    /// The snapshots (absent if there are none).
    public var snapshots: [SnapshotInfo]?
    /// What only this driver has (absent if it has nothing
    /// to tell).
    public var formatSpecific: ImageInfoSpecific?
    /// The backing image (absent if there is none).
    public var backingImage: Boxed<ImageInfo>?

    /// Creates a value from its members.
    public init(
        filename: String,
        format: String,
        dirtyFlag: Bool? = nil,
        actualSize: Int64? = nil,
        virtualSize: Int64,
        clusterSize: Int64? = nil,
        encrypted: Bool? = nil,
        compressed: Bool? = nil,
        backingFilename: String? = nil,
        fullBackingFilename: String? = nil,
        backingFilenameFormat: String? = nil,
        snapshots: [SnapshotInfo]? = nil,
        formatSpecific: ImageInfoSpecific? = nil,
        backingImage: Boxed<ImageInfo>? = nil
    ) {
        self.filename = filename
        self.format = format
        self.dirtyFlag = dirtyFlag
        self.actualSize = actualSize
        self.virtualSize = virtualSize
        self.clusterSize = clusterSize
        self.encrypted = encrypted
        self.compressed = compressed
        self.backingFilename = backingFilename
        self.fullBackingFilename = fullBackingFilename
        self.backingFilenameFormat = backingFilenameFormat
        self.snapshots = snapshots
        self.formatSpecific = formatSpecific
        self.backingImage = backingImage
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        filename = try visitor.required("filename")
        format = try visitor.required("format")
        dirtyFlag = try visitor.optional("dirty-flag")
        actualSize = try visitor.optional("actual-size")
        virtualSize = try visitor.required("virtual-size")
        clusterSize = try visitor.optional("cluster-size")
        encrypted = try visitor.optional("encrypted")
        compressed = try visitor.optional("compressed")
        backingFilename = try visitor.optional("backing-filename")
        fullBackingFilename = try visitor.optional("full-backing-filename")
        backingFilenameFormat = try visitor.optional("backing-filename-format")
        snapshots = try visitor.optional("snapshots")
        formatSpecific = try visitor.optional("format-specific")
        backingImage = try visitor.optional("backing-image")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(filename, "filename")
        try visitor.required(format, "format")
        try visitor.optional(dirtyFlag, "dirty-flag")
        try visitor.optional(actualSize, "actual-size")
        try visitor.required(virtualSize, "virtual-size")
        try visitor.optional(clusterSize, "cluster-size")
        try visitor.optional(encrypted, "encrypted")
        try visitor.optional(compressed, "compressed")
        try visitor.optional(backingFilename, "backing-filename")
        try visitor.optional(fullBackingFilename, "full-backing-filename")
        try visitor.optional(backingFilenameFormat, "backing-filename-format")
        try visitor.optional(snapshots, "snapshots")
        try visitor.optional(formatSpecific, "format-specific")
        try visitor.optional(backingImage, "backing-image")
    }
}

/// A node below another.
///
/// - Since: 0.1
public struct BlockChildInfo: QAPIObject, Hashable {
    /// What it is to the node above, for instance `file`.
    public var name: String
    /// What there is to know about it.
    public var info: BlockGraphInfo

    /// Creates a value from its members.
    public init(name: String, info: BlockGraphInfo) {
        self.name = name
        self.info = info
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.required("name")
        info = try visitor.required("info")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(name, "name")
        try visitor.required(info, "info")
    }
}

/// What there is to know about a node and all below it.
///
/// - Since: 0.1
public struct BlockGraphInfo: QAPIObject, Hashable {
    /// The file, or a `json:` description of the node.
    public var filename: String
    /// The driver.
    public var format: String
    /// Whether it was not closed properly (absent if the format
    /// has no such flag).
    public var dirtyFlag: Bool?
    /// The storage that it takes (unit: bytes) (absent if it is
    /// not known).
    public var actualSize: Int64?
    /// The size that users see (unit: bytes).
    public var virtualSize: Int64
    /// The unit of the format's allocation (unit: bytes)
    /// (absent if the format has none).
    public var clusterSize: Int64?
    /// Whether it is encrypted (absent if it is not).
    public var encrypted: Bool?
    /// Whether parts are compressed (absent if none are).
    public var compressed: Bool?
    /// The backing file as the image names it (absent if
    /// there is none).
    public var backingFilename: String?
    /// The backing file's path (absent if there is
    /// none).
    public var fullBackingFilename: String?
    /// The backing file's format (absent if there
    /// is no backing file or the image doesn't say).
    public var backingFilenameFormat: String?
    /// The snapshots (absent if there are none).
    public var snapshots: [SnapshotInfo]?
    /// What only this driver has (absent if it has nothing
    /// to tell).
    public var formatSpecific: ImageInfoSpecific?
    /// The nodes below.
    public var children: [BlockChildInfo]

    /// Creates a value from its members.
    public init(
        filename: String,
        format: String,
        dirtyFlag: Bool? = nil,
        actualSize: Int64? = nil,
        virtualSize: Int64,
        clusterSize: Int64? = nil,
        encrypted: Bool? = nil,
        compressed: Bool? = nil,
        backingFilename: String? = nil,
        fullBackingFilename: String? = nil,
        backingFilenameFormat: String? = nil,
        snapshots: [SnapshotInfo]? = nil,
        formatSpecific: ImageInfoSpecific? = nil,
        children: [BlockChildInfo]
    ) {
        self.filename = filename
        self.format = format
        self.dirtyFlag = dirtyFlag
        self.actualSize = actualSize
        self.virtualSize = virtualSize
        self.clusterSize = clusterSize
        self.encrypted = encrypted
        self.compressed = compressed
        self.backingFilename = backingFilename
        self.fullBackingFilename = fullBackingFilename
        self.backingFilenameFormat = backingFilenameFormat
        self.snapshots = snapshots
        self.formatSpecific = formatSpecific
        self.children = children
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        filename = try visitor.required("filename")
        format = try visitor.required("format")
        dirtyFlag = try visitor.optional("dirty-flag")
        actualSize = try visitor.optional("actual-size")
        virtualSize = try visitor.required("virtual-size")
        clusterSize = try visitor.optional("cluster-size")
        encrypted = try visitor.optional("encrypted")
        compressed = try visitor.optional("compressed")
        backingFilename = try visitor.optional("backing-filename")
        fullBackingFilename = try visitor.optional("full-backing-filename")
        backingFilenameFormat = try visitor.optional("backing-filename-format")
        snapshots = try visitor.optional("snapshots")
        formatSpecific = try visitor.optional("format-specific")
        children = try visitor.required("children")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(filename, "filename")
        try visitor.required(format, "format")
        try visitor.optional(dirtyFlag, "dirty-flag")
        try visitor.optional(actualSize, "actual-size")
        try visitor.required(virtualSize, "virtual-size")
        try visitor.optional(clusterSize, "cluster-size")
        try visitor.optional(encrypted, "encrypted")
        try visitor.optional(compressed, "compressed")
        try visitor.optional(backingFilename, "backing-filename")
        try visitor.optional(fullBackingFilename, "full-backing-filename")
        try visitor.optional(backingFilenameFormat, "backing-filename-format")
        try visitor.optional(snapshots, "snapshots")
        try visitor.optional(formatSpecific, "format-specific")
        try visitor.required(children, "children")
    }
}

/// A part of an image whose bytes are all of one kind.
///
/// - Since: 0.1
public struct MapEntry: QAPIObject, Hashable {
    /// Where it begins (unit: bytes).
    public var start: Int64
    /// How long it is (unit: bytes).
    public var length: Int64
    /// Whether it is stored, so that reading it reads storage.
    public var data: Bool
    /// Whether it reads as zeroes for certain.
    public var zero: Bool
    /// Whether it is compressed.
    public var compressed: Bool
    /// How many images lie in front of the one that it comes from.
    public var depth: Int64
    /// Whether it comes from this image or one behind it, instead
    /// of being there for want of anything.
    public var present: Bool
    /// Where it lies in the file (unit: bytes) (absent if that has
    /// no meaning).
    public var offset: Int64?
    /// The file (absent if that has no meaning).
    public var filename: String?

    /// Creates a value from its members.
    public init(
        start: Int64,
        length: Int64,
        data: Bool,
        zero: Bool,
        compressed: Bool,
        depth: Int64,
        present: Bool,
        offset: Int64? = nil,
        filename: String? = nil
    ) {
        self.start = start
        self.length = length
        self.data = data
        self.zero = zero
        self.compressed = compressed
        self.depth = depth
        self.present = present
        self.offset = offset
        self.filename = filename
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        start = try visitor.required("start")
        length = try visitor.required("length")
        data = try visitor.required("data")
        zero = try visitor.required("zero")
        compressed = try visitor.required("compressed")
        depth = try visitor.required("depth")
        present = try visitor.required("present")
        offset = try visitor.optional("offset")
        filename = try visitor.optional("filename")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(start, "start")
        try visitor.required(length, "length")
        try visitor.required(data, "data")
        try visitor.required(zero, "zero")
        try visitor.required(compressed, "compressed")
        try visitor.required(depth, "depth")
        try visitor.required(present, "present")
        try visitor.optional(offset, "offset")
        try visitor.optional(filename, "filename")
    }
}

/// How much storage a copy of an image would need.
///
/// - Since: 0.1
public struct BlockMeasureInfo: QAPIObject, Hashable {
    /// With what the image contains now (unit: bytes).
    public var required: Int64
    /// Once everything has been written (unit: bytes).
    public var fullyAllocated: Int64
    /// For bitmaps in addition (unit: bytes) (absent if the format
    /// has none).
    public var bitmaps: Int64?

    /// Creates a value from its members.
    public init(required: Int64, fullyAllocated: Int64, bitmaps: Int64? = nil) {
        self.required = required
        self.fullyAllocated = fullyAllocated
        self.bitmaps = bitmaps
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        required = try visitor.required("required")
        fullyAllocated = try visitor.required("fully-allocated")
        bitmaps = try visitor.optional("bitmaps")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(required, "required")
        try visitor.required(fullyAllocated, "fully-allocated")
        try visitor.optional(bitmaps, "bitmaps")
    }
}

/// How a node uses the host's page cache.
///
/// - Since: 0.1
public struct BlockdevCacheInfo: QAPIObject, Hashable {
    /// Whether a write may be answered before it is durable.
    public var writeback: Bool
    /// Whether the page cache is bypassed.
    public var direct: Bool
    /// Whether flushes are dropped.
    public var noFlush: Bool

    /// Creates a value from its members.
    public init(writeback: Bool, direct: Bool, noFlush: Bool) {
        self.writeback = writeback
        self.direct = direct
        self.noFlush = noFlush
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        writeback = try visitor.required("writeback")
        direct = try visitor.required("direct")
        noFlush = try visitor.required("no-flush")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(writeback, "writeback")
        try visitor.required(direct, "direct")
        try visitor.required(noFlush, "no-flush")
    }
}

/// A dirty bitmap. No node of Holdfast has any.
///
/// - Since: 0.1
public struct BlockDirtyInfo: QAPIObject, Hashable {
    /// Its name (absent if it has none).
    public var name: String?
    /// How much is dirty (unit: bytes).
    public var count: Int64
    /// What one bit stands for (unit: bytes).
    public var granularity: UInt32
    /// Whether new writes are marked.
    public var recording: Bool
    /// Whether something uses it so that it can't be changed.
    public var busy: Bool
    /// Whether it is kept when the node is closed.
    public var persistent: Bool
    /// True if it can't be used but only removed (absent if
    /// it can be used).
    public var inconsistent: Bool?

    /// Creates a value from its members.
    public init(
        name: String? = nil,
        count: Int64,
        granularity: UInt32,
        recording: Bool,
        busy: Bool,
        persistent: Bool,
        inconsistent: Bool? = nil
    ) {
        self.name = name
        self.count = count
        self.granularity = granularity
        self.recording = recording
        self.busy = busy
        self.persistent = persistent
        self.inconsistent = inconsistent
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        name = try visitor.optional("name")
        count = try visitor.required("count")
        granularity = try visitor.required("granularity")
        recording = try visitor.required("recording")
        busy = try visitor.required("busy")
        persistent = try visitor.required("persistent")
        inconsistent = try visitor.optional("inconsistent")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(name, "name")
        try visitor.required(count, "count")
        try visitor.required(granularity, "granularity")
        try visitor.required(recording, "recording")
        try visitor.required(busy, "busy")
        try visitor.required(persistent, "persistent")
        try visitor.optional(inconsistent, "inconsistent")
    }
}

/// A node. The limits of rates are those of the group that the node is a
/// member of; 0 is no limit.
///
/// - Since: 0.1
public struct BlockDeviceInfo: QAPIObject, Hashable {
    /// The file, or a `json:` description of the node.
    public var file: String
    /// The node's name (absent if it has none, which does not
    /// happen here).
    public var nodeName: String?
    /// Whether it is read-only.
    public var ro: Bool
    /// The driver.
    public var drv: String
    /// The backing file (absent if there is none).
    public var backingFile: String?
    /// How many backing files are behind each other.
    public var backingFileDepth: Int64
    /// Whether it is active.
    public var active: Bool
    /// Whether it is encrypted.
    public var encrypted: Bool
    /// What happens to writes of zeroes only.
    public var detectZeroes: BlockdevDetectZeroesOptions
    /// Limit of reads and writes together (unit: bytes/s).
    public var bps: Int64
    /// Limit of reads (unit: bytes/s).
    public var bpsRd: Int64
    /// Limit of writes (unit: bytes/s).
    public var bpsWr: Int64
    /// Limit of reads and writes together (unit: operations/s).
    public var iops: Int64
    /// Limit of reads (unit: operations/s).
    public var iopsRd: Int64
    /// Limit of writes (unit: operations/s).
    public var iopsWr: Int64
    /// What there is to know about its image.
    public var image: ImageInfo
    /// Limit of reads and writes together during a burst
    /// (unit: bytes/s) (absent if there is none).
    public var bpsMax: Int64?
    /// Limit of reads during a burst (unit: bytes/s) (absent if
    /// there is none).
    public var bpsRdMax: Int64?
    /// Limit of writes during a burst (unit: bytes/s) (absent if
    /// there is none).
    public var bpsWrMax: Int64?
    /// Limit of reads and writes together during a burst
    /// (unit: operations/s) (absent if there is none).
    public var iopsMax: Int64?
    /// Limit of reads during a burst (unit: operations/s)
    /// (absent if there is none).
    public var iopsRdMax: Int64?
    /// Limit of writes during a burst (unit: operations/s)
    /// (absent if there is none).
    public var iopsWrMax: Int64?
    /// Longest burst at `bps_max` (unit: s) (absent if there
    /// is no such limit).
    public var bpsMaxLength: Int64?
    /// Longest burst at `bps_rd_max` (unit: s) (absent if
    /// there is no such limit).
    public var bpsRdMaxLength: Int64?
    /// Longest burst at `bps_wr_max` (unit: s) (absent if
    /// there is no such limit).
    public var bpsWrMaxLength: Int64?
    /// Longest burst at `iops_max` (unit: s) (absent if
    /// there is no such limit).
    public var iopsMaxLength: Int64?
    /// Longest burst at `iops_rd_max` (unit: s) (absent
    /// if there is no such limit).
    public var iopsRdMaxLength: Int64?
    /// Longest burst at `iops_wr_max` (unit: s) (absent
    /// if there is no such limit).
    public var iopsWrMaxLength: Int64?
    /// What counts as one operation (unit: bytes) (absent if every
    /// request does).
    public var iopsSize: Int64?
    /// The throttle group (absent if the node is in none).
    public var group: String?
    /// How the page cache is used.
    public var cache: BlockdevCacheInfo
    /// The threshold of `block-set-write-threshold`; 0 if
    /// there is none (unit: bytes).
    public var writeThreshold: Int64
    /// The bitmaps (absent if there are none).
    public var dirtyBitmaps: [BlockDirtyInfo]?

    /// Creates a value from its members.
    public init(
        file: String,
        nodeName: String? = nil,
        ro: Bool,
        drv: String,
        backingFile: String? = nil,
        backingFileDepth: Int64,
        active: Bool,
        encrypted: Bool,
        detectZeroes: BlockdevDetectZeroesOptions,
        bps: Int64,
        bpsRd: Int64,
        bpsWr: Int64,
        iops: Int64,
        iopsRd: Int64,
        iopsWr: Int64,
        image: ImageInfo,
        bpsMax: Int64? = nil,
        bpsRdMax: Int64? = nil,
        bpsWrMax: Int64? = nil,
        iopsMax: Int64? = nil,
        iopsRdMax: Int64? = nil,
        iopsWrMax: Int64? = nil,
        bpsMaxLength: Int64? = nil,
        bpsRdMaxLength: Int64? = nil,
        bpsWrMaxLength: Int64? = nil,
        iopsMaxLength: Int64? = nil,
        iopsRdMaxLength: Int64? = nil,
        iopsWrMaxLength: Int64? = nil,
        iopsSize: Int64? = nil,
        group: String? = nil,
        cache: BlockdevCacheInfo,
        writeThreshold: Int64,
        dirtyBitmaps: [BlockDirtyInfo]? = nil
    ) {
        self.file = file
        self.nodeName = nodeName
        self.ro = ro
        self.drv = drv
        self.backingFile = backingFile
        self.backingFileDepth = backingFileDepth
        self.active = active
        self.encrypted = encrypted
        self.detectZeroes = detectZeroes
        self.bps = bps
        self.bpsRd = bpsRd
        self.bpsWr = bpsWr
        self.iops = iops
        self.iopsRd = iopsRd
        self.iopsWr = iopsWr
        self.image = image
        self.bpsMax = bpsMax
        self.bpsRdMax = bpsRdMax
        self.bpsWrMax = bpsWrMax
        self.iopsMax = iopsMax
        self.iopsRdMax = iopsRdMax
        self.iopsWrMax = iopsWrMax
        self.bpsMaxLength = bpsMaxLength
        self.bpsRdMaxLength = bpsRdMaxLength
        self.bpsWrMaxLength = bpsWrMaxLength
        self.iopsMaxLength = iopsMaxLength
        self.iopsRdMaxLength = iopsRdMaxLength
        self.iopsWrMaxLength = iopsWrMaxLength
        self.iopsSize = iopsSize
        self.group = group
        self.cache = cache
        self.writeThreshold = writeThreshold
        self.dirtyBitmaps = dirtyBitmaps
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        file = try visitor.required("file")
        nodeName = try visitor.optional("node-name")
        ro = try visitor.required("ro")
        drv = try visitor.required("drv")
        backingFile = try visitor.optional("backing_file")
        backingFileDepth = try visitor.required("backing_file_depth")
        active = try visitor.required("active")
        encrypted = try visitor.required("encrypted")
        detectZeroes = try visitor.required("detect_zeroes")
        bps = try visitor.required("bps")
        bpsRd = try visitor.required("bps_rd")
        bpsWr = try visitor.required("bps_wr")
        iops = try visitor.required("iops")
        iopsRd = try visitor.required("iops_rd")
        iopsWr = try visitor.required("iops_wr")
        image = try visitor.required("image")
        bpsMax = try visitor.optional("bps_max")
        bpsRdMax = try visitor.optional("bps_rd_max")
        bpsWrMax = try visitor.optional("bps_wr_max")
        iopsMax = try visitor.optional("iops_max")
        iopsRdMax = try visitor.optional("iops_rd_max")
        iopsWrMax = try visitor.optional("iops_wr_max")
        bpsMaxLength = try visitor.optional("bps_max_length")
        bpsRdMaxLength = try visitor.optional("bps_rd_max_length")
        bpsWrMaxLength = try visitor.optional("bps_wr_max_length")
        iopsMaxLength = try visitor.optional("iops_max_length")
        iopsRdMaxLength = try visitor.optional("iops_rd_max_length")
        iopsWrMaxLength = try visitor.optional("iops_wr_max_length")
        iopsSize = try visitor.optional("iops_size")
        group = try visitor.optional("group")
        cache = try visitor.required("cache")
        writeThreshold = try visitor.required("write_threshold")
        dirtyBitmaps = try visitor.optional("dirty-bitmaps")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(file, "file")
        try visitor.optional(nodeName, "node-name")
        try visitor.required(ro, "ro")
        try visitor.required(drv, "drv")
        try visitor.optional(backingFile, "backing_file")
        try visitor.required(backingFileDepth, "backing_file_depth")
        try visitor.required(active, "active")
        try visitor.required(encrypted, "encrypted")
        try visitor.required(detectZeroes, "detect_zeroes")
        try visitor.required(bps, "bps")
        try visitor.required(bpsRd, "bps_rd")
        try visitor.required(bpsWr, "bps_wr")
        try visitor.required(iops, "iops")
        try visitor.required(iopsRd, "iops_rd")
        try visitor.required(iopsWr, "iops_wr")
        try visitor.required(image, "image")
        try visitor.optional(bpsMax, "bps_max")
        try visitor.optional(bpsRdMax, "bps_rd_max")
        try visitor.optional(bpsWrMax, "bps_wr_max")
        try visitor.optional(iopsMax, "iops_max")
        try visitor.optional(iopsRdMax, "iops_rd_max")
        try visitor.optional(iopsWrMax, "iops_wr_max")
        try visitor.optional(bpsMaxLength, "bps_max_length")
        try visitor.optional(bpsRdMaxLength, "bps_rd_max_length")
        try visitor.optional(bpsWrMaxLength, "bps_wr_max_length")
        try visitor.optional(iopsMaxLength, "iops_max_length")
        try visitor.optional(iopsRdMaxLength, "iops_rd_max_length")
        try visitor.optional(iopsWrMaxLength, "iops_wr_max_length")
        try visitor.optional(iopsSize, "iops_size")
        try visitor.optional(group, "group")
        try visitor.required(cache, "cache")
        try visitor.required(writeThreshold, "write_threshold")
        try visitor.optional(dirtyBitmaps, "dirty-bitmaps")
    }
}

/// Whether a device's last error stopped it.
///
/// - Since: 0.1
public enum BlockDeviceIoStatus: String, QAPIEnum {
    /// It works.
    case ok
    /// It failed.
    case failed
    /// It failed for want of storage.
    case nospace

    /// The name in the schema.
    public static var typeName: String { "BlockDeviceIoStatus" }
}

/// A user of a node that has a name: a disk that a virtual machine
/// monitor has attached, or an export.
///
/// - Since: 0.1
public struct BlockInfo: QAPIObject, Hashable {
    /// The user's name.
    public var device: String
    /// Where the monitor keeps the device (absent if the monitor does
    /// not say).
    public var qdev: String?
    /// The kind of device; always `unknown`.
    public var type: String
    /// Whether the medium can be removed.
    public var removable: Bool
    /// Whether the guest has locked the medium.
    public var locked: Bool
    /// The node (absent if there is no medium).
    public var inserted: BlockDeviceInfo?
    /// Whether the tray is open (absent if there is no tray).
    public var trayOpen: Bool?
    /// Whether an error stopped it (absent if errors don't stop
    /// it).
    public var ioStatus: BlockDeviceIoStatus?

    /// Creates a value from its members.
    public init(
        device: String,
        qdev: String? = nil,
        type: String,
        removable: Bool,
        locked: Bool,
        inserted: BlockDeviceInfo? = nil,
        trayOpen: Bool? = nil,
        ioStatus: BlockDeviceIoStatus? = nil
    ) {
        self.device = device
        self.qdev = qdev
        self.type = type
        self.removable = removable
        self.locked = locked
        self.inserted = inserted
        self.trayOpen = trayOpen
        self.ioStatus = ioStatus
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        device = try visitor.required("device")
        qdev = try visitor.optional("qdev")
        type = try visitor.required("type")
        removable = try visitor.required("removable")
        locked = try visitor.required("locked")
        inserted = try visitor.optional("inserted")
        trayOpen = try visitor.optional("tray_open")
        ioStatus = try visitor.optional("io-status")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(device, "device")
        try visitor.optional(qdev, "qdev")
        try visitor.required(type, "type")
        try visitor.required(removable, "removable")
        try visitor.required(locked, "locked")
        try visitor.optional(inserted, "inserted")
        try visitor.optional(trayOpen, "tray_open")
        try visitor.optional(ioStatus, "io-status")
    }
}

/// The engine that serves a node.
///
/// - Since: 0.1
public struct BlockEngineInfo: QAPIObject, Hashable {
    /// The node.
    public var nodeName: String
    /// The engine that the options ask for.
    public var requested: BlockdevAioOptions
    /// The engine that does the work; never `auto`.
    public var engine: BlockdevAioOptions
    /// Why another engine than the requested or the fastest one does
    /// the work (absent if none does).
    public var reason: String?

    /// Creates a value from its members.
    public init(nodeName: String, requested: BlockdevAioOptions, engine: BlockdevAioOptions, reason: String? = nil) {
        self.nodeName = nodeName
        self.requested = requested
        self.engine = engine
        self.reason = reason
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        requested = try visitor.required("requested")
        engine = try visitor.required("engine")
        reason = try visitor.optional("reason")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(requested, "requested")
        try visitor.required(engine, "engine")
        try visitor.optional(reason, "reason")
    }
}

/// Statistics of the last seconds.
///
/// - Since: 0.1
public struct BlockDeviceTimedStats: QAPIObject, Hashable {
    /// How many seconds (unit: s).
    public var intervalLength: Int64
    /// The fastest read (unit: ns).
    public var minRdLatencyNs: Int64
    /// The slowest read (unit: ns).
    public var maxRdLatencyNs: Int64
    /// The average of reads (unit: ns).
    public var avgRdLatencyNs: Int64
    /// The fastest write (unit: ns).
    public var minWrLatencyNs: Int64
    /// The slowest write (unit: ns).
    public var maxWrLatencyNs: Int64
    /// The average of writes (unit: ns).
    public var avgWrLatencyNs: Int64
    /// Always 0: there are no zone appends
    /// (unit: ns).
    public var minZoneAppendLatencyNs: Int64
    /// Always 0 (unit: ns).
    public var maxZoneAppendLatencyNs: Int64
    /// Always 0 (unit: ns).
    public var avgZoneAppendLatencyNs: Int64
    /// The fastest flush (unit: ns).
    public var minFlushLatencyNs: Int64
    /// The slowest flush (unit: ns).
    public var maxFlushLatencyNs: Int64
    /// The average of flushes (unit: ns).
    public var avgFlushLatencyNs: Int64
    /// How many reads were in flight on average.
    public var avgRdQueueDepth: Double
    /// How many writes were in flight on average.
    public var avgWrQueueDepth: Double
    /// Always 0.
    public var avgZoneAppendQueueDepth: Double

    /// Creates a value from its members.
    public init(
        intervalLength: Int64,
        minRdLatencyNs: Int64,
        maxRdLatencyNs: Int64,
        avgRdLatencyNs: Int64,
        minWrLatencyNs: Int64,
        maxWrLatencyNs: Int64,
        avgWrLatencyNs: Int64,
        minZoneAppendLatencyNs: Int64,
        maxZoneAppendLatencyNs: Int64,
        avgZoneAppendLatencyNs: Int64,
        minFlushLatencyNs: Int64,
        maxFlushLatencyNs: Int64,
        avgFlushLatencyNs: Int64,
        avgRdQueueDepth: Double,
        avgWrQueueDepth: Double,
        avgZoneAppendQueueDepth: Double
    ) {
        self.intervalLength = intervalLength
        self.minRdLatencyNs = minRdLatencyNs
        self.maxRdLatencyNs = maxRdLatencyNs
        self.avgRdLatencyNs = avgRdLatencyNs
        self.minWrLatencyNs = minWrLatencyNs
        self.maxWrLatencyNs = maxWrLatencyNs
        self.avgWrLatencyNs = avgWrLatencyNs
        self.minZoneAppendLatencyNs = minZoneAppendLatencyNs
        self.maxZoneAppendLatencyNs = maxZoneAppendLatencyNs
        self.avgZoneAppendLatencyNs = avgZoneAppendLatencyNs
        self.minFlushLatencyNs = minFlushLatencyNs
        self.maxFlushLatencyNs = maxFlushLatencyNs
        self.avgFlushLatencyNs = avgFlushLatencyNs
        self.avgRdQueueDepth = avgRdQueueDepth
        self.avgWrQueueDepth = avgWrQueueDepth
        self.avgZoneAppendQueueDepth = avgZoneAppendQueueDepth
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        intervalLength = try visitor.required("interval_length")
        minRdLatencyNs = try visitor.required("min_rd_latency_ns")
        maxRdLatencyNs = try visitor.required("max_rd_latency_ns")
        avgRdLatencyNs = try visitor.required("avg_rd_latency_ns")
        minWrLatencyNs = try visitor.required("min_wr_latency_ns")
        maxWrLatencyNs = try visitor.required("max_wr_latency_ns")
        avgWrLatencyNs = try visitor.required("avg_wr_latency_ns")
        minZoneAppendLatencyNs = try visitor.required("min_zone_append_latency_ns")
        maxZoneAppendLatencyNs = try visitor.required("max_zone_append_latency_ns")
        avgZoneAppendLatencyNs = try visitor.required("avg_zone_append_latency_ns")
        minFlushLatencyNs = try visitor.required("min_flush_latency_ns")
        maxFlushLatencyNs = try visitor.required("max_flush_latency_ns")
        avgFlushLatencyNs = try visitor.required("avg_flush_latency_ns")
        avgRdQueueDepth = try visitor.required("avg_rd_queue_depth")
        avgWrQueueDepth = try visitor.required("avg_wr_queue_depth")
        avgZoneAppendQueueDepth = try visitor.required("avg_zone_append_queue_depth")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(intervalLength, "interval_length")
        try visitor.required(minRdLatencyNs, "min_rd_latency_ns")
        try visitor.required(maxRdLatencyNs, "max_rd_latency_ns")
        try visitor.required(avgRdLatencyNs, "avg_rd_latency_ns")
        try visitor.required(minWrLatencyNs, "min_wr_latency_ns")
        try visitor.required(maxWrLatencyNs, "max_wr_latency_ns")
        try visitor.required(avgWrLatencyNs, "avg_wr_latency_ns")
        try visitor.required(minZoneAppendLatencyNs, "min_zone_append_latency_ns")
        try visitor.required(maxZoneAppendLatencyNs, "max_zone_append_latency_ns")
        try visitor.required(avgZoneAppendLatencyNs, "avg_zone_append_latency_ns")
        try visitor.required(minFlushLatencyNs, "min_flush_latency_ns")
        try visitor.required(maxFlushLatencyNs, "max_flush_latency_ns")
        try visitor.required(avgFlushLatencyNs, "avg_flush_latency_ns")
        try visitor.required(avgRdQueueDepth, "avg_rd_queue_depth")
        try visitor.required(avgWrQueueDepth, "avg_wr_queue_depth")
        try visitor.required(avgZoneAppendQueueDepth, "avg_zone_append_queue_depth")
    }
}

/// How many requests took how long.
///
/// - Since: 0.1
public struct BlockLatencyHistogramInfo: QAPIObject, Hashable {
    /// Where one bin ends and the next begins (unit: ns).
    public var boundaries: [UInt64]
    /// How many requests fell into each bin, one more than boundaries.
    public var bins: [UInt64]

    /// Creates a value from its members.
    public init(boundaries: [UInt64], bins: [UInt64]) {
        self.boundaries = boundaries
        self.bins = bins
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        boundaries = try visitor.required("boundaries")
        bins = try visitor.required("bins")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(boundaries, "boundaries")
        try visitor.required(bins, "bins")
    }
}

/// Statistics of a node or of a user of one, since it was created. The
/// members about zone appends are always 0.
///
/// - Since: 0.1
public struct BlockDeviceStats: QAPIObject, Hashable {
    /// Read (unit: bytes).
    public var rdBytes: Int64
    /// Written (unit: bytes).
    public var wrBytes: Int64
    /// Appended to zones (unit: bytes).
    public var zoneAppendBytes: Int64
    /// Discarded (unit: bytes).
    public var unmapBytes: Int64
    /// Reads.
    public var rdOperations: Int64
    /// Writes.
    public var wrOperations: Int64
    /// Zone appends.
    public var zoneAppendOperations: Int64
    /// Flushes.
    public var flushOperations: Int64
    /// Discards.
    public var unmapOperations: Int64
    /// The time that all reads took together (unit: ns).
    public var rdTotalTimeNs: Int64
    /// The time that all writes took together (unit: ns).
    public var wrTotalTimeNs: Int64
    /// The time that all zone appends took
    /// together (unit: ns).
    public var zoneAppendTotalTimeNs: Int64
    /// The time that all flushes took together
    /// (unit: ns).
    public var flushTotalTimeNs: Int64
    /// The time that all discards took together
    /// (unit: ns).
    public var unmapTotalTimeNs: Int64
    /// The end of the furthest write (unit: bytes).
    public var wrHighestOffset: Int64
    /// Reads that were joined to others.
    public var rdMerged: Int64
    /// Writes that were joined to others.
    public var wrMerged: Int64
    /// Zone appends that were joined to others.
    public var zoneAppendMerged: Int64
    /// Discards that were joined to others.
    public var unmapMerged: Int64
    /// How long the last request lies back (unit: ns) (absent
    /// if there was none).
    public var idleTimeNs: Int64?
    /// Reads that failed.
    public var failedRdOperations: Int64
    /// Writes that failed; reservation conflicts
    /// don't count as failures.
    public var failedWrOperations: Int64
    /// Zone appends that failed.
    public var failedZoneAppendOperations: Int64
    /// Flushes that failed.
    public var failedFlushOperations: Int64
    /// Discards that failed.
    public var failedUnmapOperations: Int64
    /// Reads that were refused as malformed.
    public var invalidRdOperations: Int64
    /// Writes that were refused as malformed.
    public var invalidWrOperations: Int64
    /// Zone appends that were refused as
    /// malformed.
    public var invalidZoneAppendOperations: Int64
    /// Flushes that were refused as malformed.
    public var invalidFlushOperations: Int64
    /// Discards that were refused as malformed.
    public var invalidUnmapOperations: Int64
    /// Whether malformed requests change `idle_time_ns`.
    public var accountInvalid: Bool
    /// Whether failed requests change the times.
    public var accountFailed: Bool
    /// Statistics of the last seconds, for each interval that
    /// was asked for.
    public var timedStats: [BlockDeviceTimedStats]
    /// How many reads took how long (absent if it is
    /// not counted).
    public var rdLatencyHistogram: BlockLatencyHistogramInfo?
    /// How many writes took how long (absent if it is
    /// not counted).
    public var wrLatencyHistogram: BlockLatencyHistogramInfo?
    /// How many zone appends took how long
    /// (absent if it is not counted).
    public var zoneAppendLatencyHistogram: BlockLatencyHistogramInfo?
    /// How many flushes took how long (absent if it
    /// is not counted).
    public var flushLatencyHistogram: BlockLatencyHistogramInfo?

    /// Creates a value from its members.
    public init(
        rdBytes: Int64,
        wrBytes: Int64,
        zoneAppendBytes: Int64,
        unmapBytes: Int64,
        rdOperations: Int64,
        wrOperations: Int64,
        zoneAppendOperations: Int64,
        flushOperations: Int64,
        unmapOperations: Int64,
        rdTotalTimeNs: Int64,
        wrTotalTimeNs: Int64,
        zoneAppendTotalTimeNs: Int64,
        flushTotalTimeNs: Int64,
        unmapTotalTimeNs: Int64,
        wrHighestOffset: Int64,
        rdMerged: Int64,
        wrMerged: Int64,
        zoneAppendMerged: Int64,
        unmapMerged: Int64,
        idleTimeNs: Int64? = nil,
        failedRdOperations: Int64,
        failedWrOperations: Int64,
        failedZoneAppendOperations: Int64,
        failedFlushOperations: Int64,
        failedUnmapOperations: Int64,
        invalidRdOperations: Int64,
        invalidWrOperations: Int64,
        invalidZoneAppendOperations: Int64,
        invalidFlushOperations: Int64,
        invalidUnmapOperations: Int64,
        accountInvalid: Bool,
        accountFailed: Bool,
        timedStats: [BlockDeviceTimedStats],
        rdLatencyHistogram: BlockLatencyHistogramInfo? = nil,
        wrLatencyHistogram: BlockLatencyHistogramInfo? = nil,
        zoneAppendLatencyHistogram: BlockLatencyHistogramInfo? = nil,
        flushLatencyHistogram: BlockLatencyHistogramInfo? = nil
    ) {
        self.rdBytes = rdBytes
        self.wrBytes = wrBytes
        self.zoneAppendBytes = zoneAppendBytes
        self.unmapBytes = unmapBytes
        self.rdOperations = rdOperations
        self.wrOperations = wrOperations
        self.zoneAppendOperations = zoneAppendOperations
        self.flushOperations = flushOperations
        self.unmapOperations = unmapOperations
        self.rdTotalTimeNs = rdTotalTimeNs
        self.wrTotalTimeNs = wrTotalTimeNs
        self.zoneAppendTotalTimeNs = zoneAppendTotalTimeNs
        self.flushTotalTimeNs = flushTotalTimeNs
        self.unmapTotalTimeNs = unmapTotalTimeNs
        self.wrHighestOffset = wrHighestOffset
        self.rdMerged = rdMerged
        self.wrMerged = wrMerged
        self.zoneAppendMerged = zoneAppendMerged
        self.unmapMerged = unmapMerged
        self.idleTimeNs = idleTimeNs
        self.failedRdOperations = failedRdOperations
        self.failedWrOperations = failedWrOperations
        self.failedZoneAppendOperations = failedZoneAppendOperations
        self.failedFlushOperations = failedFlushOperations
        self.failedUnmapOperations = failedUnmapOperations
        self.invalidRdOperations = invalidRdOperations
        self.invalidWrOperations = invalidWrOperations
        self.invalidZoneAppendOperations = invalidZoneAppendOperations
        self.invalidFlushOperations = invalidFlushOperations
        self.invalidUnmapOperations = invalidUnmapOperations
        self.accountInvalid = accountInvalid
        self.accountFailed = accountFailed
        self.timedStats = timedStats
        self.rdLatencyHistogram = rdLatencyHistogram
        self.wrLatencyHistogram = wrLatencyHistogram
        self.zoneAppendLatencyHistogram = zoneAppendLatencyHistogram
        self.flushLatencyHistogram = flushLatencyHistogram
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        rdBytes = try visitor.required("rd_bytes")
        wrBytes = try visitor.required("wr_bytes")
        zoneAppendBytes = try visitor.required("zone_append_bytes")
        unmapBytes = try visitor.required("unmap_bytes")
        rdOperations = try visitor.required("rd_operations")
        wrOperations = try visitor.required("wr_operations")
        zoneAppendOperations = try visitor.required("zone_append_operations")
        flushOperations = try visitor.required("flush_operations")
        unmapOperations = try visitor.required("unmap_operations")
        rdTotalTimeNs = try visitor.required("rd_total_time_ns")
        wrTotalTimeNs = try visitor.required("wr_total_time_ns")
        zoneAppendTotalTimeNs = try visitor.required("zone_append_total_time_ns")
        flushTotalTimeNs = try visitor.required("flush_total_time_ns")
        unmapTotalTimeNs = try visitor.required("unmap_total_time_ns")
        wrHighestOffset = try visitor.required("wr_highest_offset")
        rdMerged = try visitor.required("rd_merged")
        wrMerged = try visitor.required("wr_merged")
        zoneAppendMerged = try visitor.required("zone_append_merged")
        unmapMerged = try visitor.required("unmap_merged")
        idleTimeNs = try visitor.optional("idle_time_ns")
        failedRdOperations = try visitor.required("failed_rd_operations")
        failedWrOperations = try visitor.required("failed_wr_operations")
        failedZoneAppendOperations = try visitor.required("failed_zone_append_operations")
        failedFlushOperations = try visitor.required("failed_flush_operations")
        failedUnmapOperations = try visitor.required("failed_unmap_operations")
        invalidRdOperations = try visitor.required("invalid_rd_operations")
        invalidWrOperations = try visitor.required("invalid_wr_operations")
        invalidZoneAppendOperations = try visitor.required("invalid_zone_append_operations")
        invalidFlushOperations = try visitor.required("invalid_flush_operations")
        invalidUnmapOperations = try visitor.required("invalid_unmap_operations")
        accountInvalid = try visitor.required("account_invalid")
        accountFailed = try visitor.required("account_failed")
        timedStats = try visitor.required("timed_stats")
        rdLatencyHistogram = try visitor.optional("rd_latency_histogram")
        wrLatencyHistogram = try visitor.optional("wr_latency_histogram")
        zoneAppendLatencyHistogram = try visitor.optional("zone_append_latency_histogram")
        flushLatencyHistogram = try visitor.optional("flush_latency_histogram")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(rdBytes, "rd_bytes")
        try visitor.required(wrBytes, "wr_bytes")
        try visitor.required(zoneAppendBytes, "zone_append_bytes")
        try visitor.required(unmapBytes, "unmap_bytes")
        try visitor.required(rdOperations, "rd_operations")
        try visitor.required(wrOperations, "wr_operations")
        try visitor.required(zoneAppendOperations, "zone_append_operations")
        try visitor.required(flushOperations, "flush_operations")
        try visitor.required(unmapOperations, "unmap_operations")
        try visitor.required(rdTotalTimeNs, "rd_total_time_ns")
        try visitor.required(wrTotalTimeNs, "wr_total_time_ns")
        try visitor.required(zoneAppendTotalTimeNs, "zone_append_total_time_ns")
        try visitor.required(flushTotalTimeNs, "flush_total_time_ns")
        try visitor.required(unmapTotalTimeNs, "unmap_total_time_ns")
        try visitor.required(wrHighestOffset, "wr_highest_offset")
        try visitor.required(rdMerged, "rd_merged")
        try visitor.required(wrMerged, "wr_merged")
        try visitor.required(zoneAppendMerged, "zone_append_merged")
        try visitor.required(unmapMerged, "unmap_merged")
        try visitor.optional(idleTimeNs, "idle_time_ns")
        try visitor.required(failedRdOperations, "failed_rd_operations")
        try visitor.required(failedWrOperations, "failed_wr_operations")
        try visitor.required(failedZoneAppendOperations, "failed_zone_append_operations")
        try visitor.required(failedFlushOperations, "failed_flush_operations")
        try visitor.required(failedUnmapOperations, "failed_unmap_operations")
        try visitor.required(invalidRdOperations, "invalid_rd_operations")
        try visitor.required(invalidWrOperations, "invalid_wr_operations")
        try visitor.required(invalidZoneAppendOperations, "invalid_zone_append_operations")
        try visitor.required(invalidFlushOperations, "invalid_flush_operations")
        try visitor.required(invalidUnmapOperations, "invalid_unmap_operations")
        try visitor.required(accountInvalid, "account_invalid")
        try visitor.required(accountFailed, "account_failed")
        try visitor.required(timedStats, "timed_stats")
        try visitor.optional(rdLatencyHistogram, "rd_latency_histogram")
        try visitor.optional(wrLatencyHistogram, "wr_latency_histogram")
        try visitor.optional(zoneAppendLatencyHistogram, "zone_append_latency_histogram")
        try visitor.optional(flushLatencyHistogram, "flush_latency_histogram")
    }
}

/// Statistics that only files and devices of the host have.
///
/// - Since: 0.1
public struct BlockStatsSpecificFile: QAPIObject, Hashable {
    /// Discards that reached the file or device.
    public var discardNbOk: UInt64
    /// Discards that failed.
    public var discardNbFailed: UInt64
    /// What was discarded (unit: bytes).
    public var discardBytesOk: UInt64

    /// Creates a value from its members.
    public init(discardNbOk: UInt64, discardNbFailed: UInt64, discardBytesOk: UInt64) {
        self.discardNbOk = discardNbOk
        self.discardNbFailed = discardNbFailed
        self.discardBytesOk = discardBytesOk
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        discardNbOk = try visitor.required("discard-nb-ok")
        discardNbFailed = try visitor.required("discard-nb-failed")
        discardBytesOk = try visitor.required("discard-bytes-ok")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(discardNbOk, "discard-nb-ok")
        try visitor.required(discardNbFailed, "discard-nb-failed")
        try visitor.required(discardBytesOk, "discard-bytes-ok")
    }
}

/// Statistics that only one driver has.
///
/// - Since: 0.1
public struct BlockStatsSpecific: QAPIObject, Hashable {
    /// What `driver` chooses.
    public enum Branch: Sendable, Hashable {
        /// A regular file of the host.
        case file(BlockStatsSpecificFile)
        /// A block device or a SCSI generic device of the host.
        case hostDevice(BlockStatsSpecificFile)
        /// Passes everything on and injects errors by rule; for tests.
        case blkdebug
        /// A CD or DVD drive of the host.
        case hostCdrom
        /// A device that stores nothing and completes through the
        /// queue's event mechanism.
        case nullAio
        /// A device that stores nothing and completes at once.
        case nullCo
        /// Passes everything on, from a part of the node below if asked.
        case raw
        /// Limits the rate by a throttle group.
        case throttle
    }

    /// The choice that `driver` names, with its own members.
    public var branch: Branch

    /// The driver.
    public var driver: BlockdevDriver {
        switch branch {
        case .file: .file
        case .hostDevice: .hostDevice
        case .blkdebug: .blkdebug
        case .hostCdrom: .hostCdrom
        case .nullAio: .nullAio
        case .nullCo: .nullCo
        case .raw: .raw
        case .throttle: .throttle
        }
    }

    /// Creates a value from its members.
    public init(branch: Branch) {
        self.branch = branch
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        let driver = try visitor.required("driver", as: BlockdevDriver.self)
        switch driver {
        case .file: branch = .file(try BlockStatsSpecificFile(membersFrom: &visitor))
        case .hostDevice: branch = .hostDevice(try BlockStatsSpecificFile(membersFrom: &visitor))
        case .blkdebug: branch = .blkdebug
        case .hostCdrom: branch = .hostCdrom
        case .nullAio: branch = .nullAio
        case .nullCo: branch = .nullCo
        case .raw: branch = .raw
        case .throttle: branch = .throttle
        }
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(driver, "driver")
        switch branch {
        case .file(let members): try members.visitMembers(&visitor)
        case .hostDevice(let members): try members.visitMembers(&visitor)
        case .blkdebug: break
        case .hostCdrom: break
        case .nullAio: break
        case .nullCo: break
        case .raw: break
        case .throttle: break
        }
    }
}

/// Statistics of a node or of a user of one.
///
/// - Since: 0.1
public struct BlockStats: QAPIObject, Hashable {
    /// The user's name (absent if it has none).
    public var device: String?
    /// Where the monitor keeps the device (absent if the monitor does
    /// not say).
    public var qdev: String?
    /// The node (absent if there is no medium).
    public var nodeName: String?
    /// The statistics.
    public var stats: BlockDeviceStats
    /// What only this driver has (absent if it has nothing
    /// of its own).
    public var driverSpecific: BlockStatsSpecific?
    /// Statistics of the node below, called so by tradition (absent
    /// if there is none).
    public var parent: Boxed<BlockStats>?
    /// Statistics of the backing image (absent if there is none).
    public var backing: Boxed<BlockStats>?

    /// Creates a value from its members.
    public init(
        device: String? = nil,
        qdev: String? = nil,
        nodeName: String? = nil,
        stats: BlockDeviceStats,
        driverSpecific: BlockStatsSpecific? = nil,
        parent: Boxed<BlockStats>? = nil,
        backing: Boxed<BlockStats>? = nil
    ) {
        self.device = device
        self.qdev = qdev
        self.nodeName = nodeName
        self.stats = stats
        self.driverSpecific = driverSpecific
        self.parent = parent
        self.backing = backing
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        device = try visitor.optional("device")
        qdev = try visitor.optional("qdev")
        nodeName = try visitor.optional("node-name")
        stats = try visitor.required("stats")
        driverSpecific = try visitor.optional("driver-specific")
        parent = try visitor.optional("parent")
        backing = try visitor.optional("backing")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.optional(device, "device")
        try visitor.optional(qdev, "qdev")
        try visitor.optional(nodeName, "node-name")
        try visitor.required(stats, "stats")
        try visitor.optional(driverSpecific, "driver-specific")
        try visitor.optional(parent, "parent")
        try visitor.optional(backing, "backing")
    }
}

/// A write ended beyond the threshold of `block-set-write-threshold`.
/// The threshold is 0 now.
///
/// - Since: 0.1
public struct BlockWriteThresholdEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "BLOCK_WRITE_THRESHOLD" }

    /// The node.
    public var nodeName: String
    /// How far beyond it ended (unit: bytes).
    public var amountExceeded: UInt64
    /// The threshold (unit: bytes).
    public var writeThreshold: UInt64

    /// Creates a value from its members.
    public init(nodeName: String, amountExceeded: UInt64, writeThreshold: UInt64) {
        self.nodeName = nodeName
        self.amountExceeded = amountExceeded
        self.writeThreshold = writeThreshold
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        amountExceeded = try visitor.required("amount-exceeded")
        writeThreshold = try visitor.required("write-threshold")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(amountExceeded, "amount-exceeded")
        try visitor.required(writeThreshold, "write-threshold")
    }
}

/// The size of a node has changed, by `block_resize` or because the
/// device below has grown or shrunk. (QEMU does not have this event.)
///
/// - Since: 0.1
public struct BlockResizedEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "BLOCK_RESIZED" }

    /// The node.
    public var nodeName: String
    /// The new size (unit: bytes).
    public var size: Int64

    /// Creates a value from its members.
    public init(nodeName: String, size: Int64) {
        self.nodeName = nodeName
        self.size = size
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        size = try visitor.required("size")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(size, "size")
    }
}

/// Another engine than the one asked for serves a node. (QEMU does not
/// have this event.)
///
/// - Since: 0.1
public struct BlockEngineFallbackEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "BLOCK_ENGINE_FALLBACK" }

    /// The node.
    public var nodeName: String
    /// The engine that the options ask for.
    public var requested: BlockdevAioOptions
    /// The engine that does the work.
    public var engine: BlockdevAioOptions
    /// What the kernel or the host does not allow; for people.
    public var reason: String

    /// Creates a value from its members.
    public init(nodeName: String, requested: BlockdevAioOptions, engine: BlockdevAioOptions, reason: String) {
        self.nodeName = nodeName
        self.requested = requested
        self.engine = engine
        self.reason = reason
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        nodeName = try visitor.required("node-name")
        requested = try visitor.required("requested")
        engine = try visitor.required("engine")
        reason = try visitor.required("reason")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(nodeName, "node-name")
        try visitor.required(requested, "requested")
        try visitor.required(engine, "engine")
        try visitor.required(reason, "reason")
    }
}

/// What was done about an error.
///
/// - Since: 0.1
public enum BlockErrorAction: String, QAPIEnum {
    /// Nothing; the request counts as done.
    case ignore
    /// The guest was told.
    case report
    /// The request is kept and the monitor was asked to stop the
    /// virtual machine.
    case stop

    /// The name in the schema.
    public static var typeName: String { "BlockErrorAction" }
}

/// What to do about errors.
///
/// - Since: 0.1
public enum BlockdevOnError: String, QAPIEnum {
    /// Tell the guest.
    case report
    /// Nothing; the request counts as done.
    case ignore
    /// As `stop` if storage ran out, else as `report`.
    case enospc
    /// Keep the request and ask the monitor to stop the virtual
    /// machine.
    case stop
    /// `report` for reads, `enospc` for writes.
    case auto

    /// The name in the schema.
    public static var typeName: String { "BlockdevOnError" }
}

/// A request failed. Reservation conflicts are no failures. At most one
/// event a second for each user, except with the action `stop`
/// (rate: 1/s per qom-path).
///
/// - Since: 0.1
public struct BlockIoErrorEvent: QAPIEventData, Hashable {
    /// The name in the schema.
    public static var eventName: String { "BLOCK_IO_ERROR" }

    /// Where the monitor keeps the device, or empty.
    public var qomPath: String
    /// The user's name, or empty.
    public var device: String
    /// The node (absent if there is no medium).
    public var nodeName: String?
    /// What failed.
    public var operation: IoOperationType
    /// What was done about it.
    public var action: BlockErrorAction
    /// Whether storage ran out (absent if the action is not `stop`).
    public var nospace: Bool?
    /// The error; for people.
    public var reason: String

    /// Creates a value from its members.
    public init(
        qomPath: String,
        device: String,
        nodeName: String? = nil,
        operation: IoOperationType,
        action: BlockErrorAction,
        nospace: Bool? = nil,
        reason: String
    ) {
        self.qomPath = qomPath
        self.device = device
        self.nodeName = nodeName
        self.operation = operation
        self.action = action
        self.nospace = nospace
        self.reason = reason
    }

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {
        qomPath = try visitor.required("qom-path")
        device = try visitor.required("device")
        nodeName = try visitor.optional("node-name")
        operation = try visitor.required("operation")
        action = try visitor.required("action")
        nospace = try visitor.optional("nospace")
        reason = try visitor.required("reason")
    }

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
        try visitor.required(qomPath, "qom-path")
        try visitor.required(device, "device")
        try visitor.optional(nodeName, "node-name")
        try visitor.required(operation, "operation")
        try visitor.required(action, "action")
        try visitor.optional(nospace, "nospace")
        try visitor.required(reason, "reason")
    }
}
