import Sys
import Testing

@Suite struct FileTests {
    @Test("A missing file is ENOENT")
    func missing() {
        #expect(throws: Errno.noEntry) { _ = try System.open("/nonexistent/file", .readOnly).rawValue }
    }

    @Test("A file tells its kind, size and owner")
    func status() throws {
        let file = try TemporaryFile(bytes: [UInt8](repeating: 7, count: 5000))
        let status = try System.status(of: file.descriptor)
        #expect(status.kind == .regular)
        #expect(status.size == 5000)
        #expect(status.permissions == 0o600)
        #expect(try System.status(at: file.path) == status)
        #expect(try System.status(at: "/tmp").kind == .directory)
        let null = try System.status(at: "/dev/null")
        #expect(null.kind == .characterDevice)
        #expect(null.special == .init(major: 1, minor: 3))
    }

    @Test("A descriptor is closed with its owner and a duplicate outlives it")
    func ownership() throws {
        let file = try TemporaryFile(bytes: [9])
        let duplicate: Descriptor
        let number: Int32
        do {
            let first = try System.open(file.path, .readOnly)
            number = first.rawValue
            duplicate = try first.duplicate()
            #expect(duplicate.rawValue != number)
        }
        #expect(try System.status(of: duplicate.rawValue).size == 1)
    }

    @Test("Holes and data are told apart")
    func seek() throws {
        let file = try TemporaryFile()
        try System.truncate(file.descriptor, to: 1 << 20)
        let bytes: [UInt8] = [1]
        #expect(try bytes.withUnsafeBytes { try System.pwrite(file.descriptor, $0, at: 524_288) } == 1)
        #expect(try System.seek(file.descriptor, to: 0, from: .data) == 524_288)
        #expect(try System.seek(file.descriptor, to: 0, from: .hole) == 0)
        #expect(throws: Errno.noSuchAddress) { try System.seek(file.descriptor, to: 1 << 20, from: .data) }
        #expect(try System.seek(file.descriptor, to: 0, from: .end) == 1 << 20)
        try System.allocate(file.descriptor, .punchHole, offset: 0, length: 1 << 20)
        #expect(try System.status(of: file.descriptor).allocated == 0)
    }

    @Test("Writing back and asking after it need a file")
    func writeback() throws {
        let file = try TemporaryFile(bytes: [UInt8](repeating: 1, count: 8192))
        try System.startWriteback(file.descriptor, offset: 0, length: 8192)
        #expect(throws: Errno.badDescriptor) { try System.startWriteback(-1, offset: 0, length: 1) }
        #expect(throws: Errno.self) { try System.isInWriteback(-1, offset: 0, length: 1) }
        let fault = Fault(.writebackStatus, .fail(.noSystemCall), descriptor: file.descriptor)
        #expect(throws: Errno.noSystemCall) {
            try Faults.with(fault) { () throws in
                try System.isInWriteback(file.descriptor, offset: 0, length: 8192)
            }
        }
    }

    @Test("Bytes are compared with memory of any length", arguments: [0, 1, 31, 32, 400])
    func bytes(count: Int) {
        let own = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        #expect(own.withUnsafeBytes { own.hasSameBytes(as: $0) })
        (own + [0]).withUnsafeBytes { #expect(!own.hasSameBytes(as: $0)) }
        guard count > 0 else { return }
        var other = own
        other[count - 1] ^= 1
        #expect(!other.withUnsafeBytes { own.hasSameBytes(as: $0) })
    }

    @Test("Locks of two descriptions conflict, those of one don't")
    func locks() throws {
        let file = try TemporaryFile()
        let other = try System.open(file.path, .readWrite)
        try System.lock(file.descriptor, .shared, start: 100, length: 1)
        #expect(try System.conflictingLock(file.descriptor, .exclusive, start: 100, length: 1) == nil)
        let found = try System.conflictingLock(other.rawValue, .exclusive, start: 0, length: 300)
        #expect(found?.kind == .shared)
        #expect(found?.start == 100)
        #expect(throws: Errno.again) { try System.lock(other.rawValue, .exclusive, start: 100, length: 1) }
        try System.lock(other.rawValue, .shared, start: 100, length: 1)
        try System.unlock(file.descriptor, start: 100, length: 1)
        try System.lock(other.rawValue, .exclusive, start: 100, length: 1)
    }

    @Test("Direct I/O shows in the open flags")
    func flags() throws {
        let file = try TemporaryFile()
        let direct = try System.open(file.path, [.readWrite, .direct])
        #expect(try System.openFlags(of: direct.rawValue).contains(.direct))
        #expect(try !System.openFlags(of: file.descriptor).contains(.direct))
    }
}
