import Block
import BlockTestSupport
import Foundation
import Glibc
import Sys
import Testing

@testable import Block

@Suite struct ImageLockTests {
    private let environment = BlockEnvironment()

    private func open(_ image: TemporaryImage, _ change: (inout FileOptions) -> Void = { _ in }) throws -> FileNode {
        var options = FileOptions(name: "disk", path: image.path)
        change(&options)
        return try FileNode(options, environment: environment)
    }

    private func use(
        _ node: FileNode, _ used: BlockPermissions, sharing shared: BlockPermissions, isActive: Bool = true
    ) throws(BlockError) {
        try node.prepare(NodeChange(NodePermissions(used: used, shared: shared), isActive: isActive))
        node.commit()
    }

    /// The bytes that somebody has locked, as another description sees them.
    private func locked(_ image: TemporaryImage) throws -> [Int64] {
        let other = try System.open(image.path, .readWrite)
        return try [0, 100, 101, 102, 103, 104, 200, 201, 202, 203, 204].filter { byte in
            try System.conflictingLock(other.rawValue, .exclusive, start: byte, length: 1) != nil
        }
    }

    // MARK: - Which bytes

    @Test(
        "Each permission has two bytes, as with QEMU: one while it is used, one while it isn't shared",
        arguments: [
            ([], BlockPermissions.all, []),
            (.consistentRead, .all, [100]),
            ([.consistentRead, .write], [.consistentRead, .writeUnchanged, .resize], [100, 101, 201]),
            (.writeUnchanged, [.consistentRead, .write, .resize], [102, 202]),
            ([.write, .resize], [.consistentRead, .write, .writeUnchanged], [101, 103, 203]),
            (.all, [], [100, 101, 102, 103, 200, 201, 202, 203]),
        ] as [(BlockPermissions, BlockPermissions, [Int64])])
    func bytes(used: BlockPermissions, shared: BlockPermissions, expected: [Int64]) throws {
        let image = try TemporaryImage(size: 4096)
        let node = try open(image)
        try use(node, used, sharing: shared)
        #expect(try locked(image) == expected)
        // What is no longer needed is given back, and only that.
        try use(node, .consistentRead, sharing: .all)
        #expect(try locked(image) == [100])
        try use(node, [], sharing: .all)
        #expect(try locked(image) == [])
    }

    @Test("An inactive node and one with locking=off lock nothing")
    func without() throws {
        let image = try TemporaryImage(size: 4096)
        let node = try open(image)
        try use(node, .all, sharing: [])
        try use(node, .all, sharing: [], isActive: false)
        #expect(try locked(image) == [])
        try use(node, .all, sharing: [])
        #expect(try !locked(image).isEmpty)
        let other = try open(image) { $0.locking = .off }
        try use(other, .all, sharing: [])
        try use(node, [], sharing: .all)
        #expect(try locked(image) == [])
    }

    @Test("A prepared change that is taken back leaves the locks as they were")
    func abort() throws {
        let image = try TemporaryImage(size: 4096)
        let node = try open(image)
        try use(node, .consistentRead, sharing: .all)
        try node.prepare(NodeChange(NodePermissions(used: .all, shared: [])))
        #expect(try locked(image).count == 8)
        node.abort()
        #expect(try locked(image) == [100])
    }

    // MARK: - Conflicts

