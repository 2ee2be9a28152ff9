import JSON
import QAPI
import Testing

@Suite struct QAPIEnumTests {
    @Test(arguments: Medium.allCases)
    func `a value is read and written under its name`(medium: Medium) throws {
        #expect(try Medium(json: .string(medium.rawValue)) == medium)
        #expect(try medium.json() == .string(medium.rawValue))
    }

    @Test(arguments: ["Disk", "host-cdrom", "", "disk "])
    func `another spelling is refused and the right one suggested`(text: String) {
        let error = failure { () throws(QAPIError) in try Medium(json: .string(text)) }
        #expect(error?.message == "The value does not accept the value '\(text)'")
        #expect(error?.hint?.hasSuffix("Accepted values: disk, host_cdrom, floppy") == true)
        #expect(error?.hint?.hasPrefix("Did you mean") == !text.isEmpty)
    }

    @Test func `a type can explain a name that it does not have`() {
        let error = failure { () throws(QAPIError) in try Device(json: ["driver": "tape"]) }
        #expect(error?.parameter == "driver")
        #expect(error?.message == "Parameter 'driver' does not accept the value 'tape'")
        #expect(
            error?.hint == "QEMU has 'tape'; it is not supported here.\nAccepted values: disk, host_cdrom, floppy")
    }

    @Test func `a value of another kind is refused`() {
        let error = failure { () throws(QAPIError) in try Medium(json: 1) }
        #expect(error?.message == "The value must be a string, not a number")
    }

    @Test func `the policy looks at the features of a value`() throws {
        let policy = CompatPolicy(deprecatedInput: .reject)
        #expect(try Medium(json: "disk", policy: policy) == .disk)
        let error = failure { () throws(QAPIError) in
            try Device(json: ["driver": "floppy", "file": "x"], policy: policy)
        }
        #expect(
            error?.message
                == "The value 'floppy' of 'driver' is deprecated, and the compatibility policy refuses it")
    }
}
