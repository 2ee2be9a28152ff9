import BlockSchema
import QAPI
import Sys
import Testing

@testable import Holdfast

@Suite struct ImageCreationTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file whose file system answers in its place, and keeps what it is told.
    private final class Answering {
        let file: Descriptor
        let told = Locked<[[UInt32]]>([])
        private var tokens: [UInt64] = []

        init(_ path: String) throws { file = try System.open(path, [.readWrite, .create]) }

        func answer(_ request: DeviceRequest, _ word: UInt32) {
            plant(request) { argument in
                argument.storeBytes(of: word, as: UInt32.self)
                return 0
            }
        }

        func keep(_ request: DeviceRequest, words: Int) {
            plant(request) { [told] argument in
                let given = (0..<words).map { argument.load(fromByteOffset: $0 * 4, as: UInt32.self) }
                told.withLock { $0.append(given) }
                return 0
            }
        }

        func plant(_ request: DeviceRequest, _ answer: @escaping @Sendable (UnsafeMutableRawPointer) -> Int) {
            let effect = Fault.Effect.answer { $0.map(answer) ?? -22 }
            tokens.append(
                Faults.plant(
                    Fault(.ioctl, effect, descriptor: file.rawValue, request: request.rawValue)))
        }

        deinit { tokens.forEach(Faults.remove) }
    }

    @Test func `a new image asks for large extents and keeps its other attributes`() throws {
        let subject = try Answering(folder.path + "/hint.img")
        subject.answer(.extentAttributes, 0x41)
        subject.keep(.setExtentAttributes, words: 2)
        FileHints.setExtentSize(subject.file.rawValue, 65536)
        #expect(subject.told.withLock { $0 } == [[0x841, 65536]])
    }

    @Test func `a new image asks to be overwritten in place`() throws {
        let subject = try Answering(folder.path + "/nocow.img")
        subject.answer(.fileFlags, 0x80000)
        subject.keep(.setFileFlags, words: 1)
        FileHints.overwriteInPlace(subject.file.rawValue)
        #expect(subject.told.withLock { $0 } == [[0x880000]])
    }

    @Test func `a file system that knows none of this is asked nothing more`() throws {
        let subject = try Answering(folder.path + "/none.img")
        subject.plant(.extentAttributes) { _ in -25 }
        subject.plant(.fileFlags) { _ in -25 }
        subject.keep(.setExtentAttributes, words: 1)
        subject.keep(.setFileFlags, words: 1)
        FileHints.setExtentSize(subject.file.rawValue, 65536)
        FileHints.overwriteInPlace(subject.file.rawValue)
        #expect(subject.told.withLock { $0 }.isEmpty)
    }

    @Test(arguments: [(true, nil), (false, 0), (nil, 65536)] as [(Bool?, UInt64?)])
    func `hints don't change what is made`(nocow: Bool?, hint: UInt64?) throws {
        let path = folder.path + "/disk.img"
        let size = try ImageCreation.create(
            BlockdevCreateOptionsFile(
                filename: path, size: ByteSize(10_000), nocow: nocow, extentSizeHint: hint.map { ByteSize($0) }))
        #expect(size == 10_240)
        #expect(try System.status(at: path).size == 10_240)
        let error = #expect(throws: QAPIError.self) {
            try ImageCreation.create(
                BlockdevCreateOptionsFile(
                    filename: path, size: ByteSize(512), extentSizeHint: ByteSize(UInt64(UInt32.max) + 1)))
        }
        #expect(error?.parameter == "extent-size-hint")
        #expect(try System.status(at: path).size == 10_240)
    }
}
