import Block
import BlockTestSupport
import Glibc
import ReservationTestSupport
import Sys
import Testing

@testable import Reservations

/// Block devices that attachments have to themselves, and the one inode on which their locks lie.
@Suite(.enabled(if: LoopDevice.isAvailable, "making loop devices needs root")) struct DeviceClaimTests {
    private let image: TemporaryImage
    private let loop: LoopDevice
    private let folder: SocketFolder
    /// Another node of the same device.
    private let node: String

    init() throws {
        image = try TemporaryImage(size: 1 << 20)
        loop = try LoopDevice(image)
        folder = try SocketFolder()
        node = folder("node")
        let status = try System.status(at: loop.path)
        let number = dev_t(status.special.major) << 8 | dev_t(status.special.minor)
        #expect(status.special.minor < 256 && mknod(node, S_IFBLK | 0o600, number) == 0)
    }

    private func open(_ path: String, _ flags: OpenFlags = .readWrite) throws -> Descriptor {
        try System.open(path, flags)
    }

    // MARK: - Claims

    @Test("A device is claimed once, by whatever node, until the last copy is closed")
    func claim() throws {
        let one = try open(loop.path)
        let other = try open(node)
        var copy: DeviceClaim?
        do {
            let claim = try DeviceClaim.take(one.rawValue)
            #expect(throws: Errno.busy) { _ = try DeviceClaim.take(one.rawValue) }
            #expect(throws: Errno.busy) { _ = try DeviceClaim.take(other.rawValue) }
            // Opening without a claim is nobody's business.
            _ = try open(node)
            copy = try DeviceClaim.receive(try System.duplicate(claim.descriptor), of: other.rawValue)
        }
        #expect(throws: Errno.busy) { _ = try DeviceClaim.take(other.rawValue) }
        copy = nil
        _ = copy
        _ = try DeviceClaim.take(other.rawValue)
    }

    @Test("A claim keeps file systems from the device, and a file system keeps claims")
    func fileSystem() throws {
        let device = try open(loop.path)
        let mounted = folder("mounted")
        #expect(mkdir(mounted, 0o700) == 0)
        defer { rmdir(mounted) }
        // Not a file system, which is found out after the claim: EINVAL without one, EBUSY with.
        func attempt() -> Int32 { mount(loop.path, mounted, "ext4", 0, nil) == 0 ? 0 : errno }
        #expect(attempt() != EBUSY)
        let claim = try DeviceClaim.take(device.rawValue)
        #expect(attempt() == EBUSY)
        withExtendedLifetime(claim) {}
    }

    @Test("What is no claim on this device is refused")
    func received() throws {
        let device = try open(loop.path)
        let (second, other) = (try TemporaryImage(size: 1 << 20), try TemporaryImage(size: 4096))
        let otherLoop = try LoopDevice(second)
        for path in [otherLoop.path, other.path, "/dev/null"] {
            #expect(throws: Errno.invalidArgument) {
                _ = try DeviceClaim.receive(try open(path, .readOnly), of: device.rawValue)
            }
        }
        #expect(throws: Errno.invalidArgument) {
            _ = try DeviceClaim.receive(try open(loop.path, .path), of: device.rawValue)
        }
    }

    @Test("Who finds a device claimed and nobody to share it is told who it may be")
    func refusal() {
        let error = DeviceClaim.refusal("/dev/sdx", folder: "/run/pr")
        #expect(error.code == .busy && error.cause == .busy)
        for part in ["/dev/sdx", "/run/pr", "another store, a mount, LVM, md or a partition uses this device"] {
            #expect(error.message.contains(part))
        }
    }

    // MARK: - Nodes

    @Test("Two nodes of a device don't see each other's locks until one joins the other")
    func join() throws {
        let first = try open(loop.path)
        let second = try open(node, [.readWrite, .direct])
        try SlotLocks.hold(slot: 1, on: first.rawValue)
        let number = second.rawValue
        let before = try RegistryLock(reopening: number, name: node)
        #expect(try SlotLocks.heldSlots(probe: before.descriptor) == [])
        let place = try DeviceClaim.node(of: first.rawValue)
        #expect(try DeviceClaim.join(place, number) == .common)
        let registry = try RegistryLock(reopening: number, name: node)
        #expect(try SlotLocks.heldSlots(probe: registry.descriptor) == [1])
        // The number has stayed, and how it is open too.
        #expect(try System.openFlags(of: number).isSuperset(of: [.readWrite, .direct]))
        try SlotLocks.hold(slot: 2, on: number)
        let probe = try open(loop.path)
        #expect(try SlotLocks.heldSlots(probe: probe.rawValue) == [1, 2])
        // Once more changes nothing, not even the locks.
        #expect(try DeviceClaim.join(place, number) == .common)
        #expect(try SlotLocks.heldSlots(probe: probe.rawValue) == [1, 2])
    }

    @Test("A reader that joins stays a reader")
    func joinReading() throws {
        let first = try open(loop.path)
        let second = try open(node, .readOnly)
        #expect(try DeviceClaim.join(try DeviceClaim.node(of: first.rawValue), second.rawValue) == .common)
        #expect(try System.openFlags(of: second.rawValue).access == .readOnly)
    }

    @Test(
        "Where the other's node can't be opened, one's own is kept and said so",
        arguments: [Errno.accessDenied, .notPermitted])
    func ownNode(cause: Errno) throws {
        let first = try open(loop.path)
        let second = try open(node)
        let place = try DeviceClaim.node(of: first.rawValue)
        let before = try System.status(of: second.rawValue)
        let result = try Faults.with(Fault(.open, .fail(cause), pathSuffix: "/fd/\(place.rawValue)")) {
            try DeviceClaim.join(place, second.rawValue)
        }
        #expect(result == .own(cause))
        #expect(try System.status(of: second.rawValue) == before)
    }

    @Test("A node of something else is refused")
    func wrongNode() throws {
        let device = try open(node)
        let second = try TemporaryImage(size: 1 << 20)
        let other = try LoopDevice(second)
        for path in [other.path, second.path, "/dev/null"] {
            #expect(throws: Errno.invalidArgument) {
                _ = try DeviceClaim.join(try open(path, .path), device.rawValue)
            }
        }
    }

    @Test(
        "Page, claim and node come together, to who shows the device by another node",
        .enabled(if: PythonPeer.isAvailable))
    func handedOut() throws {
        let device = try open(loop.path)
        let claim = try DeviceClaim.take(device.rawValue)
        let own = try open(node)
        let offered = try DeviceClaim.node(of: device.rawValue)
        let lab = try PageLab()
        lab.listener?.stop()
        lab.listener = try lab.serve([claim.descriptor, offered.rawValue], disk: device.rawValue)
        // The file of the lab is another disk now.
        #expect(throws: Errno.connectionReset) { try lab.ask() }
        let offer = try PageClient.ask(lab.path, showing: own.rawValue, timeoutNanoseconds: 60_000_000_000)
        guard let theirs = try offer.claim?.duplicate(), let place = try offer.node?.duplicate() else {
            Issue.record("the claim or the node is missing")
            return
        }
        let kept = try DeviceClaim.receive(theirs, of: own.rawValue)
        #expect(try DeviceClaim.join(place, own.rawValue) == .common)
        let (a, b) = (try System.status(of: own.rawValue), try System.status(of: device.rawValue))
        #expect(a.inode == b.inode && a.device == b.device)
        withExtendedLifetime((claim, kept)) {}
    }
}
