import Testing

@testable import Reservations

@Suite struct CRC32CTests {
    /// RFC 3720, appendix B.4, and the usual check value.
    private static let known: [([UInt8], UInt32)] = [
        ([UInt8](repeating: 0, count: 32), 0x8a91_36aa), ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
        ([UInt8](0..<32), 0x46dd_794e), ([UInt8]((0..<32).reversed()), 0x113f_db5c),
        ([UInt8]("123456789".utf8), 0xe306_9283), ([], 0),
    ]

    @Test(arguments: known)
    func `the checksum is that of the standard`(bytes: [UInt8], expected: UInt32) {
        #expect(bytes.withUnsafeBytes { CRC32C.extend(0, over: $0) } == expected)
    }

    @Test func `where the bytes are cut makes no difference`() {
        let bytes = (0..<61).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let whole = bytes.withUnsafeBytes { CRC32C.extend(0, over: $0) }
        for cut in 0...bytes.count {
            let first = Array(bytes[..<cut]).withUnsafeBytes { CRC32C.extend(0, over: $0) }
            #expect(Array(bytes[cut...]).withUnsafeBytes { CRC32C.extend(first, over: $0) } == whole)
        }
    }
}
