import Spelling
import Testing

struct NearestNameTests {
    private static let names = ["filename", "locking", "aio", "pr-manager", "read-only"]

    @Test(arguments: [
        ("filenam", "filename"), ("file-name", "filename"), ("flename", "filename"), ("aoi", "aio"), ("iao", "aio"),
        ("Read_Only", "read-only"), ("pr_manager", "pr-manager"), ("lockign", "locking"), ("readonly", "read-only"),
    ])
    func `a misspelt name leads to the one that was meant`(name: String, meant: String) {
        #expect(NearestName.find(name, among: Self.names) == meant)
    }

    @Test(arguments: ["", "x", "pr-mgr", "driver", "completely-different", String(repeating: "a", count: 65)])
    func `a name that is near to none has no suggestion`(name: String) {
        #expect(NearestName.find(name, among: Self.names) == nil)
    }

    @Test func `the first of equally near names is taken`() {
        #expect(NearestName.find("cat", among: ["bat", "hat"]) == "bat")
    }

    @Test func `only so many names are compared`() {
        let many = (0..<NearestName.mostCandidates).map { "unrelated-\($0)" } + ["needle"]
        #expect(NearestName.find("needl", among: many) == nil)
        #expect(NearestName.find("needl", among: many.dropFirst()) == "needle")
    }
}
