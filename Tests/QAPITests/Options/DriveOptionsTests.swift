import JSON
import QAPI
import Testing

@Suite struct DriveOptionsTests {
    private func tree(_ text: String) throws(QAPIError) -> JSONObject {
        var drive = try DriveOptions.parse(text)
        return try drive.nodeTree { $0 == "/dev/sda" ? .device : nil }
    }

    @Test func `a drive without options is an empty one`() throws {
        let drive = try DriveOptions.parse("")
        #expect(drive.isEmpty)
        #expect(drive.id == "none0")
        #expect(drive.interface == .none && drive.media == .disk && drive.bus == 0 && drive.unit == 0)
        #expect(!drive.readOnly && !drive.copyOnRead && !drive.snapshot && drive.writeCache)
        #expect(drive.writeErrorAction == .enospc && drive.readErrorAction == .report && drive.detectZeroes == .off)
        #expect(drive.accountsInvalid == nil && drive.accountsFailed == nil && drive.statisticsIntervals.isEmpty)
        #expect(drive.throttling == [:] && drive.throttlingGroup == nil && drive.options == [:])
        #expect(try DriveOptions.parse("file=,cache=none,if=ide,media=cdrom").isEmpty)
        #expect(try !DriveOptions.parse("file=a").isEmpty)
        #expect(try !DriveOptions.parse("driver=null-co").isEmpty)
    }

    static let cacheModes: [(String, Bool, String, String)] = [
        ("writeback", true, "off", "off"), ("none", true, "on", "off"), ("off", true, "on", "off"),
        ("writethrough", false, "off", "off"), ("directsync", false, "on", "off"), ("unsafe", true, "off", "on"),
    ]

    @Test(arguments: DriveOptionsTests.cacheModes)
    func `a cache mode is three booleans`(mode: String, writeCache: Bool, direct: String, noFlush: String) throws {
        let drive = try DriveOptions.parse("file=a,cache=\(mode)")
        #expect(drive.writeCache == writeCache)
        #expect(drive.options == ["cache.direct": .string(direct), "cache.no-flush": .string(noFlush)])
    }

    @Test func `a boolean given beside the cache mode wins`() throws {
        let drive = try DriveOptions.parse("file=a,cache.direct=on,cache=unsafe,cache.writeback=off")
        #expect(!drive.writeCache)
        #expect(drive.options == ["cache.direct": "on", "cache.no-flush": "on"])
    }

