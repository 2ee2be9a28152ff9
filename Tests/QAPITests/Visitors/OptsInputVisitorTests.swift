import QAPI
import Testing

@Suite struct OptsInputVisitorTests {
    /// Reads one list of integers out of options.
    private func list<Element: QAPIValue>(_ text: String, of type: Element.Type = Element.self) throws(QAPIError)
        -> [Element]
    {
        var visitor = OptsInputVisitor(try QemuOpts.parse(text, group: QemuOptsGroup(name: "free")))
        try visitor.startStruct(nil)
        let list = try visitor.required("i", as: [Element].self)
        try visitor.checkStruct()
        return list
    }

    /// Reads one scalar out of options.
    private func scalar<Value: QAPIValue>(_ text: String, as type: Value.Type = Value.self) throws(QAPIError) -> Value {
        var visitor = OptsInputVisitor(try QemuOpts.parse(text, group: QemuOptsGroup(name: "free")))
        try visitor.startStruct(nil)
        let value = try visitor.required("i", as: Value.self)
        try visitor.checkStruct()
        return value
    }

    @Test func `nested objects share one namespace and a repeated option is a list`() throws {
        let opts = try QemuOpts.parse(
            "name=a,bytes=1k,marks=1,marks=3-5,read-only,weight=0x10", group: QemuOptsGroup(name: "free"))
        #expect(
            try Limits(opts: opts)
                == Limits(name: "a", bytes: 1024, weight: 16, readOnly: true, marks: [1, 3, 4, 5]))
    }

    static let lists: [(String, [Int64])] = [
        ("i=0", [0]), ("i=1,i=0,i=1", [1, 0, 1]), ("i=-2-1", [-2, -1, 0, 1]), ("i=-3--1", [-3, -2, -1]), ("i=5-5", [5]),
        ("i=9223372036854775807", [.max]), ("i=-9223372036854775808", [.min]),
        ("i=9223372036854775806-9223372036854775807", [.max - 1, .max]), ("i=0x10-0x11", [16, 17]),
        ("i=010-011", [8, 9]),
    ]

    @Test(arguments: OptsInputVisitorTests.lists)
    func `a list of signed integers may hold ranges`(text: String, list: [Int64]) throws {
        #expect(try self.list(text, of: Int64.self) == list)
    }

    static let refusedLists = [
        "i=", "i=x", "i=1x", "i=2-1", "i=1-", "i=-", "i=1-2-3", "i=1,i=", "i=0-65536", "i=9223372036854775808",
        "i=-9223372036854775809", "i=9223372036854775806-9223372036854775808", "i= 1 ", "j=1",
    ]

    @Test(arguments: OptsInputVisitorTests.refusedLists)
    func `a list of signed integers refuses what is none`(text: String) {
        #expect(throws: QAPIError.self) { try list(text, of: Int64.self) }
    }

    @Test func `a range holds 65536 integers at most`() throws {
        #expect(try list("i=0-65535", of: UInt64.self).count == 65536)
        #expect(try list("i=-65535-0", of: Int64.self).count == 65536)
        #expect(throws: QAPIError.self) { try list("i=0-65536", of: UInt64.self) }
        let million = Array(repeating: "i=0-65535", count: 17).joined(separator: ",")
        #expect(throws: QAPIError.self) { try list(million, of: UInt64.self) }
    }

    @Test func `unsigned integers reach the top and refuse negative ones`() throws {
        #expect(try list("i=18446744073709551614-18446744073709551615", of: UInt64.self) == [.max - 1, .max])
        #expect(throws: QAPIError.self) { try list("i=-1", of: UInt64.self) }
        #expect(throws: QAPIError.self) { try list("i=18446744073709551616", of: UInt64.self) }
        #expect(try scalar("i=18446744073709551615", as: UInt64.self) == .max)
        #expect(throws: QAPIError.self) { try scalar("i=-1", as: UInt64.self) }
    }

    static let unsigned16: [(String, UInt16?)] = [("i=0", 0), ("i=65535", 65535), ("i=65536", nil), ("i=-1", nil)]

    @Test(arguments: OptsInputVisitorTests.unsigned16)
    func `a narrow integer is checked against its range`(text: String, value: UInt16?) {
        #expect((try? scalar(text, as: UInt16.self)) == value)
    }

    static let signed: [(String, Int64?)] = [
        ("i=-9223372036854775808", .min), ("i=9223372036854775807", .max), ("i=9223372036854775808", nil),
        ("i=-9223372036854775809", nil), ("i=0-1", nil), ("i=1,i=2", 2), ("i=", nil), ("i", nil),
    ]

    @Test(arguments: OptsInputVisitorTests.signed)
    func `the last of several scalars counts`(text: String, value: Int64?) {
        #expect((try? scalar(text, as: Int64.self)) == value)
    }

    static let booleans: [(String, Bool?)] = [
        ("i", true), ("i=on", true), ("i=yes", true), ("i=off", false), ("noi", false), ("i=", nil), ("i=onn", nil),
        ("i=1", nil),
    ]

    @Test(arguments: OptsInputVisitorTests.booleans)
    func `a boolean needs no value`(text: String, value: Bool?) {
        #expect((try? scalar(text, as: Bool.self)) == value)
    }

    static let sizes: [(String, ByteSize?)] = [
        ("i=0x12345", 0x12345), ("i=42k", 43008), ("i=1E", ByteSize(1 << 60)), ("i=18446744073709551616", nil),
        ("i=-1", nil),
    ]

    @Test(arguments: OptsInputVisitorTests.sizes)
    func `a size has suffixes`(text: String, value: ByteSize?) {
        #expect((try? scalar(text, as: ByteSize.self)) == value)
    }

    @Test func `an option that nobody asked for is refused`() throws {
        let opts = try QemuOpts.parse("name=a,nmae=b,id=x", group: QemuOptsGroup(name: "free"))
        let error = failure { () throws(QAPIError) in try Limits(opts: opts) }
        #expect(error?.parameter == "nmae")
        #expect(error?.hint?.hasPrefix("Did you mean 'name'?") == true)
        let id = try QemuOpts.parse("name=a,id=x", group: QemuOptsGroup(name: "free"))
        #expect(failure { () throws(QAPIError) in try Limits(opts: id) }?.parameter == "id")
    }

    @Test func `elements that nobody read are refused`() throws {
        var visitor = OptsInputVisitor(try QemuOpts.parse("i=1,i=2,i=3", group: QemuOptsGroup(name: "free")))
        try visitor.startStruct(nil)
        try visitor.startList("i")
        #expect(try visitor.nextElement() == true)
        #expect(try visitor.int64(nil) == 1)
        let error = failure { () throws(QAPIError) in try visitor.checkList() }
        #expect(error?.message == "Parameter 'i' has more than the 1 elements expected")
    }

    @Test func `reading beyond a list is an error`() throws {
        var visitor = OptsInputVisitor(try QemuOpts.parse("i=1", group: QemuOptsGroup(name: "free")))
        try visitor.startStruct(nil)
        try visitor.startList("i")
        #expect(throws: QAPIError.self) { try visitor.string(nil) }
    }
}
