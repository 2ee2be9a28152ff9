import BlockSchema
import Holdfast
import QAPI
import Testing

/// Descriptors from outside: `add-fd`, `remove-fd`, `query-fdsets`, and nodes by `/dev/fdset/N`.
struct DescriptorSetTests {
    let folder: TemporaryFolder
    let backend: Backend
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        backend = try Backend()
        path = try folder.file(size: 1 << 20)
    }

    private func add(_ flags: OpenFlags, set: Int64? = nil, opaque: String? = nil) throws -> AddfdInfo {
        let file = try System.open(path, flags)
        return try backend.addDescriptor(file.rawValue, toSet: set, opaque: opaque)
    }

    @Test func `sets have the lowest free number, or the one that is asked for`() throws {
        #expect(try add(.readOnly).fdsetId == 0)
        #expect(try add(.readOnly).fdsetId == 1)
        #expect(try add(.readWrite, set: 7, opaque: "rw:disk").fdsetId == 7)
        let second = try add(.readOnly, set: 7)
        let sets = backend.descriptorSets
        #expect(sets.map(\.fdsetId) == [0, 1, 7])
        #expect(sets[2].fds.map(\.opaque) == ["rw:disk", nil])
        #expect(sets[2].fds[1].fd == second.fd)
        try backend.removeDescriptor(fromSet: 0)
        #expect(try add(.readOnly).fdsetId == 0)
        try backend.removeDescriptor(second.fd, fromSet: 7)
        #expect(backend.descriptorSets.last?.fds.count == 1)
        // The last takes the set with it.
        try backend.removeDescriptor(try #require(backend.descriptorSets.last?.fds.first?.fd), fromSet: 7)
        #expect(backend.descriptorSets.map(\.fdsetId) == [0, 1])
    }

    @Test func `what isn't there can't be removed, and what isn't open can't be added`() throws {
        let info = try add(.readOnly)
        #expect(throws: QAPIError.self) { try backend.removeDescriptor(fromSet: 5) }
        #expect(throws: QAPIError.self) { try backend.removeDescriptor(info.fd + 1000, fromSet: info.fdsetId) }
        #expect(throws: QAPIError.self) { try backend.removeDescriptor(.max, fromSet: info.fdsetId) }
        #expect(throws: QAPIError.self) { try backend.addDescriptor(-1) }
        #expect(throws: QAPIError.self) { try backend.addDescriptor(Int32(info.fd), toSet: -1) }
        #expect(backend.descriptorSets.count == 1)
    }

    @Test func `a node opens the descriptor whose mode suits, anew`() throws {
        let set = try add(.readOnly).fdsetId
        let name = "driver=file,node-name=f,filename=/dev/fdset/\(set)"
        // Nobody gave one to write through.
        let error = try #require(throws: QAPIError.self) { try backend.addNode(name) }
        #expect(error.message.contains("Permission denied"), "\(error)")
        let info = try add(.readWrite, set: set)
        let node = try backend.addNode(name + ",cache.direct=on")
        let queue = try OneRequest(backend)
        let handle = try queue.attach(node)
        #expect(try queue.write(handle, 6) == 4096)
        // The giver's description has other flags, and none of the locks.
        #expect(try !System.openFlags(of: Int32(info.fd)).contains(.direct))
        #expect(try System.conflictingLock(Int32(info.fd), .exclusive, start: 101, length: 1) != nil)
        try backend.removeDescriptor(fromSet: set)
        #expect(try queue.read(handle).first == 6)
    }

    @Test func `who only reads makes do with a descriptor that could write`() throws {
        let set = try add(.readWrite).fdsetId
        let node = try backend.addNode("driver=file,node-name=f,filename=/dev/fdset/\(set),read-only=on")
        let queue = try OneRequest(backend)
        #expect(try queue.read(queue.attach(node)).result == 4096)
    }

    @Test func `a file that may not be opened again is used through a duplicate`() throws {
        let set = try add(.readWrite).fdsetId
        let number = try #require(backend.descriptorSets.first?.fds.first?.fd)
        let node = try Faults.with(
            Fault(.open, .fail(.accessDenied), pathSuffix: "/proc/self/fd/\(number)")
        ) { () throws in
            try backend.addNode("driver=file,node-name=f,filename=/dev/fdset/\(set),cache.direct=on")
        }
        let queue = try OneRequest(backend)
        #expect(try queue.write(queue.attach(node), 6) == 4096)
        #expect(try System.openFlags(of: Int32(number)).contains(.direct))
    }

    @Test func `with auto-read-only the set is asked again when somebody writes`() throws {
        let set = try add(.readOnly).fdsetId
        let node = try backend.addNode("driver=file,node-name=f,filename=/dev/fdset/\(set),auto-read-only=on")
        // Nothing to write through: it counts as read-only.
        #expect(node.isReadOnly)
        _ = try add(.readWrite, set: set)
        let other = try backend.addNode("driver=file,node-name=g,filename=/dev/fdset/\(set),auto-read-only=on")
        #expect(!other.isReadOnly)
        let queue = try OneRequest(backend)
        #expect(try queue.write(queue.attach(other), 6) == 4096)
    }
}
