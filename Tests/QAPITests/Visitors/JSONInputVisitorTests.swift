import JSON
import QAPI
import Testing

@Suite struct JSONInputVisitorTests {
    @Test func `a struct is read with its base, its optional and its nested members`() throws {
        let json = object([
            "name": .string("a"), "bytes": .int(10), "weight": .int(255), "ratio": .int(3), "read-only": .bool(true),
            "marks": .array([.int(-1), .int(2)]), "inner": object(["name": .string("b")]),
        ])
        #expect(
            try Limits(json: json)
                == Limits(
                    name: "a", bytes: 10, weight: 255, ratio: 3, readOnly: true, marks: [-1, 2],
                    inner: Boxed(Limits(name: "b"))))
    }

    @Test func `a union reads its branch by its tag`() throws {
        let json = object(["filename": .string("/dev/a"), "driver": .string("disk"), "node-name": .string("n")])
        #expect(try Device(json: json) == Device(nodeName: "n", branch: .disk(DeviceDisk(filename: "/dev/a"))))
        #expect(try Device(json: object(["driver": .string("host_cdrom")])) == Device(branch: .hostCdrom))
    }

    @Test func `an alternate chooses its branch by the kind of the value`() throws {
        #expect(try DeviceRef(json: .string("n")) == .reference("n"))
        #expect(try DeviceRef(json: .null) == .nothing(QAPINull()))
        #expect(
            try DeviceRef(json: object(["driver": .string("host_cdrom")])) == .definition(Device(branch: .hostCdrom)))
    }

    @Test func `an alternate refuses a kind without a branch and names its type`() {
        let error = failure { () throws(QAPIError) in
            try Device(json: object(["driver": .string("floppy"), "file": .bool(true)]))
        }
        #expect(error?.parameter == "file")
        #expect(error?.message == "Parameter 'file' must be a DeviceRef, not a boolean")
        #expect(error?.hint == "A DeviceRef is an object or a string or a null.")
    }

    @Test(arguments: [
        (object([:]), "name", "Parameter 'name' is required"),
        (.array([]), "", "The value must be an object, not an array"),
        (object(["name": .int(1)]), "name", "Parameter 'name' must be a string, not a number"),
        (
            object(["name": .string(""), "inner": object(["nam": .string("")])]), "inner.name",
            "Parameter 'inner.name' is required"
        ),
        (
            object(["name": .string(""), "marks": .array([.int(1), .string("2")])]), "marks[1]",
            "Parameter 'marks[1]' must be an integer, not a string"
        ),
        (
            object(["name": .string(""), "weight": .int(256)]), "weight",
            "Parameter 'weight' must be an integer from 0 to 255"
        ),
        (object(["name": .string(""), "old": .null]), "old", "Parameter 'old' must be an integer, not a null"),
    ])
    func `an error names the parameter by its full path`(json: JSONValue, parameter: String, message: String) {
        let error = failure { () throws(QAPIError) in try Limits(json: json) }
        #expect(error?.parameter == parameter)
        #expect(error?.message == message)
        #expect(error?.errorClass == .genericError)
    }

    @Test func `an unknown member is refused with the nearest name and all that is accepted there`() {
        let file = object(["driver": .string("disk"), "filename": .string(""), "pr-managr": .string("")])
        let error = failure { () throws(QAPIError) in
            try Device(json: object(["driver": .string("floppy"), "file": file]))
        }
        #expect(error?.parameter == "file.pr-managr")
        #expect(
            error?.hint == "Did you mean 'pr-manager'?\nAccepted here: driver, node-name, filename, pr-manager")
    }

    @Test func `a name that only an inner object knows is refused outside of it`() {
        let file = object(["driver": .string("disk"), "filename": .string("")])
        let error = failure { () throws(QAPIError) in
            try Device(
                json: object(["driver": .string("floppy"), "file": file, "filename": .string(""), "x": .string("")]))
        }
        #expect(error?.parameter == "filename")
        #expect(error?.hint?.hasSuffix("Accepted here: driver, node-name, file") == true)
    }

    @Test func `elements that nobody read are refused`() throws {
        var visitor = JSONInputVisitor([["a": [1, 2, 3]]])
        try visitor.startList(nil)
        #expect(try visitor.nextElement() == true)
        try visitor.startStruct(nil)
        try visitor.startList("a")
        #expect(try visitor.nextElement() == true)
        #expect(visitor.path(nil) == "[0].a[0]")
        let error = failure { () throws(QAPIError) in try visitor.checkList() }
        #expect(error?.message == "Parameter '[0].a' has more than the 1 elements expected")
        #expect(try visitor.nextElement() == true)
        #expect(try visitor.nextElement() == true)
        try visitor.checkList()
        #expect(try visitor.nextElement() == false)
        visitor.endList()
        try visitor.checkStruct()
    }

    @Test func `reading a list that was not entered is an error`() throws {
        var visitor = JSONInputVisitor([1])
        try visitor.startList("l")
        let error = failure { () throws(QAPIError) in try visitor.int64(nil) }
        #expect(error?.message == "Parameter 'l' has fewer elements than expected")
    }

    static let quoted: [(JSONValue, String?)] = [
        (["name": "a", "bytes": "10k"], "In JSON, '10k' is written 10240."),
        (["name": "a", "read-only": "on"], "In JSON, 'on' is written true."),
        (["name": "a", "weight": "0x10"], "In JSON, '0x10' is written 16."),
        (["name": "a", "old": "0x10"], "In JSON, '0x10' is written 16."),
        (["name": "a", "ratio": "0.5"], "In JSON, '0.5' is written 0.5."), (["name": "a", "read-only": "maybe"], nil),
        (["name": 1], nil),
    ]

    @Test(arguments: JSONInputVisitorTests.quoted)
    func `a value in quotes has its JSON form suggested`(json: JSONValue, hint: String?) {
        let error = failure { () throws(QAPIError) in try Limits(json: json) }
        #expect(error?.hint == hint)
    }

    @Test func `a name that is only equivalent to a known one is unknown`() {
        // The Kelvin sign is equivalent to the letter K.
        struct Kelvin: QAPIObject {
            var degrees: Int64?

            init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) { degrees = try visitor.optional("K") }

            func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {
                try visitor.optional(degrees, "K")
            }
        }
        let error = failure { () throws(QAPIError) in try Kelvin(json: ["\u{212A}": 1]) }
        #expect(error?.parameter == "\u{212A}")
    }

    @Test func `a value that nests too deep is refused`() throws {
        var json: JSONValue = ["name": "x"]
        for _ in 0..<255 { json = ["name": "x", "inner": json] }
        #expect(try Limits(json: json).name == "x")
        let error = failure { () throws(QAPIError) in try Limits(json: ["name": "x", "inner": json]) }
        #expect(error?.message.contains("nests deeper than 256 levels") == true)
    }

    @Test(arguments: 0..<100)
    func `what was written is read back`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let limits = Limits(
            name: "n\(seed)", bytes: Bool.random(using: &generator) ? ByteSize(generator.next()) : nil,
            weight: Bool.random(using: &generator) ? .random(in: 0...255, using: &generator) : nil,
            ratio: Bool.random(using: &generator) ? .random(in: -1e9...1e9, using: &generator) : nil,
            readOnly: Bool.random(using: &generator) ? .random(using: &generator) : nil,
            marks: Bool.random(using: &generator)
                ? (0..<3).map { _ in Int64(bitPattern: generator.next()) } : nil,
            old: Bool.random(using: &generator) ? .random(in: .min ... .max, using: &generator) : nil,
            inner: Bool.random(using: &generator) ? Boxed(Limits(name: "")) : nil)
        #expect(try Limits(json: limits.json()) == limits)
        guard case .object(let tree) = try limits.json(), limits.marks != [] else { return }
        #expect(try Limits(keyval: Keyval.parse(Keyval.print(tree)).tree) == limits)
    }

    @Test func `a union and its alternates are written as they are read`() throws {
        let disk = Device(branch: .disk(DeviceDisk(filename: "a", prManager: "m")))
        let device = Device(nodeName: "n", branch: .floppy(DeviceFilter(file: .definition(disk))))
        #expect(
            try device.json() == [
                "driver": "floppy", "node-name": "n",
                "file": ["driver": "disk", "filename": "a", "pr-manager": "m"],
            ])
        #expect(try Device(json: device.json()) == device)
        #expect(try DeviceRef.reference("x").json() == "x")
        #expect(try DeviceRef.nothing(QAPINull()).json() == .null)
        #expect(try QAPIEmpty().json() == [:])
    }
}
