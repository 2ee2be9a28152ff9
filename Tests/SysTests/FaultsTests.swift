import Sys
import Testing

@Suite struct FaultsTests {
    private func read(_ file: TemporaryFile, _ count: Int) throws -> Int {
        var bytes = [UInt8](repeating: 0, count: count)
        return try bytes.withUnsafeMutableBytes { try System.pread(file.descriptor, $0, at: 0) }
    }

    @Test("The N-th call fails, those before and after reach the kernel")
    func nthCall() throws {
        let file = try TemporaryFile(bytes: [1, 2, 3, 4])
        try Faults.with(Fault(.pread, .fail(.ioError), descriptor: file.descriptor, after: 1)) { () throws in
            #expect(try read(file, 4) == 4)
            #expect(throws: Errno.ioError) { try read(file, 4) }
            #expect(try read(file, 4) == 4)
        }
    }

    @Test("A short transfer moves fewer bytes")
    func short() throws {
        let file = try TemporaryFile(bytes: [1, 2, 3, 4])
        try Faults.with(Fault(.pread, .short(3), descriptor: file.descriptor)) { () throws in
            #expect(try read(file, 4) == 3)
            #expect(try read(file, 4) == 4)
        }
    }

    @Test("EINTR is retried in the one place that all calls pass")
    func interrupted() throws {
        let file = try TemporaryFile(bytes: [1, 2, 3, 4])
        let token = Faults.plant(Fault(.pread, .fail(.interrupted), descriptor: file.descriptor, times: 3))
        defer { Faults.remove(token) }
        #expect(try read(file, 4) == 4)
        #expect(Faults.remaining(token) == 0)
    }

    @Test("A fault on one descriptor leaves another alone")
    func isolation() throws {
        let hit = try TemporaryFile(bytes: [1])
        let other = try TemporaryFile(bytes: [1])
        try Faults.with(Fault(.pread, .fail(.ioError), descriptor: hit.descriptor)) { () throws in
            #expect(try read(other, 1) == 1)
            #expect(throws: Errno.ioError) { try read(hit, 1) }
        }
    }

    @Test("A fault goes when its scope ends")
    func scope() throws {
        let file = try TemporaryFile(bytes: [1])
        Faults.with(Fault(.pread, .fail(.ioError), descriptor: file.descriptor, times: 100)) {}
        #expect(try read(file, 1) == 1)
    }

    @Test("Opening can fail by path")
    func path() throws {
        let file = try TemporaryFile()
        Faults.with(Fault(.open, .fail(.accessDenied), pathSuffix: file.path)) {
            #expect(throws: Errno.accessDenied) { _ = try System.open(file.path, .readOnly).rawValue }
        }
        #expect(throws: Never.self) { _ = try System.open(file.path, .readOnly).rawValue }
    }

    @Test("An ioctl is answered in place of an absent device, by its number")
    func answer() throws {
        let file = try TemporaryFile()
        let answer = Fault(
            .ioctl,
            .answer {
                $0?.storeBytes(of: 4096, as: Int32.self); return 0
            }, descriptor: file.descriptor,
            request: DeviceRequest.logicalBlockSize.rawValue)
        try Faults.with(answer) { () throws in
            #expect(throws: Errno.notTypewriter) {
                _ = try System.ioctl(file.descriptor, .physicalBlockSize, as: UInt32.self)
            }
            #expect(try System.ioctl(file.descriptor, .logicalBlockSize, as: Int32.self) == 4096)
        }
    }

    @Test("A pass-through command is answered in place of an absent device")
    func passThrough() throws {
        let file = try TemporaryFile()
        let conflict = PassThroughResult(status: 0x18, residual: 7)
        let answer = Fault(
            .passThrough,
            .answer {
                $0?.storeBytes(of: conflict, as: PassThroughResult.self); return 0
            },
            descriptor: file.descriptor)
        let command = PassThroughCommand(
            cdb: UnsafeRawBufferPointer(start: nil, count: 0), direction: .none,
            data: UnsafeMutableRawBufferPointer(start: nil, count: 0),
            sense: UnsafeMutableRawBufferPointer(start: nil, count: 0), timeoutMilliseconds: 1000)
        try Faults.with(answer) { () throws in
            #expect(try System.passThrough(file.descriptor, command) == conflict)
        }
        #expect(throws: Errno.notTypewriter) { try System.passThrough(file.descriptor, command) }
    }
}
