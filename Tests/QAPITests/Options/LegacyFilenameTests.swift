import JSON
import QAPI
import Testing

@Suite struct LegacyFilenameTests {
    private func options(_ name: String, allowingProtocols: Bool = true) throws(QAPIError) -> JSONObject {
        try LegacyFilename.options(name, allowingProtocols: allowingProtocols) { path in
            switch path {
            case "/dev/sda", "odd:device": .device
            case "/dev/sr0": .cdrom
            default: nil
            }
        }
    }

    static let names: [(String, String, String)] = [
        ("a.img", "file", "a.img"), ("/x/a.img", "file", "/x/a.img"), ("./a:b", "file", "./a:b"),
        ("/a:b", "file", "/a:b"),
        ("file:a.img", "file", "a.img"), ("file:/x/a", "file", "/x/a"), ("file:a:b", "file", "./a:b"),
        ("file:/a:b", "file", "/a:b"), ("file:", "file", ""), ("host_device:/dev/x", "host_device", "/dev/x"),
        ("/dev/sda", "host_device", "/dev/sda"), ("/dev/sr0", "host_cdrom", "/dev/sr0"),
        ("odd:device", "host_device", "odd:device"),
    ]

    @Test(arguments: LegacyFilenameTests.names)
    func `a name becomes a driver and a file name`(name: String, driver: String, filename: String) throws {
        #expect(try options(name) == ["driver": .string(driver), "filename": .string(filename)])
    }

    @Test func `an unknown protocol is refused and the known ones listed`() {
        let error = failure { () throws(QAPIError) in try options("flie:a") }
        #expect(error?.message == "Parameter 'file' does not accept the value 'flie:'")
        #expect(error?.hint == "Did you mean 'file:'?\nAccepted values: file:, host_device:, host_cdrom:")
    }

    @Test func `without protocols a colon means nothing`() throws {
        #expect(try options("nbd:a", allowingProtocols: false) == ["driver": "file", "filename": "nbd:a"])
        #expect(try options("json:{}", allowingProtocols: false) == ["driver": "file", "filename": "json:{}"])
    }

    @Test func `a json name is an object of options, flat or not`() throws {
        #expect(
            try options("json:{'driver': 'raw', 'file': {'driver': 'file'}, \"file.filename\": \"a\", 'size': 5}")
                == ["driver": "raw", "file.driver": "file", "file.filename": "a", "size": 5])
    }

    @Test(arguments: ["json:", "json:[]", "json:{", "json:{'a': 1} x", "json:1"])
    func `a json name that is no object is refused`(name: String) {
        #expect(throws: QAPIError.self) { try options(name) }
    }
}
