import BlockTestSupport
import Glibc
import Sys
import Testing

@testable import Block
@testable import Reservations

@Suite struct DiskIdentityTests {
    @Test func `a text has a digest and a name for files`() {
        let identity = DiskIdentity(text: "abc")
        #expect(identity.fileName == "ba7816bf8f01cfea")
        #expect(identity.digest.count == 32 && identity.text == "abc")
        #expect(identity == DiskIdentity(text: "abc") && identity != DiskIdentity(text: "abd"))
    }

    @Test func `a long text is cut, and still counts whole`() {
        let long = String(repeating: "é", count: 100)
        let identity = DiskIdentity(text: long)
        #expect(identity.text == String(repeating: "é", count: 60))
        #expect(identity != DiskIdentity(text: long + "x"))
        #expect(DiskIdentity(digest: identity.digest, text: Array(identity.text.utf8)) == identity)
    }

    @Test(arguments: [
        ([UInt8](repeating: 0, count: 31), [UInt8]()), ([UInt8](repeating: 0, count: 32), [0x1b]),
        ([UInt8](repeating: 0, count: 32), [0xff]),
        ([UInt8](repeating: 0, count: 32), [UInt8](repeating: 65, count: 121)),
    ])
    func `what was not stored so is none`(digest: [UInt8], text: [UInt8]) {
        #expect(DiskIdentity(digest: digest, text: text) == nil)
    }

    // MARK: - Files

    /// Makes the kernel's answers for one file.
    private func answers(
        of image: TemporaryImage, uuid: [UInt8]?, version: UInt32?
    ) -> [Fault] {
        let missing = Fault.Effect.fail(.notTypewriter)
        let identifier: Fault.Effect =
            uuid.map { uuid in
                .answer { argument in
                    argument?.storeBytes(of: 16, as: UInt8.self)
                    for (index, byte) in uuid.enumerated() {
                        argument?.storeBytes(of: byte, toByteOffset: 1 + index, as: UInt8.self)
                    }
                    return 0
                }
            } ?? missing
        let inode: Fault.Effect =
            version.map { version in
                .answer { argument in
                    argument?.storeBytes(of: version, as: UInt32.self)
                    return 0
                }
            } ?? missing
        return [
            Fault(
                .ioctl, identifier, descriptor: image.descriptor, request: DeviceRequest.fileSystemIdentifier.rawValue,
                times: .max),
            Fault(
                .ioctl, inode, descriptor: image.descriptor, request: DeviceRequest.inodeVersion.rawValue, times: .max),
        ]
    }

    private static let uuid: [UInt8] = Array(1...16)
    private static let dashless = "0102030405060708090a0b0c0d0e0f10"

    private func find(
        _ image: TemporaryImage, uuid: [UInt8]?, version: UInt32?, links: String = "/nonexistent"
    ) throws -> DiskIdentity {
        let faults = answers(of: image, uuid: uuid, version: version)
        return try Faults.with(faults[0], faults[1]) { try DiskIdentity.find(image.descriptor, links: links) }
    }

    @Test func `a file is its file system, its inode and the inode's version`() throws {
        let image = try TemporaryImage(size: 4096)
        let inode = try System.inode(of: image.descriptor).inode
        let found = try find(image, uuid: Self.uuid, version: 0)
        #expect(found.text == "file fs=\(Self.dashless) inode=\(inode) version=0")
        #expect(found != (try find(image, uuid: Self.uuid, version: 1)))
        #expect(found != (try find(image, uuid: Array(2...17), version: 0)))
    }

    @Test func `a file system without inode versions needs times of birth`() throws {
        let image = try TemporaryImage(size: 4096)
        let birth = try #require(try System.inode(of: image.descriptor).birth)
        let found = try find(image, uuid: Self.uuid, version: nil)
        #expect(found.text.hasSuffix(" born=\(birth)") && !found.text.contains("version"))
    }

