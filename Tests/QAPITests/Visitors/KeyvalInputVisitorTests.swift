import JSON
import QAPI
import Testing

@Suite struct KeyvalInputVisitorTests {
    @Test("A member that must be there is sought among those given")
    func misspeltMandatoryMember() throws {
        let tree = try Keyval.parse("driver=disk,file-name=a.img").tree
        let error = try #require(failure { () throws(QAPIError) in try Device(keyval: tree) })
        #expect(error.parameter == "filename")
        #expect(error.hint?.contains("'file-name'") == true && error.hint?.contains("did you mean 'filename'") == true)
        let other = try #require(
            failure { () throws(QAPIError) in try Device(keyval: Keyval.parse("driver=disk,size=1").tree) })
        #expect(other.parameter == "filename" && other.hint == nil)
    }

    @Test func `strings get the types of the schema`() throws {
        let tree = try Keyval.parse(
            "name=a,bytes=1.5k,weight=0xff,ratio=1e3,read-only=yes,marks.0=-1,marks.1=010,inner.name=b,old=-5"
        ).tree
        #expect(
            try Limits(keyval: tree)
                == Limits(
                    name: "a", bytes: 1536, weight: 255, ratio: 1000, readOnly: true, marks: [-1, 8], old: -5,
                    inner: Boxed(Limits(name: "b"))))
    }

    @Test func `a union and an alternate are read as in JSON`() throws {
        let tree = try Keyval.parse("driver=floppy,file.driver=disk,file.filename=a,file.pr-manager=m").tree
        let disk = Device(branch: .disk(DeviceDisk(filename: "a", prManager: "m")))
        #expect(try Device(keyval: tree) == Device(branch: .floppy(DeviceFilter(file: .definition(disk)))))
        let reference = try Keyval.parse("driver=floppy,file=n0").tree
        #expect(try Device(keyval: reference) == Device(branch: .floppy(DeviceFilter(file: .reference("n0")))))
    }

    static let refused: [(String, String, String)] = [
        ("name=a,weight=256", "weight", "Parameter 'weight' must be an integer from 0 to 255"),
        ("name=a,weight=-1", "weight", "Parameter 'weight' must be an integer from 0 to 255"),
        ("name=a,weight=1x", "weight", "Parameter 'weight' must be an integer, not '1x'"),
        ("name=a,bytes=-1", "bytes", "Parameter 'bytes' must be a size below 2^64 bytes and not negative, not '-1'"),
        ("name=a,bytes=1kb", "bytes", "Parameter 'bytes' must be a size, not '1kb'"),
        ("name=a,ratio=nan", "ratio", "Parameter 'ratio' must be a number, not 'nan'"),
        ("name=a,read-only=1", "read-only", "Parameter 'read-only' must be 'on' or 'off', not '1'"),
        ("name=a,marks=1", "marks", "Parameter 'marks' must be an array, not a string"),
        ("name=a,marks.0=1,marks.1=x", "marks.1", "Parameter 'marks.1' must be an integer, not 'x'"),
        ("name.a=1", "name.a", "Parameter 'name.a' is not known here: 'name' is a single value"),
        ("name.0=1", "name.0", "Parameter 'name.0' is not known here: 'name' is a single value"),
        ("name=a,inner.inner.name=b", "inner.name", "Parameter 'inner.name' is required"),
        ("name=a,inner=b", "inner", "Parameter 'inner' must be an object, not a string"),
        ("name=a,nam=b", "nam", "Parameter 'nam' is not known here"),
    ]

    @Test(arguments: KeyvalInputVisitorTests.refused)
    func `an error names the parameter as it was written`(text: String, parameter: String, message: String) throws {
        let tree = try Keyval.parse(text).tree
        let error = failure { () throws(QAPIError) in try Limits(keyval: tree) }
        #expect(error?.parameter == parameter)
        #expect(error?.message == message)
    }

    @Test func `an unsigned integer of 64 bits wraps`() throws {
        var visitor = KeyvalInputVisitor(["a": "-1"])
        try visitor.startStruct(nil)
        #expect(try visitor.uint64("a") == .max)
    }

    @Test func `a null can't be written`() throws {
        let tree = try Keyval.parse("a=").tree
        var visitor = KeyvalInputVisitor(.object(tree))
        try visitor.startStruct(nil)
        #expect(throws: QAPIError.self) { try visitor.null("a") }
    }

    @Test func `any value is what the grammar gave`() throws {
        var visitor = KeyvalInputVisitor(["a": ["b": "1"]])
        try visitor.startStruct(nil)
        #expect(try visitor.any("a") == ["b": "1"])
    }
}
