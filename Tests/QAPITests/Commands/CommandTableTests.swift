import JSON
import QAPI
import Testing

@Suite struct CommandTableTests {
    private func table(policy: CompatPolicy = CompatPolicy()) -> CommandTable {
        var table = CommandTable(policy: policy)
        table.register("stop") { (_: QAPIEmpty) in QAPIEmpty() }
        table.register("device-name", flags: .allowsOutOfBand) { (device: Device) in device.nodeName ?? "" }
        table.register("limits", features: .deprecated) { (_: QAPIEmpty) in [Limits(name: "a", old: 1)] }
        table.register("quit", flags: .hasNoSuccessResponse) { (_: QAPIEmpty) in QAPIEmpty() }
        table.register("fail") { (_: QAPIEmpty) throws(QAPIError) -> QAPIEmpty in
            throw QAPIError(.deviceNotFound, "gone")
        }
        table.register("raw", raw: { arguments in .object(arguments) })
        return table
    }

    @Test func `a command is run with typed arguments`() throws {
        let request = CommandRequest("device-name", arguments: ["driver": "host_cdrom", "node-name": "n"])
        #expect(try table().run(request) == "n")
        #expect(try table().run(CommandRequest("stop")) == [:])
        #expect(try table().run(CommandRequest("raw", arguments: ["a": 1])) == ["a": 1])
        #expect(try table().run(CommandRequest("quit")) == JSONValue?.none)
        #expect(table().names == ["device-name", "fail", "limits", "quit", "raw", "stop"])
    }

    static let refused: [(CommandRequest, QAPIError.Class, String)] = [
        (CommandRequest("stpo"), .commandNotFound, "Command 'stpo' is not known"),
        (CommandRequest("Stop"), .commandNotFound, "Command 'Stop' is not known"),
        (CommandRequest("stop", arguments: ["a": 1]), .genericError, "Parameter 'a' is not known here"),
        (CommandRequest("device-name"), .genericError, "Parameter 'driver' is required"),
        (CommandRequest("fail"), .deviceNotFound, "gone"),
        (CommandRequest("stop", isOutOfBand: true), .genericError, "Command 'stop' can't be executed out of band"),
    ]

    @Test(arguments: CommandTableTests.refused)
    func `a wrong request is refused with its class`(
        request: CommandRequest, errorClass: QAPIError.Class, message: String
    ) {
        let error = failure { () throws(QAPIError) in try table().run(request) }
        #expect(error?.errorClass == errorClass)
        #expect(error?.message == message)
    }

    @Test func `an unknown command has the nearest one suggested`() {
        let error = failure { () throws(QAPIError) in try table().run(CommandRequest("stpo")) }
        #expect(error?.hint == "Did you mean 'stop'?")
    }

    @Test func `a command may run out of band when its schema says so`() throws {
        let request = CommandRequest("device-name", arguments: ["driver": "host_cdrom"], isOutOfBand: true)
        #expect(try table().run(request) == "")
    }

    @Test func `the policy refuses commands and hides members of results`() throws {
        #expect(try table().run(CommandRequest("limits")) == [["name": "a", "old": 1]])
        let rejecting = table(policy: CompatPolicy(deprecatedInput: .reject))
        let error = failure { () throws(QAPIError) in try rejecting.run(CommandRequest("limits")) }
        #expect(error?.errorClass == .commandNotFound)
        let hiding = table(policy: CompatPolicy(deprecatedOutput: .hide))
        #expect(try hiding.run(CommandRequest("limits")) == [["name": "a"]])
    }

    @Test func `a disabled command says why`() throws {
        var table = table()
        table.disable("stop", because: "the machine is not configured")
        let error = failure { () throws(QAPIError) in try table.run(CommandRequest("stop")) }
        #expect(error?.errorClass == .commandNotFound)
        #expect(error?.message == "Command 'stop' can't be used now: the machine is not configured")
        #expect(table.command("stop")?.disabledReason != nil)
        table.disable("stop", because: nil)
        #expect(try table.run(CommandRequest("stop")) == [:])
    }
}
