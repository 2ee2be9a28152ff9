import Block
import BlockTestSupport
import Sys
import Testing

@testable import Block

/// Nodes whose reservation manager keeps others from the disk itself, and those beside them that have none.
@Suite struct GuardedNodeTests {
    private let environment = BlockEnvironment()
    private let image: TemporaryImage

    init() throws { image = try TemporaryImage(size: 1 << 20) }

    private func open(
        _ manager: TestManager?, _ environment: BlockEnvironment? = nil,
        _ change: (inout FileOptions) -> Void = { _ in }
    ) throws -> FileNode {
        var options = FileOptions(name: "disk", path: image.path)
        change(&options)
        return try FileNode(options, environment: environment ?? self.environment, reservations: manager)
    }

    private func flags(_ descriptor: Int32) throws -> OpenFlags {
        try System.openFlags(of: descriptor).intersection([.readWrite, .direct])
    }

    private func isLocked(_ byte: Int64) throws -> Bool {
        let other = try System.open(image.path, .readWrite)
        return try System.conflictingLock(other.rawValue, .exclusive, start: byte, length: 1) != nil
    }

    private let all = NodePermissions(used: .all, shared: [])

    @Test("locking=off is refused with a manager that guards the disk, and only with one")
    func lockingOff() throws {
        let error = #expect(throws: BlockError.self) {
            try open(TestManager(guardsDisk: true)) { $0.locking = .off }
        }
        #expect(error?.message.contains("locking=off") == true)
        _ = try open(TestManager()) { $0.locking = .off }
        _ = try open(TestManager(guardsDisk: true)) { $0.locking = .on }
    }

    @Test("A guarded node leaves the image locks to its manager, whatever its users do")
    func imageLocks() throws {
        let manager = TestManager(guardsDisk: true)
        let node = try open(manager)
        try node.prepare(NodeChange(all))
        node.commit()
        for byte in Array(100...104) + Array(200...204) { #expect(try !isLocked(Int64(byte))) }
        // The same node without one locks eight bytes.
        let plain = try open(nil)
        try plain.prepare(NodeChange(all))
        plain.commit()
        #expect(try isLocked(101) && isLocked(201))
    }

    @Test(
        "A guarded node is open in its final mode before its manager sees it, and no writer opens it again",
        arguments: [(false, true, OpenFlags.readWrite), (false, false, .readWrite), (true, false, .readOnly)])
    func finalMode(readOnly: Bool, autoReadOnly: Bool, expected: OpenFlags) throws {
        let manager = TestManager(guardsDisk: true)
        let node = try open(manager) { ($0.readOnly, $0.autoReadOnly) = (readOnly, autoReadOnly) }
        let attachment = try #require(manager.attachments.first)
        #expect(attachment.node.isWritable == (expected == .readWrite))
        #expect(try flags(node.descriptor) == expected)
        for used in [BlockPermissions.consistentRead, readOnly ? [] : .all, []] {
            try node.prepare(NodeChange(NodePermissions(used: used, shared: .all)))
            node.commit()
            #expect(try flags(node.descriptor) == expected)
        }
        #expect(attachment.events.isEmpty)
        // Without a guarding manager it waits for the first writer.
        let other = try open(TestManager()) { $0.autoReadOnly = true }
        #expect(try flags(other.descriptor) == .readOnly)
    }

    // MARK: - Another description

    private func direct(_ node: FileNode) -> NodeChange {
        var options = node.options
        options.direct.toggle()
        return NodeChange(all, options: options)
    }

    @Test("Another description takes the old one's place only while the node is drained")
    func undrained() throws {
        let manager = TestManager(guardsDisk: true)
        let node = try open(manager)
        let error = #expect(throws: BlockError.self) { try node.prepare(direct(node)) }
        #expect(error?.code == .busy)
        #expect(try flags(node.descriptor) == .readWrite)
        #expect(manager.attachments[0].events.isEmpty)
        // A node that nobody guards need not be.
        let plain = try open(nil)
        try plain.prepare(direct(plain))
        plain.commit()
        #expect(try flags(plain.descriptor) == [.readWrite, .direct])
    }

    @Test("The manager sees the new description before the old one goes, and the old one as long as it is there")
    func replacement() throws {
        let byte: Int64 = 1 << 40
        let manager = TestManager(guardsDisk: true, lockByte: byte)
        let node = try open(manager)
        let number = node.descriptor
        let attachment = manager.attachments[0]
        node.control.beginDrain()
        try node.prepare(direct(node))
        #expect(attachment.events == [.added([.readWrite, .direct])])
        node.commit()
        #expect(attachment.events == [.added([.readWrite, .direct]), .removed(.readWrite)])
        #expect(node.descriptor == number)
        #expect(try flags(number) == [.readWrite, .direct])
        // The lock came along with the new one: dropping it through the number frees the byte.
        #expect(try isLocked(byte))
        try System.unlock(number, start: byte, length: 1)
        #expect(try !isLocked(byte))
        node.control.endDrain()
    }

    @Test("A change that is taken back, or that the manager refuses, leaves the old description as it was")
    func takenBack() throws {
        let byte: Int64 = 1 << 40
        let manager = TestManager(guardsDisk: true, lockByte: byte)
        let node = try open(manager)
        let attachment = manager.attachments[0]
        node.control.beginDrain()
        try node.prepare(direct(node))
        node.abort()
        #expect(attachment.events == [.added([.readWrite, .direct])])
        attachment.refuse(BlockError(.busy, "not now"))
        let error = #expect(throws: BlockError.self) { try node.prepare(direct(node)) }
        #expect(error?.message == "not now")
        #expect(try flags(node.descriptor) == .readWrite)
        // What is locked is locked by the old one alone.
        try System.unlock(node.descriptor, start: byte, length: 1)
        #expect(try !isLocked(byte))
        node.control.endDrain()
    }

    @Test("A node passes on that it is about to do I/O, and that it has stopped")
    func activation() throws {
        let manager = TestManager(guardsDisk: true)
        let node = try open(manager) { $0.isActive = false }
        let attachment = manager.attachments[0]
        #expect(!attachment.node.isActive)
        try node.activating()
        node.deactivated()
        attachment.refuse(BlockError(.busy, "the source is stuck"))
        let error = #expect(throws: BlockError.self) { try node.activating() }
        #expect(error?.message == "the source is stuck")
        #expect(attachment.events == [.activating, .deactivated, .activating])
    }

    // MARK: - Writing without a manager

    /// An environment that refuses writing, and what it was asked about.
    private func refusing(_ asked: Locked<[String]>) -> BlockEnvironment {
        BlockEnvironment(openingForWriting: { (path, descriptor) throws(BlockError) in
            let mode = try? System.openFlags(of: descriptor).access
            asked.withLock { $0.append(mode == .readWrite ? path : "not open for writing") }
            throw BlockError(.busy, "has registrations")
        })
    }

    @Test("Opening for writing without a guarding manager is asked about; reading is not")
    func writing() throws {
        let asked = Locked<[String]>([])
        let environment = refusing(asked)
        _ = try open(nil, environment) { $0.readOnly = true }
        _ = try open(TestManager(guardsDisk: true), environment)
        #expect(asked.withLock { $0 }.isEmpty)
        for manager in [nil, TestManager()] {
            let error = #expect(throws: BlockError.self) { try open(manager, environment) }
            #expect(error?.message == "has registrations")
        }
        #expect(asked.withLock { $0 } == [image.path, image.path])
    }

    @Test("A node that opens for writing with its first writer is asked about then, and goes on reading")
    func firstWriter() throws {
        let asked = Locked<[String]>([])
        let node = try open(nil, refusing(asked)) { $0.autoReadOnly = true }
        #expect(asked.withLock { $0 }.isEmpty)
        #expect(throws: BlockError.self) { try node.prepare(NodeChange(all)) }
        #expect(asked.withLock { $0 } == [image.path])
        #expect(try flags(node.descriptor) == .readOnly)
        #expect(try !isLocked(101))
        try node.prepare(NodeChange(NodePermissions(used: .consistentRead, shared: .all)))
        node.commit()
        #expect(asked.withLock { $0 }.count == 1)
    }
}
