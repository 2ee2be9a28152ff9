import Testing

@testable import QAPISchema

struct MemberMarkersTests {
    @Test func `markers are taken out of the text`() {
        let markers = MemberMarkers("the engine (default: auto; QEMU: threads) (reopen) and more")
        #expect(markers.text == "the engine and more")
        #expect(markers.defaultValue == "auto")
        #expect(markers.foreignDefault == "threads")
        #expect(markers.values["reopen"] != nil)
        #expect(markers.values["run time"] == nil)
    }

    @Test func `a line break in a marker counts as a blank`() {
        let markers = MemberMarkers("size (default: all from\n    offset) (run\ntime)")
        #expect(markers.defaultValue == "all from offset")
        #expect(markers.values["run time"] != nil)
        #expect(markers.text == "size")
    }

    @Test func `other parentheses stay`() {
        let markers = MemberMarkers("a count (at least one) of things (unit: bytes)")
        #expect(markers.text == "a count (at least one) of things")
        #expect(markers.values == ["unit": "bytes"])
    }

    @Test(arguments: ["(", "()", ")(", "(default: ", "(default:x)", ""])
    func `what is no marker is text`(text: String) {
        #expect(MemberMarkers(text).values.isEmpty)
        #expect(MemberMarkers(text).text == text)
    }

    @Test func `a second marker of one name is text`() {
        let markers = MemberMarkers("(default: a) (default: b)")
        #expect(markers.defaultValue == "a")
        #expect(markers.text == "(default: b)")
    }
}
