import JSON
import QAPI
import Testing

@Suite struct IntegersTests {
    /// Whether a type takes the integers at and beyond its ends.
    private func checkEnds<Narrow: FixedWidthInteger & QAPIValue & Equatable>(_ type: Narrow.Type) throws {
        let (low, high) = (Int64(Narrow.min), Int64(Narrow.max))
        #expect(try Narrow(json: .int(low)) == .min)
        #expect(try Narrow(json: .int(high)) == .max)
        #expect(try Narrow.max.json() == .int(high))
        for value in [low - 1, high + 1, Int64.max, .min] {
            let error = failure { () throws(QAPIError) in try Narrow(json: .int(value)) }
            #expect(error?.message == "The value must be an integer from \(low) to \(high)")
        }
    }

    @Test func `a narrow integer takes its range and no more`() throws {
        try checkEnds(Int8.self)
        try checkEnds(Int16.self)
        try checkEnds(Int32.self)
        try checkEnds(UInt8.self)
        try checkEnds(UInt16.self)
        try checkEnds(UInt32.self)
    }

    @Test func `64 signed bits take no more than 64 signed bits`() throws {
        #expect(try Int64(json: .int(.min)) == .min)
        #expect(try Int64(json: .int(.max)) == .max)
        for value: JSONValue in [.uint(1 << 63), 3.0, 1e300, "1", true, .null] {
            #expect(throws: QAPIError.self) { try Int64(json: value) }
        }
    }

    @Test func `64 unsigned bits wrap a negative integer`() throws {
        #expect(try UInt64(json: .uint(.max)) == .max)
        #expect(try UInt64(json: -1) == .max)
        #expect(try UInt64(json: .int(.min)) == 1 << 63)
        #expect(throws: QAPIError.self) { try UInt64(json: 1.5) }
        #expect(throws: QAPIError.self) { try UInt64(json: "1") }
        #expect(throws: QAPIError.self) { try UInt8(json: -1) }
        #expect(try UInt64.max.json() == .uint(.max))
        #expect(try UInt64(5).json() == .int(5))
    }
}
