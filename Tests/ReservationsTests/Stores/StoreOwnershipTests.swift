import Glibc
import Sys
import Testing

@testable import Reservations

@Suite struct StoreOwnershipTests {
    private let folder: StoreFolder
    private var path: String { "\(folder.path)/file" }

    init() throws { folder = try StoreFolder() }

    /// Makes a file, applies an ownership, and says what came of it.
    private func applied(_ ownership: StoreOwnership) throws -> InodeStatus {
        let file = try System.open(path, [.readWrite, .create, .exclusive])
        try ownership.apply(to: .descriptor(file.rawValue), now: System.inode(of: file.rawValue))
        return try System.inode(of: file.rawValue)
    }

    @Test(arguments: [(0o444 as UInt32, 0o644 as UInt32), (0o7777, 0o666), (0, 0o600), (0o660, 0o660)])
    func `files are never for executing and always for their owner`(mode: UInt32, expected: UInt32) throws {
        let status = try applied(StoreOwnership(user: geteuid(), group: getegid(), mode: mode))
        #expect(status.permissions == expected)
    }

    @Test(.enabled(if: geteuid() == 0)) func `files take after the disk`() throws {
        let disk = try System.open("\(folder.path)/disk", [.readWrite, .create])
        try System.setOwner(of: .descriptor(disk.rawValue), user: 1234, group: 5678)
        try System.setPermissions(of: .descriptor(disk.rawValue), 0o660)
        let status = try applied(StoreOwnership.of(disk.rawValue))
        #expect(status.owner == 1234 && status.group == 5678 && status.permissions == 0o660)
        let other = try StoreOwnership.of(disk.rawValue, group: 42, mode: 0o640)
        try other.apply(to: .path(path), now: status)
        let again = try System.inode(at: path)
        #expect(again.owner == 1234 && again.group == 42 && again.permissions == 0o640)
    }

    @Test func `a group that can't be given gets no permissions, least of all another group's`() throws {
        let file = try System.open(path, [.readWrite, .create, .exclusive])
        let before = try System.inode(of: file.rawValue)
        let ownership = StoreOwnership(user: before.owner &+ 1, group: before.group &+ 1, mode: 0o664)
        try Faults.with(Fault(.owner, .fail(.notPermitted), descriptor: file.rawValue, times: 2)) {
            try ownership.apply(to: .descriptor(file.rawValue), now: before)
        }
        let status = try System.inode(of: file.rawValue)
        #expect(status.permissions == 0o604 && status.group == before.group && status.owner == before.owner)
    }

    @Test func `nothing is followed to another file`() throws {
        _ = try System.open(path, [.readWrite, .create, .exclusive], mode: 0o600)
        let link = "\(folder.path)/link"
        #expect(symlink(path, link) == 0)
        #expect(throws: Errno.linkLoop) { try System.setPermissions(of: .path(link), 0o666) }
        #expect(try System.inode(at: path).permissions == 0o600)
        #expect(try System.inode(at: link).isLink)
    }

    @Test func `strangers' files are told from those of the disk's users`() throws {
        var file = try applied(StoreOwnership(user: geteuid(), group: getegid(), mode: 0o600))
        (file.owner, file.group) = (4000, 4000)
        let user = geteuid() == 0 ? 77 : geteuid()
        #expect(!StoreOwnership(user: user, group: 3000, mode: 0o660).accepts(file))
        #expect(StoreOwnership(user: 4000, group: 3000, mode: 0o660).accepts(file))
        #expect(StoreOwnership(user: user, group: 4000, mode: 0o660).accepts(file))
        #expect(StoreOwnership(user: user, group: 3000, mode: 0o666).accepts(file))
        file.owner = 0
        #expect(StoreOwnership(user: user, group: 3000, mode: 0o660).accepts(file))
    }
}
