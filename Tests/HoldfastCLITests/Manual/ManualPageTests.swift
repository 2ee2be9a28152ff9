import Foundation
import Testing

/// The manual pages against the tool, the C header, and those who read pages for a living.
struct ManualPageTests {
    private static let pages = try? FileManager.default.contentsOfDirectory(atPath: ManualPage.folder.path).sorted()

    /// Runs a program; returns its status and all that it printed.
    private func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let capture = try Tool.Folder()
        let file = try #require(FileHandle(forWritingAtPath: try capture.write("output", "")))
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: capture.path + "/output", encoding: .utf8))
    }

    @Test func `each command has its page, and each page its command`() throws {
        let commands = try ToolHelp().commands.filter { $0.words.count <= 1 }
        let names = commands.map { (["holdfast"] + $0.words).joined(separator: "-") + ".1" }
        #expect(Set(Self.pages ?? []) == Set(names + ["holdfast.3"]))
    }

    @Test func `a page names the options of its command, no more and no less`() throws {
        let everywhere: Set = ["-h", "--help", "--version"]
        for command in try ToolHelp().commands {
            let page = try ManualPage((["holdfast"] + command.words.prefix(1)).joined(separator: "-") + ".1")
            let label = "holdfast \(command.words.joined(separator: " "))"
            if command.words.isEmpty {
                #expect(page.options(of: "OPTIONS") == everywhere.union(["--generate-completion-script"]))
            } else if !command.hasSubcommands {
                let title = command.words.count == 1 ? "OPTIONS" : command.words[1]
                #expect(page.options(of: title) == command.options.subtracting(everywhere), "\(label)")
            }
        }
    }

    @Test func `no section is about a subcommand that is gone`() throws {
        let commands = try ToolHelp().commands
        for family in commands where family.words.count == 1 && family.hasSubcommands {
            let page = try ManualPage("holdfast-\(family.words[0]).1")
            let known = commands.filter { $0.words.first == family.words[0] && $0.words.count == 2 }.map { $0.words[1] }
            let titles = page.sections.keys.filter { $0.first?.isLowercase == true }
            #expect(Set(titles) == Set(known))
        }
    }

    @Test(arguments: try #require(pages))
    func `a page is set without a warning`(_ name: String) throws {
        let page = try ManualPage(name)
        let path = page.path
        let groff = try run("/usr/bin/groff", ["-ww", "-z", "-mandoc", "-Tutf8", path])
        #expect(groff.status == 0 && groff.output.isEmpty, "\(groff.output)")
        // Pages of other packages need not be installed here.
        let lint = try run("/usr/bin/mandoc", ["-Tlint", "-Wwarning", path])
        #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
        #expect(page.sections["EXAMPLES"] != nil && page.sections["SEE ALSO"] != nil)
    }

    @Test func `the pages refer to each other by names that exist`() throws {
        for name in try #require(Self.pages) {
            for line in try ManualPage(name).lines where line.hasPrefix(".Xr holdfast") {
                let words = line.split(separator: " ")
                #expect(Self.pages?.contains("\(words[1]).\(words[2])") == true, "\(name): \(line)")
            }
        }
    }

    // MARK: - holdfast(3)

    private static let header = ManualPage.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/CHoldfast/include/holdfast.h")

    /// The prototypes of the header, each in one line.
    private func prototypes() throws -> Set<String> {
        var text = try String(contentsOf: Self.header, encoding: .utf8)
        text.replace(#/\/\*.*?\*\//#.dotMatchesNewlines(), with: "")
        let pattern = #/\n((?:[a-z_0-9]+ )+\**)(hf_[a-z_]+)\(([^;{]*?)\);/#
        return Set(
            text.matches(of: pattern).filter { !$0.output.1.hasPrefix("typedef") }.map { match in
                let arguments = match.output.3.split { $0.isWhitespace }.joined(separator: " ")
                return "\(match.output.1)\(match.output.2)(\(arguments))"
            })
    }

    @Test func `the C library's page has the prototypes of its header`() throws {
        let (page, header) = (try ManualPage("holdfast.3").prototypes, try prototypes())
        #expect(header.count > 50)
        #expect(page.subtracting(header) == [])
        #expect(header.subtracting(page) == [])
    }

    @Test func `the page's example is a C program`() throws {
        let folder = try Tool.Folder()
        let example = try #require(try ManualPage("holdfast.3").literals.first { $0.contains("int main") })
        let path = try folder.write("example.c", example)
        let result = try run(
            "/usr/bin/gcc",
            [
                "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                "-I" + Self.header.deletingLastPathComponent().path, path,
            ])
        #expect(result.status == 0, "\(result.output)")
    }
}
