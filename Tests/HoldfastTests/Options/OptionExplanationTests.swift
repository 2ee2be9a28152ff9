import Holdfast
import Testing

struct OptionExplanationTests {
    private func rows(_ text: String) throws -> [String: OptionExplanation.Row] {
        let rows = try #require(try CheckedOption.blockdev(text).explanation).rows
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })
    }

    @Test func `what was given is no default`() throws {
        let rows = try rows("file,node-name=d,filename=a.img,read-only=on")
        #expect(rows["filename"]?.value == "a.img" && rows["filename"]?.isDefault == false)
        #expect(rows["read-only"]?.value == "on" && rows["read-only"]?.isDefault == false)
        #expect(rows["driver"]?.value == "file")
    }

    @Test func `gaps are filled with defaults, QEMU's where it is another`() throws {
        let rows = try rows("file,node-name=d,filename=a.img")
        #expect(rows["discard"]?.value == "ignore" && rows["discard"]?.isDefault == true)
        #expect(rows["cache.no-flush"]?.value == "off" && rows["cache.no-flush"]?.isDefault == true)
        #expect(rows["aio"]?.value == "auto" && rows["aio"]?.foreignDefault == "threads")
        #expect(rows["discard"]?.foreignDefault == nil)
    }

    @Test func `a node inside of another inherits from it`() throws {
        let rows = try rows("raw,node-name=r,cache.direct=on,read-only=on,file.driver=file,file.filename=a")
        #expect(rows["file.cache.direct"]?.value == "on" && rows["file.cache.direct"]?.isDefault == true)
        #expect(rows["file.read-only"]?.value == "on")
        #expect(rows["file.cache.no-flush"]?.value == "off")
        #expect(rows["discard"]?.value == "ignore" && rows["file.discard"]?.value == "unmap")
    }

    @Test func `inheritance goes down more than one level`() throws {
        let rows = try rows(
            "raw,node-name=r,cache.direct=on,file.driver=raw,file.cache.no-flush=on,file.file.driver=file,"
                + "file.file.filename=a")
        #expect(rows["file.file.cache.direct"]?.value == "on")
        #expect(rows["file.file.cache.no-flush"]?.value == "on" && rows["cache.no-flush"]?.value == "off")
    }

    @Test func `a reference is a value, and lists have indices`() throws {
        #expect(try rows("raw,node-name=r,file=below")["file"]?.value == "below")
        let debug = try rows(
            "blkdebug,node-name=b,image=i,inject-error.0.event=flush_to_os,inject-error.1.event=read_aio")
        #expect(debug["inject-error.1.event"]?.value == "read_aio")
        #expect(debug["inject-error.0.errno"]?.value == "5" && debug["inject-error.0.errno"]?.isDefault == true)
    }
}
