import Holdfast
import QAPI
import Testing

struct OptionHelpTests {
    @Test(arguments: ["help", "?", "driver=help", "driver=?"])
    func `help alone lists the drivers`(text: String) throws {
        let help = try #require(try OptionHelp.requested(by: text, topic: .blockdev))
        #expect(help.entries.map(\.name).contains("host_device"))
        #expect(help.entries.allSatisfy { !$0.text.isEmpty })
    }

    @Test func `help behind a driver lists its options with defaults`() throws {
        let help = try #require(try OptionHelp.requested(by: "file,help", topic: .blockdev))
        let aio = try #require(help.entries.first { $0.name.hasPrefix("aio=") })
        #expect(aio.name == "aio=<auto|threads|native|io_uring>" && aio.defaultValue == "auto")
        #expect(help.entries.contains { $0.name == "cache.direct=<bool>" })
        #expect(!help.entries.contains { $0.name.hasPrefix("offset=") })
    }

    @Test func `help of objects lists types and their properties`() throws {
        let types = try #require(try OptionHelp.requested(by: "help", topic: .object))
        #expect(types.entries.map(\.name).contains("pr-manager-sqlite"))
        let manager = try #require(try OptionHelp.requested(by: "qom-type=pr-manager-sqlite,help", topic: .object))
        #expect(manager.entries.contains { $0.name == "database=<str>" && $0.defaultValue == nil })
    }

    @Test func `an option without help asks for none`() throws {
        #expect(try OptionHelp.requested(by: "file,node-name=d,filename=help", topic: .blockdev) == nil)
    }

    @Test func `help for an unknown driver is the error about the driver`() {
        let error = #expect(throws: QAPIError.self) { try OptionHelp.requested(by: "qcow2,help", topic: .blockdev) }
        #expect(error?.description.contains("Holdfast has not") == true)
    }
}
