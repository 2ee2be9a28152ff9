import JSON
import Testing

struct OptionsCommandTests {
    @Test func `an option is explained row by row`() throws {
        let result = try Tool.run(["options", "--blockdev", "file,node-name=d0,filename=a.img"])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.hasPrefix("blockdev d0\n  driver                   file\n"))
        #expect(result.output.contains("aio                      auto                     default (QEMU: threads)\n"))
        #expect(result.output.contains("  -blockdev driver=file,node-name=d0,filename=a.img\n"))
    }

    @Test func `JSON holds the options, the defaults and the option string`() throws {
        let result = try Tool.run([
            "options", "--json", "--blockdev", "file,node-name=d0,filename=a.img", "--object", "pr-manager-ioctl,id=p",
        ])
        let list = try #require(try JSONParser.parse(result.output).arrayValue)
        #expect(list.map { $0["kind"]?.stringValue } == ["object", "blockdev"])
        #expect(list[1]["options"]?["filename"]?.stringValue == "a.img")
        #expect(list[1]["defaults"]?["cache.direct"]?.stringValue == "off")
        #expect(list[1]["option-string"]?.stringValue == "driver=file,node-name=d0,filename=a.img")
    }

    @Test func `a mistake is an error with status 1, and the others are still shown`() throws {
        let result = try Tool.run([
            "options", "--blockdev", "file,node-name=a,filename=x", "--blockdev", "qcow2,node-name=b",
        ])
        #expect(result.status == 1)
        #expect(result.output.hasPrefix("blockdev a\n"))
        #expect(result.errors.hasPrefix("error: --blockdev qcow2,node-name=b\n"))
    }

    @Test func `help lists drivers`() throws {
        let result = try Tool.run(["options", "--blockdev", "help"])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("Drivers:\n") && result.output.contains("  host_device "))
    }

    @Test func `warnings go to the error output`() throws {
        let result = try Tool.run(["options", "--drive", "file=a.img,if=none,id=d"])
        #expect(result.status == 0)
        #expect(result.errors.hasPrefix("warning: ") && result.output.hasPrefix("drive d\n"))
    }

    @Test func `without an option the usage is wrong`() throws {
        #expect(try Tool.run(["options"]).status == 2)
    }
}
