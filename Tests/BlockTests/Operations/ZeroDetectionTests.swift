import Block
import BlockTestSupport
import Sys
import Testing

@Suite struct ZeroDetectionTests {
    @Test("Any byte that isn't zero is found, at any place of any length")
    func zeroes() {
        for count in Array(0..<40) + [255, 256, 257, 511, 512, 1000, 4096] {
            var bytes = [UInt8](repeating: 0, count: count + 3)
            for shift in 0..<3 {
                let range = shift..<shift + count
                bytes.withUnsafeBytes { #expect(Zeroes.fill(UnsafeRawBufferPointer(rebasing: $0[range]))) }
                for place in Set([0, count / 2, count - 1, count - 2].filter { range.contains($0 + shift) }) {
                    bytes[shift + place] = 1
                    bytes.withUnsafeBytes { #expect(!Zeroes.fill(UnsafeRawBufferPointer(rebasing: $0[range]))) }
                    bytes[shift + place] = 0
                }
            }
        }
        #expect(Zeroes.fill(UnsafeRawBufferPointer(start: nil, count: 0)))
    }

    private func prepared(
        _ detection: ZeroDetection, discards: Bool = true, direct: Bool = false
    ) throws -> (TemporaryImage, TestQueue, NodeHandle, Int32) {
        let image = try TemporaryImage(bytes: [UInt8](repeating: 7, count: 1 << 20))
        // Allocated for certain, and not just in the page cache.
        try System.synchronizeData(image.descriptor)
        let test = try TestQueue()
        var options = FileOptions(path: image.path)
        options.discards = discards
        options.detectsZeroes = detection
        options.direct = direct
        let file = try FileNode(options, environment: test.environment)
        return (image, test, try test.queue.attach(file), file.descriptor)
    }

    @Test(
        "Writes of zeroes are zeroed, those that may be are taken out of the file",
        arguments: [ZeroDetection.off, .on, .unmap])
    func detected(detection: ZeroDetection) throws {
        let (image, test, node, descriptor) = try prepared(detection)
        let before = try System.status(of: image.descriptor).allocated
        let calls = Faults.plant(Fault(.allocate, .short(Int.max), descriptor: descriptor, times: 100))
        defer { Faults.remove(calls) }
        #expect(try test.write(node, [UInt8](repeating: 0, count: 1 << 19), at: 0) == 1 << 19)
        #expect(Faults.remaining(calls) == (detection == .off ? 100 : 99))
        let after = try System.status(of: image.descriptor).allocated
        #expect(detection == .unmap ? after <= before - (1 << 19) : after >= before)
        let content = try image.contents()
        #expect(content[..<(1 << 19)].allSatisfy { $0 == 0 } && content[(1 << 19)...].allSatisfy { $0 == 7 })
        // Counted as what was asked for.
        #expect(test.statistics(node)?[.write].bytes == 1 << 19)
        #expect(test.statistics(node)?[.writeZeroes].operations == 0)
        // One byte makes the difference.
        var almost = [UInt8](repeating: 0, count: 4096)
        almost[4095] = 1
        #expect(try test.write(node, almost, at: 8192) == 4096)
        #expect(Faults.remaining(calls) == (detection == .off ? 100 : 99))
        #expect(try image.contents()[12287] == 1)
    }

    @Test("Scattered and unaligned zeroes count too", arguments: [false, true])
    func scattered(direct: Bool) throws {
        let (image, test, node, descriptor) = try prepared(.on, direct: direct)
        let memory = try AlignedBuffer(count: 16384, alignment: 4096)
        memory.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        let base = try #require(memory.bytes.baseAddress)
        let vectors = [
            IOVector(base: base + 8192, count: 8000), IOVector(base: nil, count: 0), IOVector(base: base, count: 3000),
        ]
        let calls = Faults.plant(Fault(.allocate, .short(Int.max), descriptor: descriptor, times: 100))
        defer { Faults.remove(calls) }
        let result = try vectors.withUnsafeBufferPointer { vectors in
            try test.one { $0.write(node, from: vectors, at: 1000, userData: 0) }
        }
        #expect(result == 11_000)
        #expect(Faults.remaining(calls) == 99)
        let content = try image.contents()
        #expect(content[1000..<12000].allSatisfy { $0 == 0 } && content[999] == 7 && content[12000] == 7)
    }

    @Test("Where the file system can't zero they are written from the caller's memory")
    func fallback() throws {
        let (image, test, node, descriptor) = try prepared(.unmap)
        try Faults.with(Fault(.allocate, .fail(.notSupported), descriptor: descriptor, times: 9)) { () throws in
            #expect(try test.write(node, [UInt8](repeating: 0, count: 65536), at: 0) == 65536)
        }
        #expect(try image.contents()[..<65536].allSatisfy { $0 == 0 })
        #expect(test.statistics(node)?.bounced == 0)
    }

    @Test("A durable write of zeroes is durable")
    func durable() throws {
        let (_, test, node, descriptor) = try prepared(.on)
        let flushes = Faults.plant(Fault(.ringSync, .short(Int.max), descriptor: descriptor, times: 9))
        defer { Faults.remove(flushes) }
        #expect(try test.write(node, [UInt8](repeating: 0, count: 4096), at: 0) == 4096)
        #expect(Faults.remaining(flushes) == 9)
        #expect(try test.write(node, [UInt8](repeating: 0, count: 4096), at: 0, durable: true) == 4096)
        #expect(Faults.remaining(flushes) == 8)
    }
}