    @Test("Two nodes exclude each other by what one does and the other doesn't share, in both directions")
    func conflicts() throws {
        let image = try TemporaryImage(size: 4096)
        let (one, two) = (try open(image), try open(image))
        try use(one, .write, sharing: [.consistentRead, .writeUnchanged, .resize])
        #expect {
            try use(two, .write, sharing: .all)
        } throws: {
            "\($0)".contains("needs the permission 'write'") && "\($0)".contains("this process by its node 'disk'")
        }
        #expect {
            try use(two, .consistentRead, sharing: [.consistentRead, .resize])
        } throws: {
            "\($0)".contains("does not share the permission 'write'") && ($0 as? BlockError)?.code == .busy
        }
        // Nothing stays behind of what was refused.
        #expect(try locked(image) == [101, 201])
        try use(two, .consistentRead, sharing: .all)
        try use(one, [], sharing: .all)
        try use(two, .all, sharing: .all)
    }

    @Test("A byte that somebody has locked exclusively is in use")
    func exclusive() throws {
        let image = try TemporaryImage(size: 4096)
        let node = try open(image)
        try System.lock(image.descriptor, .exclusive, start: 0, length: 0)
        #expect {
            try use(node, .write, sharing: .all)
        } throws: {
            "\($0)".contains("byte 101") && "\($0)".contains("this process") && ($0 as? BlockError)?.code == .busy
        }
    }

    /// A description of an image that no process has, as a dead one's io_uring has it for a moment: it is on its way
    /// through a socket.
    private struct Orphan: Sendable {
        private let ends: (Int32, Int32)

        init(_ image: TemporaryImage, locking byte: Int64) throws {
            var pair: (Int32, Int32) = (-1, -1)
            let result = withUnsafeMutablePointer(to: &pair) {
                $0.withMemoryRebound(to: Int32.self, capacity: 2) {
                    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, $0)
                }
            }
            try #require(result == 0)
            ends = pair
            let file = try System.open(image.path, .readWrite)
            try System.lock(file.rawValue, .shared, start: byte, length: 1)
            _ = try withUnsafeBytes(of: UInt8(0)) { bytes throws(Errno) in
                try UnixSocket.send(ends.0, bytes, descriptor: file.rawValue)
            }
        }

        /// The last of it goes.
        func end() {
            close(ends.0)
            close(ends.1)
        }
    }

    @Test("Who has ended is waited for until the kernel has let go of the file")
    func orphans() throws {
        let image = try TemporaryImage(size: 4096)
        let node = try open(image)
        let orphan = try Orphan(image, locking: 201)
        let path = image.path
        Thread.detachNewThread {
            // It goes when the node has found it in the way.
            guard let other = try? System.open(path, .readWrite) else { return }
            func isFree() throws -> Bool {
                try System.conflictingLock(other.rawValue, .exclusive, start: 101, length: 1) == nil
            }
            while (try? isFree()) ?? false { sched_yield() }
            orphan.end()
        }
        try use(node, .write, sharing: .all)
        #expect(try locked(image) == [101])
    }

    @Test("Who can't be seen and stays is in the way")
    func invisible() throws {
        let image = try TemporaryImage(size: 4096)
        let node = try open(image)
        let orphan = try Orphan(image, locking: 201)
        defer { orphan.end() }
        #expect {
            try use(node, .write, sharing: .all)
        } throws: {
            "\($0)".contains("which another process does not share") && ($0 as? BlockError)?.code == .busy
        }
        #expect(try locked(image) == [201])
    }

    // MARK: - Where there are no locks

    @Test(
        "A file system without locks does without, unless locking=on", arguments: [Errno.noSystemCall, .notSupported])
    func lack(error: Errno) throws {
        let image = try TemporaryImage(size: 4096)
        let (auto, on) = (try open(image), try open(image) { $0.locking = .on })
        try Faults.with(Fault(.lock, .fail(error), descriptor: auto.descriptor, times: 100)) { () throws in
            try use(auto, .all, sharing: [])
        }
        try use(auto, .write, sharing: [])
        #expect(try locked(image) == [])
        Faults.with(Fault(.lock, .fail(error), descriptor: on.descriptor, times: 100)) {
            #expect {
                try use(on, .all, sharing: [])
            } throws: {
                "\($0)".contains("locking=off") && ($0 as? BlockError)?.cause == error
            }
        }
        try use(on, .all, sharing: [])
        #expect(try locked(image).count == 8)
    }

    @Test("A kernel without locks of descriptions has those of processes, for who insists")
    func processLocks() throws {
        let image = try TemporaryImage(size: 4096)
        let old = Faults.with(Fault(.lock, .fail(.invalidArgument), thread: System.threadToken)) {
            BlockEnvironment()
        }
        #expect(old.lockOwner == .process && environment.lockOwner == .description)
        let auto = try FileNode(FileOptions(name: "auto", path: image.path), environment: old)
        try use(auto, .all, sharing: [])
        #expect(try locked(image) == [])
        var options = FileOptions(name: "on", path: image.path)
        options.locking = .on
        let on = try FileNode(options, environment: old)
        try use(on, .all, sharing: [])
        // A description's lock meets those of the process.
        let meets = try System.conflictingLock(image.descriptor, .exclusive, start: 201, length: 1)
        #expect(meets?.kind == .shared)
        // Another mode closes a descriptor of the file, and with it all locks of the process; they come back.
        options.readOnly = true
        try on.prepare(
            NodeChange(NodePermissions(used: .consistentRead, shared: .consistentRead), options: options))
        on.commit()
        #expect(try System.openFlags(of: on.descriptor).access == .readOnly)
        #expect(try System.conflictingLock(image.descriptor, .exclusive, start: 201, length: 1) != nil)
        #expect(try System.conflictingLock(image.descriptor, .exclusive, start: 101, length: 1) == nil)
    }

    // MARK: - Another mode

    @Test("A file that opens for writing keeps its number, and its locks are never away")
    func replacement() throws {
        let image = try TemporaryImage(size: 4096)
        let node = try open(image) { $0.autoReadOnly = true }
        let number = node.descriptor
        try use(node, .consistentRead, sharing: .consistentRead)
        #expect(try System.openFlags(of: number).access == .readOnly)
        // The old description lives on elsewhere, as in a ring; it must not keep locks.
        let old = try System.duplicate(number)
        try use(node, [.consistentRead, .write], sharing: .consistentRead)
        #expect(node.descriptor == number)
        #expect(try System.openFlags(of: number).access == .readWrite)
        #expect(try System.openFlags(of: old.rawValue).access == .readOnly)
        try use(node, [], sharing: .all)
        #expect(try locked(image) == [])
        #expect(try System.openFlags(of: number).access == .readOnly)
    }

    @Test("A file that was renamed is opened again all the same, and not what has its name now")
    func renamed() throws {
        let image = try TemporaryImage(size: 4096)
        let node = try open(image) { $0.autoReadOnly = true }
        try System.unlink(image.path)
        let other = try System.open(image.path, [.readWrite, .create])
        try use(node, .write, sharing: .all)
        let (ours, theirs) = (try System.status(of: node.descriptor), try System.status(of: other.rawValue))
        #expect(ours.inode != theirs.inode)
        #expect(try System.openFlags(of: node.descriptor).access == .readWrite)
    }

    @Test("Without /proc a file is opened again by its name, if that still is its name")
    func withoutProc() throws {
        let image = try TemporaryImage(size: 4096)
        let node = try open(image) { $0.autoReadOnly = true }
        let proc = Fault(.open, .fail(.noEntry), pathSuffix: "/proc/self/fd/\(node.descriptor)", times: 2)
        try Faults.with(proc) { () throws in
            try use(node, .write, sharing: .all)
            #expect(try System.openFlags(of: node.descriptor).access == .readWrite)
        }
        try use(node, [], sharing: .all)
        try System.unlink(image.path)
        let other = try System.open(image.path, [.readWrite, .create])
        Faults.with(proc) {
            #expect { try use(node, .write, sharing: .all) } throws: { ($0 as? BlockError)?.cause == .noEntry }
        }
        #expect(try System.openFlags(of: node.descriptor).access == .readOnly)
        withExtendedLifetime(other.rawValue) {}
    }

    // MARK: - Who holds

    @Test(
        "A line of fdinfo says which bytes of which file",
        arguments: [
            ("lock:\t1: OFDLCK  ADVISORY  READ -1 08:01:1234 100 100", true),
            ("lock:\t1: POSIX  ADVISORY  WRITE 77 08:01:1234 0 EOF", true),
            ("lock:\t1: OFDLCK  ADVISORY  READ -1 08:01:1234 101 201", false),
            ("lock:\t1: OFDLCK  ADVISORY  READ -1 08:01:1234", nil),
            ("pos:\t0", nil), ("", nil), ("lock: a b c d e f g h", nil),
        ] as [(String, Bool?)])
    func line(text: String, covers: Bool?) {
        let line = LockHolders.Line(text)
        #expect(line.map { $0.covers(100) } == covers)
        if covers != nil { #expect(line?.file == "08:01:1234") }
    }
}
