import BlockSchema
import Holdfast
import JSON
import QAPI
import Testing

struct CheckedOptionTests {
    @Test func `an option string and JSON give the same typed value`() throws {
        let text = try CheckedOption.blockdev("file,node-name=d0,filename=a.img,cache.direct=on,aio-max-batch=0x10")
        let json = try CheckedOption.blockdev(
            #"{"driver": "file", "node-name": "d0", "filename": "a.img", "cache": {"direct": true}, "aio-max-batch": 16}"#
        )
        #expect(text.value == json.value)
        guard case .blockdev(let options) = text.value, case .file(let file) = options.branch else {
            Issue.record("not a file")
            return
        }
        #expect(options.nodeName == "d0" && options.cache?.direct == true && options.cache?.noFlush == nil)
        #expect(file.filename == "a.img" && file.aioMaxBatch == 16 && file.prManager == nil)
    }

    @Test(arguments: [
        "raw,node-name=r,file=below", "raw,node-name=r,file.driver=file,file.filename=a,,b=c,offset=0x100000,size=512",
        "driver=null-co,node-name=n,size=4096,read-zeroes=off",
        "blkdebug,node-name=b,image=below,inject-error.0.event=write_aio,inject-error.0.errno=28",
    ])
    func `the option string of a value gives that value again`(text: String) throws {
        let option = try CheckedOption.blockdev(text)
        let again = try CheckedOption.blockdev(try #require(option.optionString))
        #expect(again.value == option.value)
        #expect(again.json == option.json)
    }

    /// Options that are refused, each with the parameter at fault and a word of the explanation.
    static let refusedNodes: [(text: String, parameter: String, words: String)] = [
        ("file,filename=a", "node-name", "node-name"),
        ("file,filename=a,node-name=1a", "node-name", "letter"),
        ("file,filename=a,node-name=\(String(repeating: "n", count: 32))", "node-name", "31"),
        ("qcow2,node-name=q,file=f", "driver", "Holdfast has not"),
        ("fil,node-name=q,filename=f", "driver", "'file'"),
        ("file,node-name=d,filename=a,aoi=threads", "aoi", "'aio'"),
        ("file,node-name=d,filename=a,aio=libaio", "aio", "threads"),
        ("raw,node-name=d,file.driver=file,file.filename=a,file.cache.direct=maybe", "file.cache.direct", "maybe"),
        ("raw,node-name=d,file.driver=file", "file.filename", "required"),
        ("raw,node-name=d,file=f,size=x", "size", "size"),
    ]

    @Test(arguments: refusedNodes)
    func `what a node does not accept is refused by its full path`(
        text: String, parameter: String, words: String
    ) {
        let error = #expect(throws: QAPIError.self) { try CheckedOption.blockdev(text) }
        #expect(error?.parameter == parameter, "\(String(describing: error))")
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test func `objects know what each type accepts`() throws {
        let option = try CheckedOption.object("pr-manager-helper,id=pr0,path=/run/helper.sock")
        guard case .object(let options) = option.value, case .prManagerHelper(let helper) = options.branch else {
            Issue.record("not a helper")
            return
        }
        #expect(options.id == "pr0" && helper.path == "/run/helper.sock")
        let error = #expect(throws: QAPIError.self) { try CheckedOption.object("secret,id=s,data=x") }
        #expect(error?.description.contains("Holdfast has not") == true)
        let missing = #expect(throws: QAPIError.self) { try CheckedOption.object("pr-manager-sqlite,id=pr0") }
        #expect(missing?.parameter == "database")
    }

    @Test func `help in the middle of an option is pointed to the place where it is shown`() {
        let error = #expect(throws: QAPIError.self) { try CheckedOption.blockdev("file,help") }
        #expect(error?.hint?.contains("holdfast options --blockdev help") == true)
    }

    @Test func `a drive becomes a device and its node`() throws {
        let option = try CheckedOption.drive("file=a.img,format=raw,cache=none,if=virtio,id=d", probe: { _ in nil })
        guard case .drive(let drive, let node?) = option.value, case .raw(let raw) = node.branch else {
            Issue.record("not a raw drive")
            return
        }
        #expect(drive.id == "d" && drive.interface == .virtio && drive.writeCache)
        #expect(node.cache?.direct == true && node.cache?.noFlush == false && node.autoReadOnly == true)
        guard case .definition(let below) = raw.file, case .file(let file) = below.branch else {
            Issue.record("no file below")
            return
        }
        #expect(file.filename == "a.img")
    }

    @Test func `what a drive's path is decides the driver below`() throws {
        let option = try CheckedOption.drive("file=/dev/sr0,media=cdrom,format=raw,if=none", probe: { _ in .cdrom })
        #expect(option.optionString?.contains("file.driver=host_cdrom,file.filename=/dev/sr0") == true)
        #expect(option.optionString?.contains("read-only=on") == true)
    }

    @Test func `a drive without a medium has no node`() throws {
        let option = try CheckedOption.drive("if=ide,media=cdrom", probe: { _ in nil })
        #expect(option.json == nil && option.optionString == nil && option.explanation == nil)
    }

    @Test func `a drive without a format is raw, with a warning`() throws {
        let option = try CheckedOption.drive("file=a.img,if=none", probe: { _ in nil })
        #expect(option.warnings.contains { $0.contains("format=raw") })
    }
}
