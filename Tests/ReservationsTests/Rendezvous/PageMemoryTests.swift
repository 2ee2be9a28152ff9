import Block
import BlockTestSupport
import Sys
import Testing

@testable import Reservations

/// The memory that attachments of several processes share.
@Suite struct PageMemoryTests {
    private static let count = 132 << 10

    @Test("New memory is all zeroes, allocated to its end, and sealed against everything but writing")
    func create() throws {
        let memory = try PageMemory.create(count: Self.count)
        #expect(memory.count == Self.count)
        let bytes = UnsafeRawBufferPointer(start: memory.base, count: memory.count)
        #expect(bytes.allSatisfy { $0 == 0 })
        let status = try System.status(of: memory.descriptor)
        #expect(status.size == UInt64(Self.count) && status.allocated >= UInt64(Self.count))
        let seals = try System.seals(of: memory.descriptor)
        #expect(seals.isSuperset(of: [.shrink, .grow, .seal]) && seals.isDisjoint(with: [.write, .futureWrite]))
        for length in [0, Self.count - 1, Self.count + 1] {
            #expect(throws: Errno.notPermitted) { try System.truncate(memory.descriptor, to: Int64(length)) }
        }
        #expect(throws: Errno.notPermitted) { try System.addSeals(memory.descriptor, .write) }
    }

    @Test("Memory that was received is the same memory")
    func receive() throws {
        let memory = try PageMemory.create(count: Self.count)
        let other = try PageMemory.receive(try System.duplicate(memory.descriptor), count: Self.count)
        #expect(other.base != memory.base)
        memory.base.storeBytes(of: 0x1234_5678, toByteOffset: Self.count - 4, as: UInt32.self)
        #expect(other.base.load(fromByteOffset: Self.count - 4, as: UInt32.self) == 0x1234_5678)
    }

    @Test("Memory with a hole reads as zeroes, and kills nobody")
    func hole() throws {
        let memory = try PageMemory.create(count: Self.count)
        memory.base.storeBytes(of: UInt64.max, as: UInt64.self)
        try System.allocate(memory.descriptor, .punchHole, offset: 0, length: Int64(Self.count))
        #expect(memory.base.load(as: UInt64.self) == 0)
    }

    private func memory(_ count: Int, _ seals: Seals) throws -> Descriptor {
        let descriptor = try System.createMemory("test")
        try System.allocate(descriptor.rawValue, .fill, offset: 0, length: Int64(count))
        try System.addSeals(descriptor.rawValue, seals)
        return descriptor
    }

    @Test(
        "Memory that others could take away, or of another size, is refused",
        arguments: [
            (0, 0), (0, 2), (0, 6), (0, 5), (0, 3), (0, 15), (0, 23), (-4096, 7), (4096, 7),
        ] as [(Int, Int32)])
    func refused(growth: Int, seals: Int32) throws {
        let error = #expect(throws: BlockError.self) {
            _ = try PageMemory.receive(try memory(Self.count + growth, Seals(rawValue: seals)), count: Self.count)
        }
        #expect(error?.code == .invalid)
    }

    @Test("What is no memory at all is refused", arguments: ["/dev/null", "/dev/zero", "/tmp", "/proc/self/stat"])
    func noMemory(path: String) throws {
        let error = #expect(throws: BlockError.self) {
            _ = try PageMemory.receive(try System.open(path, .readOnly), count: Self.count)
        }
        #expect(error?.code == .invalid)
        let file = try TemporaryImage(size: Self.count)
        #expect(throws: BlockError.self) {
            _ = try PageMemory.receive(try System.duplicate(file.descriptor), count: Self.count)
        }
    }

    @Test("Kernels that don't know memory that can't be executed get plain memory")
    func olderKernel() throws {
        let fault = Fault(.allocateMemory, .fail(.invalidArgument), pathSuffix: "holdfast-reservations")
        let memory = try Faults.with(fault) { try PageMemory.create(count: Self.count) }
        #expect(try System.seals(of: memory.descriptor).isSuperset(of: [.shrink, .grow, .seal]))
    }

    @Test("Memory that isn't there is reported before anybody relies on it")
    func full() throws {
        #expect(throws: Errno.noSpace) {
            try Faults.with(Fault(.allocate, .fail(.noSpace), thread: System.threadToken)) {
                _ = try PageMemory.create(count: Self.count)
            }
        }
    }
}
