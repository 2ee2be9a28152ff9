import SCSI
import Testing

struct BigEndianTests {
    @Test func `integers are written and read most significant byte first`() {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: 0x12 as UInt8)
        bytes.append(bigEndian: 0x3456 as UInt16)
        bytes.append(bigEndian: 0x789a_bcde as UInt32)
        bytes.append(bigEndian: 0x0102_0304_0506_0708 as UInt64)
        bytes.append(zeroes: 2)
        #expect(bytes == [0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0])
        let span = bytes.span
        let (first, second) = (span.integer(at: 0, as: UInt8.self), span.integer(at: 1, as: UInt16.self))
        let (third, fourth) = (span.integer(at: 3, as: UInt32.self), span.integer(at: 7, as: UInt64.self))
        #expect(first == 0x12)
        #expect(second == 0x3456)
        #expect(third == 0x789a_bcde)
        #expect(fourth == 0x0102_0304_0506_0708)
    }

    @Test(arguments: [-1, 10, 15, 17, Int.max, Int.min]) func `what lies outside is nil`(offset: Int) {
        let bytes = [UInt8](repeating: 1, count: 17)
        let value = bytes.span.integer(at: offset, as: UInt64.self)
        #expect(value == nil)
    }

    @Test func `copies are clamped to what exists`() {
        let bytes: [UInt8] = [1, 2, 3]
        let (inner, outer) = (bytes.span.copy(1..<2), bytes.span.copy(1..<100))
        let (rest, nothing) = (bytes.span.copy(from: 2), bytes.span.copy(from: 3))
        #expect(inner == [2])
        #expect(outer == [2, 3])
        #expect(rest == [3])
        #expect(nothing == [])
    }
}
