import QAPI
import Testing

@Suite struct BoolTextTests {
    @Test(arguments: ["on", "yes", "true", "y"])
    func `words for true are true`(word: String) {
        #expect(BoolText.parse(word) == true)
    }

    @Test(arguments: ["off", "no", "false", "n"])
    func `words for false are false`(word: String) {
        #expect(BoolText.parse(word) == false)
    }

    @Test(arguments: ["", "On", "TRUE", "1", "0", " on", "on ", "t", "enable"])
    func `any other word is neither`(word: String) {
        #expect(BoolText.parse(word) == nil)
    }
}
