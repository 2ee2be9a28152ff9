import JSON
import SCSI
import Testing

@testable import Reservations

/// The file by which reservations move.
struct StateTransferTests {
    private let good = """
        {"format": "holdfast-reservations", "version": 1, "disk": "d", "time": "2026-11-23T01:00:00.000000000Z",
         "generation": 7, "aptpl": true, "type": "write-exclusive", "holder": "a",
         "registrations": [{"initiator": "a", "key": "0xa", "all-target-ports": false, "since": 5}]}
        """

    @Test func `what is written is read back`() throws {
        let transfer = try StateTransfer(try JSONParser.parse(good))
        #expect(transfer.state.generation == 7 && transfer.state.registrations.map(\.key) == [0xa])
        #expect(transfer.state.reservation?.type == .writeExclusive && transfer.disk == "d")
        #expect(try StateTransfer(.object(transfer.object)) == transfer)
    }

    @Test(arguments: [
        ("\"holdfast-reservations\"", "\"other\"", "export"), ("\"version\": 1", "\"version\": 2", "version"),
        ("\"0xa\"", "\"0x0\"", "key"), ("\"0xa\"", "\"a\"", "key"), ("\"0xa\"", "\"0x10000000000000000\"", "key"),
        ("\"initiator\": \"a\"", "\"initiator\": \"\"", "initiator"),
        ("\"holder\": \"a\"", "\"holder\": \"b\"", "holder"),
        ("write-exclusive", "write-only", "type"), ("\"generation\": 7", "\"generation\": -1", "generation"),
        ("\"generation\": 7", "\"generation\": 4294967296", "generation"), ("\"aptpl\": true", "\"aptpl\": 1", "aptpl"),
        ("[{", "[{\"initiator\": \"a\", \"key\": \"0x1\"}, {", "twice"),
        ("\"registrations\"", "\"x\"", "registrations"),
    ])
    func `what isn't one says why`(text: String, replacement: String, word: String) throws {
        let broken = good.split(separator: text, omittingEmptySubsequences: false).joined(separator: replacement)
        let error = try #require(throws: StateTransfer.Malformed.self) {
            try StateTransfer(try JSONParser.parse(broken))
        }
        #expect(error.description.contains(word))
    }
}
