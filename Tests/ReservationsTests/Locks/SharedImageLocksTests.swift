import Block
import BlockTestSupport
import ReservationTestSupport
import Sys
import Testing

@testable import Reservations

/// The image locks by which attachments keep those out who know nothing of reservations.
@Suite struct SharedImageLocksTests {
    private let image: TemporaryImage
    private let data: KeptDescriptor

    init() throws {
        image = try TemporaryImage(size: 4096)
        data = KeptDescriptor(try System.open(image.path, .readWrite))
    }

    private func locked() throws -> [Int64] {
        let other = try System.open(image.path, .readWrite)
        return try (Array(95...110) + Array(195...210)).filter { byte in
            try System.conflictingLock(other.rawValue, .exclusive, start: byte, length: 1) != nil
        }
    }

    private static let bytes: [SharedImageLocks.Role: [Int64]] = [
        .writer: [100, 101, 103, 201, 203], .reader: [100, 201, 203], .inactive: [201, 203],
    ]

    @Test("Each role has its bytes, and gives them all back", arguments: SharedImageLocks.Role.allCases)
    func roles(role: SharedImageLocks.Role) throws {
        try SharedImageLocks.take(role, on: data.rawValue)
        #expect(try locked() == Self.bytes[role])
        SharedImageLocks.drop(role, on: data.rawValue)
        #expect(try locked() == [])
    }

    @Test("From one role to another, exactly the bytes of the other are locked")
    func change() throws {
        for old in SharedImageLocks.Role.allCases {
            for new in SharedImageLocks.Role.allCases {
                try SharedImageLocks.take(old, on: data.rawValue)
                try SharedImageLocks.change(from: old, to: new, on: data.rawValue)
                #expect(try locked() == Self.bytes[new])
                SharedImageLocks.drop(new, on: data.rawValue)
            }
        }
    }

    @Test(
        "A stranger's byte is in the way of the roles that it excludes, whoever else shares the disk",
        arguments: [
            // Somebody who writes, or resizes.
            (101, [.writer, .reader, .inactive], []), (103, [.writer, .reader, .inactive], []),
            // Somebody who doesn't share writing or resizing.
            (201, [.writer], []), (203, [.writer], []),
            // Somebody who shares nothing at all is in the way even among attachments.
            (200, [.writer, .reader], [.writer, .reader]),
            // Readers, and what nobody minds.
            (100, [], []), (102, [], []), (202, [], []),
        ] as [(Int64, [SharedImageLocks.Role], [SharedImageLocks.Role])])
    func conflicts(byte: Int64, alone: [SharedImageLocks.Role], beside: [SharedImageLocks.Role]) throws {
        let stranger = try System.open(image.path, .readWrite)
        try System.lock(stranger.rawValue, .shared, start: byte, length: 1)
        for role in SharedImageLocks.Role.allCases {
            try SharedImageLocks.take(role, on: data.rawValue)
            #expect(
                try (SharedImageLocks.conflict(role, on: data.rawValue, beside: .nobody) != nil) == alone.contains(role)
            )
            #expect(
                try (SharedImageLocks.conflict(role, on: data.rawValue, beside: .attachments) != nil)
                    == beside.contains(role))
            SharedImageLocks.drop(role, on: data.rawValue)
        }
    }

    @Test("Attachments of any roles don't mind each other, and mind a stranger only when they are the first")
    func company() throws {
        for one in SharedImageLocks.Role.allCases {
            for other in SharedImageLocks.Role.allCases {
                let second = try System.open(image.path, .readWrite)
                try SharedImageLocks.take(one, on: data.rawValue)
                try SharedImageLocks.take(other, on: second.rawValue)
                #expect(try SharedImageLocks.conflict(other, on: second.rawValue, beside: .attachments) == nil)
                let found = try SharedImageLocks.conflict(other, on: second.rawValue, beside: .nobody)
                // Those that don't write exclude only writers.
                #expect((found != nil) == (one == .writer || other == .writer))
                SharedImageLocks.drop(one, on: data.rawValue)
            }
        }
    }

    @Test("Of two that lock first and then look, at least one sees the other")
    func order() throws {
        let other = try System.open(image.path, .readWrite)
        try SharedImageLocks.take(.writer, on: data.rawValue)
        try SharedImageLocks.take(.writer, on: other.rawValue)
        let seen = try SharedImageLocks.conflict(.writer, on: data.rawValue, beside: .nobody)
        #expect(seen == .conflict(byte: 201, permission: .write, isUsed: true))
        #expect(try SharedImageLocks.conflict(.writer, on: other.rawValue, beside: .nobody) != nil)
    }

    // MARK: - Nodes without a manager

    private func open(_ change: (inout FileOptions) -> Void = { _ in }) throws -> FileNode {
        var options = FileOptions(name: "plain", path: image.path)
        change(&options)
        return try FileNode(options, environment: BlockEnvironment())
    }

    private func use(_ node: FileNode, _ used: BlockPermissions, sharing shared: BlockPermissions) throws(BlockError) {
        try node.prepare(NodeChange(NodePermissions(used: used, shared: shared)))
        node.commit()
    }

    @Test(
        "While there is an attachment, a node without a manager can't write, and can read if it shares everything",
        arguments: SharedImageLocks.Role.allCases)
    func plainNodes(role: SharedImageLocks.Role) throws {
        try SharedImageLocks.take(role, on: data.rawValue)
        let node = try open()
        #expect(throws: BlockError.self) { try use(node, [.consistentRead, .write], sharing: .all) }
        #expect(throws: BlockError.self) { try use(node, .resize, sharing: .all) }
        try use(node, .consistentRead, sharing: .all)
        // One that doesn't share writing is in the way only of those who write.
        let refusesWriters: BlockPermissions = [.consistentRead, .writeUnchanged, .resize]
        if role == .writer {
            #expect(throws: BlockError.self) { try use(node, .consistentRead, sharing: refusesWriters) }
        } else {
            try use(node, .consistentRead, sharing: refusesWriters)
        }
    }

    @Test("An attachment is refused while a node without a manager writes, and told by whom")
    func besidePlainNode() throws {
        let node = try open()
        try use(node, [.consistentRead, .write], sharing: .all)
        try SharedImageLocks.take(.writer, on: data.rawValue)
        let found = try #require(try SharedImageLocks.conflict(.writer, on: data.rawValue, beside: .nobody))
        #expect(!found.isPassing(data.rawValue))
        let error = found.error(for: "node 'vda'", on: image.path, data.rawValue, node: { _ in "plain" })
        #expect(error.code == .busy)
        #expect(error.message.contains("this process by its node 'plain'"), "\(error)")
    }

    @Test("Who is about to end is waited for, who stays isn't", .enabled(if: PythonPeer.isAvailable))
    func passing() throws {
        let peer = try PythonPeer()
        #expect(peer("fd = os.open('\(image.path)', os.O_RDWR)") == "None")
        #expect(peer("lock(fd, READ, 101)") == "None")
        try SharedImageLocks.take(.writer, on: data.rawValue)
        let found = try #require(try SharedImageLocks.conflict(.writer, on: data.rawValue, beside: .nobody))
        #expect(found == .conflict(byte: 101, permission: .write, isUsed: false))
        #expect(!found.isPassing(data.rawValue))
        let message = found.error(for: "node 'vda'", on: image.path, data.rawValue, node: { _ in nil }).message
        #expect(message.contains("process \(peer.number) (python"), "\(message)")
        peer.end()
        #expect(found.isPassing(data.rawValue))
        #expect(try SharedImageLocks.conflict(.writer, on: data.rawValue, beside: .nobody) == nil)
    }
}
