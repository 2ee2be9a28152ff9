import Foundation
import Testing

struct HoldfastCommandTests {
    @Test(arguments: [
        ["bogus"], ["--bogus"], ["schema", "bogus"], ["schema", "check"], ["schema", "check", "--bogus", "x"],
        ["schema", "introspect", "a", "b"], ["schema", "introspect", "a", "--define"],
        ["schema", "introspect", "a", "--define", "lower"], ["schema", "introspect", "a", "-D", "A-B"],
        ["schema", "introspect", "a", "-D", ""],
    ])
    func `wrong usage is told from failure`(arguments: [String]) throws {
        let result = try Tool.run(arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("Error:"))
    }

    @Test(arguments: [["--help"], ["schema", "--help"], ["help", "schema", "check"], ["--version"], ["schema"], []])
    func `help and version are no errors`(arguments: [String]) throws {
        let result = try Tool.run(arguments)
        #expect(result.status == 0)
        #expect(!result.output.isEmpty)
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `shells complete the tool's arguments`(shell: String) throws {
        let result = try Tool.run(["--generate-completion-script", shell])
        #expect(result.status == 0)
        #expect(result.output.contains("introspect"))
    }

    @Test func `a reader that has gone ends the output quietly`() throws {
        let folder = try Tool.Folder()
        let file = try folder.write("a.json", "{ 'command': 'go' }\n")
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let result = try Tool.run(["schema", "list", file], output: pipe.fileHandleForWriting)
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
    }

    @Test func `a full disk is an error`() throws {
        let folder = try Tool.Folder()
        let file = try folder.write("a.json", "{ 'command': 'go' }\n")
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let result = try Tool.run(["schema", "list", file], output: full)
        #expect(result.status == 1)
        #expect(result.errors.contains("standard output"))
    }
}
