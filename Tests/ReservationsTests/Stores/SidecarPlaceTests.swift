import BlockTestSupport
import Glibc
import Sys
import Testing

@testable import Block
@testable import Reservations

@Suite struct SidecarPlaceTests {
    private let folder: StoreFolder
    private let path: String

    init() throws {
        folder = try StoreFolder()
        path = "\(folder.path)/disk.img"
    }

    private func image() throws -> Descriptor { try System.open(path, [.readWrite, .create]) }

    @Test func `beside an image it is called after it, whichever way it was opened`() throws {
        let image = try image()
        #expect(try SidecarPlace("auto").path(of: image.rawValue, SampleRecord.identity) == "\(path).pr")
        let link = "\(folder.path)/link"
        #expect(symlink(path, link) == 0)
        let linked = try System.open(link, .readOnly)
        #expect(try SidecarPlace.beside.path(of: linked.rawValue, SampleRecord.identity) == "\(path).pr")
    }

    @Test func `an image with two names, or none, has no place beside it`() throws {
        let image = try image()
        let other = "\(folder.path)/other"
        #expect(link(path, other) == 0)
        #expect(throws: BlockError.self) { try SidecarPlace.path(beside: image.rawValue) }
        try System.unlink(path)
        #expect(throws: BlockError.self, "the name it was opened by is gone") {
            try SidecarPlace.path(beside: image.rawValue)
        }
        try System.unlink(other)
        #expect(throws: BlockError.self) { try SidecarPlace.path(beside: image.rawValue) }
    }

    @Test func `a device has no place beside it`() throws {
        let null = try System.open("/dev/null", .readOnly)
        #expect {
            try SidecarPlace.path(beside: null.rawValue)
        } throws: { "\($0)".contains("state=DIR") }
    }

    @Test(.enabled(if: geteuid() == 0)) func `an image that is mounted without its folder has no place beside it`()
        throws
    {
        let image = try image()
        let target = "\(folder.path)/mounted"
        _ = try System.open(target, [.writeOnly, .create])
        try #require(mount(path, target, "none", UInt(MS_BIND), nil) == 0)
        defer { umount2(target, 2) }
        let mounted = try System.open(target, .readWrite)
        #expect {
            try SidecarPlace.path(beside: mounted.rawValue)
        } throws: { "\($0)".contains("without its folder") }
        #expect(try SidecarPlace.path(beside: image.rawValue) == "\(path).pr")
    }

    @Test func `in a folder it is called after the disk, and the folder has one name`() throws {
        let image = try image()
        let link = "\(folder.path)/link"
        #expect(symlink(folder.path, link) == 0)
        let expected = "\(folder.path)/\(SampleRecord.identity.fileName).pr"
        #expect(try SidecarPlace(folder.path).path(of: image.rawValue, SampleRecord.identity) == expected)
        #expect(try SidecarPlace(link).path(of: image.rawValue, SampleRecord.identity) == expected)
        #expect(throws: BlockError.self) {
            try SidecarPlace(path).path(of: image.rawValue, SampleRecord.identity)
        }
        #expect(throws: BlockError.self) {
            try SidecarPlace("/nonexistent").path(of: image.rawValue, SampleRecord.identity)
        }
    }
}
