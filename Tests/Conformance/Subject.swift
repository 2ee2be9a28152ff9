import Block
import BlockTestSupport
import Glibc
import Sys
import Testing

/// One kind of node over an image.
struct DriverRow: Sendable {
    var name: String
    /// Where the image lies.
    var folder = "/tmp"
    var direct = false
    var leastAlignment: UInt32 = 1
    /// The option `cache.no-flush`.
    var dropsFlushes = false
    /// Bytes in front of and behind a raw window; nil without a raw node.
    var window: (front: UInt64, behind: UInt64)?
    /// The image is reached through a block device.
    var device: DeviceKind?
    /// Every engine is tried with it; the others see each engine's plain form, and all of it in `make test-long`.
    var isTypical = false

    /// What stands for a disk.
    enum DeviceKind: Sendable {
        /// A file, which may grow.
        case loop
        /// Compressed memory, which the kernel serves without interrupts.
        case zram

        var isAvailable: Bool {
            switch self {
            case .loop: LoopDevice.isAvailable
            case .zram: ZramDevice.isAvailable
            }
        }
    }

    var isDevice: Bool { device != nil }
    /// A device whose file a test can make longer.
    var grows: Bool { device == .loop }

    static let all = [
        DriverRow(name: "file", isTypical: true),
        DriverRow(name: "file, cache.direct", direct: true, isTypical: true),
        DriverRow(name: "file, cache.direct, 4 KiB blocks", direct: true, leastAlignment: 4096),
        DriverRow(name: "file, cache.no-flush", dropsFlushes: true),
        DriverRow(name: "file, cache.direct, cache.no-flush", direct: true, dropsFlushes: true),
        DriverRow(name: "file on tmpfs", folder: "/dev/shm"),
        DriverRow(name: "file on tmpfs, cache.direct", folder: "/dev/shm", direct: true),
        DriverRow(name: "raw window over file", window: (1536, 512)),
        DriverRow(
            name: "raw window over file, cache.direct", direct: true, leastAlignment: 4096, window: (1536, 512),
            isTypical: true),
        DriverRow(name: "host_device", device: .loop),
        DriverRow(name: "host_device, cache.direct", direct: true, leastAlignment: 4096, device: .loop),
        DriverRow(name: "host_device on zram", device: .zram),
        DriverRow(name: "host_device on zram, cache.direct", direct: true, leastAlignment: 4096, device: .zram),
    ]
}

/// An engine and a driver that go together.
struct Subject: Sendable, CustomTestStringConvertible {
    var engine: EngineRow
    var driver: DriverRow

    var testDescription: String { "\(driver.name) by \(engine.name)" }

    /// `make test-long` sets it.
    static let isThorough = getenv("HOLDFAST_LONG") != nil

    /// The calls that a seccomp filter forbids to this process, such as `io_uring`; `make test-seccomp` says so.
    static let forbidden = getenv("HOLDFAST_FORBIDDEN").map { String(cString: $0) }

    static let all: [Subject] = DriverRow.all.flatMap { driver in
        EngineRow.all.filter { driver.direct || !$0.needsDirect }
            .filter { isThorough || driver.isTypical || !$0.isVariant }
            .filter { $0.engine != .ring || forbidden != "io_uring" }
            .filter { _ in driver.device?.isAvailable ?? true }
            .map { Subject(engine: $0, driver: driver) }
    }

    /// What tests make fail.
    var calls: EngineRow.Calls { engine.calls }

    /// Queue options of the engine.
    func queueOptions(depth: Int = 64) -> QueueOptions {
        var options = QueueOptions()
        options.depth = depth
        engine.configure(&options)
        return options
    }
}

/// A node made for a subject, with the image below it.
final class Fixture {
    let image: TemporaryImage
    let environment: BlockEnvironment
    let node: any BlockNode
    /// Where the node starts in the image.
    let front: Int
    private let path: String
    /// What the path leads to.
    private let device: AnyObject?
    private let subject: Subject
    private let clock = CellClock()

    /// Makes a node of `size` bytes whose content is all `fill`.
    init(_ subject: Subject, size: Int, fill: UInt8 = 0) throws {
        self.subject = subject
        environment = BlockEnvironment(allowsRing: subject.engine.allowsRing)
        let window = subject.driver.window
        front = Int(window?.front ?? 0)
        let whole = front + size + Int(window?.behind ?? 0)
        let bytes = [UInt8](repeating: fill, count: whole)
        image = try TemporaryImage(bytes: bytes, folder: subject.driver.folder)
        switch subject.driver.device {
        case nil: (device, path) = (nil, image.path)
        case .loop:
            let loop = try LoopDevice(image)
            (device, path) = (loop, loop.path)
        case .zram:
            let zram = try ZramDevice(bytes: bytes)
            (device, path) = (zram, zram.path)
        }
        var options = FileOptions(name: "disk", path: path)
        options.direct = subject.driver.direct
        options.leastAlignment = subject.driver.leastAlignment
        options.engine = subject.engine.engine
        options.dropsFlushes = subject.driver.dropsFlushes
        options.discards = true
        let bottom: any BlockNode =
            device == nil
            ? try FileNode(options, environment: environment) : try HostDeviceNode(options, environment: environment)
        if let window {
            node = try RawNode(name: "window", child: bottom, offset: window.front, size: UInt64(size))
        } else {
            node = bottom
        }
    }

    deinit { clock.check(subject) }

    /// The descriptor whose calls a test makes fail.
    var descriptor: Int32 {
        (node.bottom as? FileNode)?.descriptor ?? (node.bottom as? HostDeviceNode)?.descriptor ?? -1
    }

    /// What the node holds, read behind the library's back.
    func contents(size: Int) throws -> [UInt8] {
        if let bottom = node.bottom as? HostDeviceNode {
            // Through the device: the file below it may be newer only after a flush.
            let descriptor = try System.open("/proc/self/fd/\(bottom.descriptor)", .readOnly)
            let memory = try AlignedBuffer(count: size, alignment: 4096)
            var done = 0
            while done < size {
                let rest = UnsafeMutableRawBufferPointer(rebasing: memory.bytes[done...])
                let count = try System.pread(descriptor.rawValue, rest, at: Int64(done))
                guard count > 0 else { throw Errno.ioError }
                done += count
            }
            return Array(memory.bytes)
        }
        return try Array(image.contents()[front..<front + size])
    }
}
