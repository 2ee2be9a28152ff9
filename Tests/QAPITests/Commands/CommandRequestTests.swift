import JSON
import QAPI
import Testing

@Suite struct CommandRequestTests {
    static let accepted: [(JSONValue, CommandRequest)] = [
        (["execute": "stop"], CommandRequest("stop")),
        (["execute": "stop", "id": 7], CommandRequest("stop", id: 7)),
        (["id": .null, "arguments": ["a": 1], "execute": "x"], CommandRequest("x", arguments: ["a": 1], id: .null)),
        (["exec-oob": "x"], CommandRequest("x", isOutOfBand: true)),
    ]

    @Test(arguments: CommandRequestTests.accepted)
    func `a request is read`(json: JSONValue, request: CommandRequest) throws {
        #expect(try CommandRequest(json, allowingOutOfBand: true) == request)
    }

    static let refused: [(JSONValue, String)] = [
        ([], ""), ("stop", ""), ([:], "execute"), (["arguments": [:]], "execute"), (["execute": 1], "execute"),
        (["execute": "x", "arguments": []], "arguments"), (["execute": "x", "extra": 1], "extra"),
        (["execute": "x", "exec-oob": "x"], "exec-oob"),
    ]

    @Test(arguments: CommandRequestTests.refused)
    func `a wrong shape is refused under the member's name`(json: JSONValue, parameter: String) {
        for allowing in [false, true] {
            let error = failure { () throws(QAPIError) in try CommandRequest(json, allowingOutOfBand: allowing) }
            #expect(error?.parameter == parameter)
            #expect(error?.errorClass == .genericError)
        }
    }

    @Test func `executing out of band must have been negotiated`() {
        let error = failure { () throws(QAPIError) in try CommandRequest(["exec-oob": "x"]) }
        #expect(error?.parameter == "exec-oob")
        #expect(error?.hint?.contains("execute, arguments, id") == true)
    }

    @Test func `the id is found in whatever is wrong`() {
        #expect(CommandRequest.id(of: ["execute": 1, "id": "a"]) == "a")
        #expect(CommandRequest.id(of: ["execute": 1]) == JSONValue?.none)
        #expect(CommandRequest.id(of: 1) == JSONValue?.none)
    }

    @Test func `a reply is the value or the error, and the id`() {
        #expect(CommandReply.success([:]).message() == ["return": [:]])
        #expect(CommandReply.success(1).message(id: "a") == ["return": 1, "id": "a"])
        let error = QAPIError(.deviceNotFound, "no 'x'", hint: "there is 'y'")
        #expect(
            CommandReply.failure(error).message(id: 2)
                == ["error": ["class": "DeviceNotFound", "desc": "no 'x'\nthere is 'y'"], "id": 2])
    }
}
