import Holdfast
import QAPI
import Testing

struct NodeNameTests {
    @Test(arguments: ["a", "disk0", "A-b.c_d", "n234567890123456789012345678901"])
    func `letters, then letters, digits and a few signs are a name`(name: String) throws {
        try NodeName.check(name)
    }

    @Test(arguments: ["", "0a", "-a", "#block1", "a b", "a/b", "ä", "aä", "n2345678901234567890123456789012"])
    func `anything else is refused`(name: String) {
        #expect(throws: QAPIError.self) { try NodeName.check(name) }
    }
}