    @Test func `without a UUID chance has to tell files apart`() throws {
        let image = try TemporaryImage(size: 4096)
        let none = [UInt8](repeating: 0, count: 16)
        let birth = try #require(try System.inode(of: image.descriptor).birth)
        let found = try find(image, uuid: none, version: 77)
        #expect(found.text.hasPrefix("file fs=none inode="))
        #expect(found.text.hasSuffix(" version=77 born=\(birth)"))
        // What a tool put into an image of a file system is the same in all of its copies.
        #expect(throws: BlockError.self) { try find(image, uuid: none, version: 0) }
        #expect(throws: BlockError.self) { try find(image, uuid: none, version: nil) }
    }

    @Test func `an old kernel leaves it to udev`() throws {
        let image = try TemporaryImage(size: 4096)
        #expect(throws: BlockError.self) { try find(image, uuid: nil, version: 3) }
        let device = try System.inode(of: image.descriptor).device
        let folder = try StoreFolder()
        mkdir("\(folder.path)/by-uuid", 0o700)
        let name = "\(folder.path)/by-uuid/01020304-0506-0708-090A-0B0C0D0E0F10"
        defer {
            unlink(name)
            rmdir("\(folder.path)/by-uuid")
        }
        // No block device of that number: another one's name says nothing.
        #expect(symlink("/dev/null", name) == 0)
        #expect(throws: BlockError.self) { try find(image, uuid: nil, version: 3, links: folder.path) }
        unlink(name)
        let number = makedev(device.major, device.minor)
        guard geteuid() == 0, mknod(name, S_IFBLK | 0o600, number) == 0 else { return }
        let found = try find(image, uuid: nil, version: 3, links: folder.path)
        #expect(found == (try find(image, uuid: Self.uuid, version: 3)), "an upgrade changes nothing")
    }

    private func makedev(_ major: UInt32, _ minor: UInt32) -> UInt {
        UInt(major & 0xfff) << 8 | UInt(minor & 0xff) | UInt(minor & ~0xff) << 12
    }

    @Test func `the identity is of the file, whatever it is called`() throws {
        let image = try TemporaryImage(size: 4096)
        let other = try TemporaryImage(size: 4096)
        let first = try DiskIdentity.find(image.descriptor)
        let again = try System.open("/proc/self/fd/\(image.descriptor)", .readOnly)
        #expect(try DiskIdentity.find(again.rawValue) == first)
        #expect(try DiskIdentity.find(other.descriptor) != first)
        let name = image.path + ".link"
        #expect(link(image.path, name) == 0)
        defer { unlink(name) }
        let linked = try System.open(name, .readOnly)
        #expect(try DiskIdentity.find(linked.rawValue) == first)
    }

    @Test func `a file that was removed is no disk`() throws {
        let image = try TemporaryImage(size: 4096)
        unlink(image.path)
        #expect(throws: BlockError.self) { try DiskIdentity.find(image.descriptor) }
    }

    @Test func `a file in memory has an identity as long as it lives`() throws {
        let image = try TemporaryImage(size: 4096, folder: "/dev/shm")
        let other = try TemporaryImage(size: 4096, folder: "/dev/shm")
        let found = try DiskIdentity.find(image.descriptor)
        #expect(found.text.hasPrefix("file fs=") && !found.text.hasPrefix("file fs=none"))
        #expect(try DiskIdentity.find(other.descriptor) != found)
    }

    @Test(arguments: ["/dev/null", "/tmp"])
    func `what is no disk has none`(path: String) throws {
        let descriptor = try System.open(path, .readOnly)
        #expect(throws: BlockError.self) { try DiskIdentity.find(descriptor.rawValue) }
    }

    @Test(.enabled(if: geteuid() == 0)) func `a file of an overlay is refused`() throws {
        let folder = try StoreFolder()
        let parts = ["lower", "upper", "work", "merged"].map { "\(folder.path)/\($0)" }
        for part in parts { mkdir(part, 0o700) }
        let options = "lowerdir=\(parts[0]),upperdir=\(parts[1]),workdir=\(parts[2])"
        try #require(mount("overlay", parts[3], "overlay", 0, options) == 0)
        defer {
            umount2(parts[3], 2)
            rmdir("\(parts[2])/work")
            unlink("\(parts[1])/disk")
            for part in parts { rmdir(part) }
        }
        let file = try System.open("\(parts[3])/disk", [.readWrite, .create])
        #expect {
            try DiskIdentity.find(file.rawValue)
        } throws: { "\($0)".contains("overlayfs") }
    }
}