    @Test func `limits have older names`() throws {
        let drive = try DriveOptions.parse(
            "bps=1,bps_rd=2,bps_wr=3,bps_max=4,bps_rd_max=5,bps_wr_max=6,iops=7,iops_rd=8,iops_wr=9,iops_max=10,"
                + "iops_rd_max=11,iops_wr_max=12,iops_size=13,group=g,throttling.bps-total-max-length=14,file=a")
        #expect(
            drive.throttling == [
                "bps-total": 1, "bps-read": 2, "bps-write": 3, "bps-total-max": 4, "bps-read-max": 5,
                "bps-write-max": 6,
                "iops-total": 7, "iops-read": 8, "iops-write": 9, "iops-total-max": 10, "iops-read-max": 11,
                "iops-write-max": 12, "iops-size": 13, "bps-total-max-length": 14,
            ])
        #expect(drive.throttlingGroup == "g")
        #expect(drive.options == [:])
    }

    @Test func `an option and its alias are not both given`() {
        let limit = failure { () throws(QAPIError) in try DriveOptions.parse("iops=1,throttling.iops-total=1") }
        #expect(limit?.message == "'throttling.iops-total' and its alias 'iops' can't both be given")
        #expect(failure { () throws(QAPIError) in try DriveOptions.parse("readonly=on,read-only=on") } != nil)
        #expect(
            failure { () throws(QAPIError) in try DriveOptions.parse("format=raw,driver=raw") }?.parameter == "format")
    }

    static let places: [(String, UInt64, UInt64, String)] = [
        ("if=ide", 0, 0, "ide0-hd0"), ("if=ide,index=3", 1, 1, "ide1-hd1"), ("if=ide,bus=1,unit=0", 1, 0, "ide1-hd0"),
        ("if=scsi,index=12", 1, 5, "scsi1-hd5"), ("if=scsi,media=cdrom", 0, 0, "scsi0-cd0"),
        ("if=virtio,index=5", 0, 5, "virtio5"),
        ("if=virtio", 0, 0, "virtio0"), ("if=floppy,unit=1", 0, 1, "floppy1"), ("if=none,id=x", 0, 0, "x"),
        ("if=sd,index=0x2", 0, 2, "sd2"),
    ]

    @Test(arguments: DriveOptionsTests.places)
    func `a drive has a place and an id`(text: String, bus: UInt64, unit: UInt64, id: String) throws {
        let drive = try DriveOptions.parse(text)
        #expect(drive.bus == bus && drive.unit == unit && drive.id == id)
    }

    @Test func `the first free unit is taken`() throws {
        let drive = try DriveOptions.parse("if=ide") { _, bus, unit in bus < 2 || (bus == 2 && unit == 0) }
        #expect(drive.id == "ide2-hd1")
        #expect(throws: QAPIError.self) { try DriveOptions.parse("if=ide") { _, _, _ in true } }
        #expect(throws: QAPIError.self) { try DriveOptions.parse("if=ide,index=1") { _, _, unit in unit == 1 } }
        #expect(try DriveOptions.parse("file=a", defaultInterface: .virtio).interface == .virtio)
    }

    static let refused: [(String, String?)] = [
        ("if=usb", "if"), ("media=tape", "media"), ("cache=fast", "cache"), ("aio=posix", "aio"),
        ("read-only=maybe", "read-only"),
        ("unit=x", "unit"), ("unit=-1", "unit"), ("if=ide,unit=2", "unit"), ("if=scsi,unit=7", "unit"),
        ("index=1,unit=0", "index"),
        ("index=1,bus=0", "index"), ("werror=never", "werror"), ("rerror=enospc", "rerror"),
        ("if=floppy,werror=stop", "werror"),
        ("if=sd,rerror=stop", "rerror"), ("detect-zeroes=yes", "detect-zeroes"), ("iops=x", "throttling.iops-total"),
        ("throttling.iops=1", "throttling.iops"), ("bps=-1", "throttling.bps-total"),
        ("bps=18446744073709551615", "throttling.bps-total"), ("stats-intervals.0=0", "stats-intervals.0"),
        ("stats-intervals.0=4294967296", "stats-intervals.0"), ("stats-intervals.1=5", "stats-intervals.1"),
        ("stats-intervals.0.x=1", "stats-intervals.0"), ("id=1", "id"),
    ]

    @Test(arguments: DriveOptionsTests.refused)
    func `a wrong setting is refused under its name`(text: String, parameter: String?) {
        #expect(failure { () throws(QAPIError) in try DriveOptions.parse(text) }?.parameter == parameter)
    }

    @Test func `settings of the device are taken out of the options`() throws {
        let drive = try DriveOptions.parse(
            "file=a,werror=stop,rerror=ignore,snapshot=on,stats-account-invalid=off,stats-account-failed=on,"
                + "stats-intervals.0=60,stats-intervals.1=3600,detect-zeroes=unmap,copy-on-read=on,discard=unmap")
        #expect(
            drive.writeErrorAction == .stop && drive.readErrorAction == .ignore && drive.snapshot && drive.copyOnRead)
        #expect(drive.accountsInvalid == false && drive.accountsFailed == true)
        #expect(drive.statisticsIntervals == [60, 3600] && drive.detectZeroes == .unmap)
        #expect(drive.options == ["discard": "unmap"])
    }

    @Test func `a compact disc is read-only and has no copy on read`() throws {
        let drive = try DriveOptions.parse("file=a,media=cdrom,copy-on-read=on,readonly")
        #expect(drive.readOnly && !drive.copyOnRead)
        #expect(
            drive.warnings == [
                "Option 'readonly' without a value is deprecated; write 'readonly=on'",
                "'copy-on-read' has no effect on a read-only drive",
            ])
    }

    static let trees: [(String, JSONObject)] = [
        (
            "file=a.img,format=raw,file.pr-manager=m,aio=native,cache=none,node-name=n",
            [
                "driver": "raw", "node-name": "n", "cache": ["direct": "on", "no-flush": "off"], "read-only": "off",
                "auto-read-only": "on",
                "file": ["driver": "file", "filename": "a.img", "pr-manager": "m", "aio": "native"],
            ]
        ),
        (
            "file=/dev/sda,driver=host_device,read-only=on,detect-zeroes=on",
            [
                "driver": "host_device", "filename": "/dev/sda", "read-only": "on", "detect-zeroes": "on",
                "cache": ["direct": "off", "no-flush": "off"], "auto-read-only": "on",
            ]
        ),
        (
            "file=/dev/sda,format=raw,file.locking=off",
            [
                "driver": "raw", "file": ["driver": "host_device", "filename": "/dev/sda", "locking": "off"],
                "read-only": "off", "cache": ["direct": "off", "no-flush": "off"], "auto-read-only": "on",
            ]
        ),
        (
            "driver=raw,file=json:{'driver':'throttle',,'throttle-group':'g',,'file':{'driver':'null-co',,'size':5}}",
            [
                "driver": "raw", "throttle-group": "g", "file": ["driver": "null-co", "size": "5"], "read-only": "off",
                "cache": ["direct": "off", "no-flush": "off"], "auto-read-only": "on",
            ]
        ),
    ]

    @Test(arguments: DriveOptionsTests.trees)
    func `the node's options become a tree`(text: String, tree: JSONObject) throws {
        #expect(try self.tree(text) == tree)
    }

    @Test func `a drive without a format is raw and says so`() throws {
        var drive = try DriveOptions.parse("file=a,id=d")
        #expect(try drive.nodeOptions { _ in nil }["driver"] == "raw")
        #expect(drive.warnings == ["Drive 'd' names no format; it is taken as 'raw'. Write 'format=raw' to say so"])
    }

    @Test(arguments: ["file=a,driver=file,filename=b", "file=a,format=raw,file.filename=b"])
    func `two file names are refused`(text: String) {
        #expect(throws: QAPIError.self) { try tree(text) }
    }
}
