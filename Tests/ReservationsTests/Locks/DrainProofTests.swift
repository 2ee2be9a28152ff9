import BlockTestSupport
import Glibc
import ReservationTestSupport
import Sys
import Testing

@testable import Reservations

/// What the end of a slot's lock proves: a killed process has nothing in flight any more.
@Suite(.enabled(if: WriteThrottle.isAvailable && PythonPeer.isAvailable, "limiting a device's speed needs root"))
struct DrainProofTests {
    private static let length = 4 << 20

    @Test("The lock of a killed process falls after its last write has landed, long after the process has gone")
    func ring() throws {
        let image = try TemporaryImage(size: Self.length)
        try System.allocate(image.descriptor, .fill, offset: 0, length: Int64(Self.length))
        let throttle = try WriteThrottle(bytesPerSecond: 4 << 20, for: image)
        let peer = try PythonPeer()
        try throttle.add(peer.number)
        #expect(peer("fd = os.open('\(image.path)', os.O_RDWR | os.O_DIRECT)") == "None")
        #expect(peer("lock(fd, READ, \(LockBytes.slot(11)))") == "None")
        // Two, so that the second is behind the first when the process is killed.
        for part in 0..<2 {
            #expect(peer("write_by_ring(fd, \(part * Self.length / 2), \(Self.length / 2), 0x7b)") == "None")
        }
        let probe = try System.open(image.path, .readWrite)
        #expect(try SlotLocks.isHeld(slot: 11, probe: probe.rawValue))
        peer.end()
        let gone = System.monotonicNanoseconds
        let wasHeld = try SlotLocks.isHeld(slot: 11, probe: probe.rawValue)
        let deadline = gone + 60_000_000_000
        while try SlotLocks.isHeld(slot: 11, probe: probe.rawValue), System.monotonicNanoseconds < deadline {
            sched_yield()
        }
        let free = System.monotonicNanoseconds
        // All of it is there the moment that the lock falls.
        let direct = try System.open(image.path, [.readOnly, .direct])
        let buffer = try AlignedBuffer(count: Self.length, alignment: 4096)
        #expect(try System.pread(direct.rawValue, buffer.bytes, at: 0) == Self.length)
        #expect(buffer.bytes.allSatisfy { $0 == 0x7b })
        #expect(wasHeld && free < deadline)
        // The process had been gone for most of the time that the writes took.
        #expect(free - gone > 100_000_000, "the device was too fast for this to prove anything")
    }
}

/// Makes the writes of some processes to the device under an image slow.
private final class WriteThrottle {
    private static let root = "/sys/fs/cgroup/blkio"
    private let folder: String

    static let isAvailable = geteuid() == 0 && access(root + "/blkio.throttle.write_bps_device", W_OK) == 0

    init(bytesPerSecond: Int, for image: TemporaryImage) throws {
        folder = "\(Self.root)/holdfast-\(System.processID)-\(UInt32.random(in: 0 ... .max))"
        try #require(mkdir(folder, 0o755) == 0)
        let device = try System.status(of: image.descriptor).device
        try write("blkio.throttle.write_bps_device", "\(device.major):\(device.minor) \(bytesPerSecond)")
    }

    deinit {
        // The requests of a process that is gone may keep its group for a moment.
        let deadline = System.monotonicNanoseconds + 60_000_000_000
        while rmdir(folder) != 0, errno == EBUSY, System.monotonicNanoseconds < deadline { sched_yield() }
    }

    func add(_ process: Int32) throws { try write("cgroup.procs", "\(process)") }

    private func write(_ name: String, _ text: String) throws {
        let file = try System.open("\(folder)/\(name)", .writeOnly)
        var text = text
        _ = try text.withUTF8 { try System.write(file.rawValue, UnsafeRawBufferPointer($0)) }
    }
}
