import ArgumentParser
import Glibc
import Holdfast

/// `holdfast io`: requests by hand or by script, as `qemu-io` has them.
struct IOCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "io",
        abstract: "Read, write and check an image by commands.",
        discussion: """
            Commands come from -c, which may be repeated, or from the standard input, one a line. They are those of \
            qemu-io: 'write -P 0xab 0 64k', 'read -P 0xab 0 64k', 'discard 0 1M', 'help'. The exit status is 1 if one \
            of them failed.
            """)

    @OptionGroup var image: ImageArguments

    @Option(
        name: [.customShort("c"), .customLong("cmd")], help: ArgumentHelp("Carry a command out.", valueName: "command"))
    var commands: [String] = []

    @Flag(name: [.customShort("r"), .long], help: "Open FILENAME for reading only.")
    var readOnly = false

    @Option(
        name: [.customShort("d"), .long],
        help: ArgumentHelp("What discards do in FILENAME.", valueName: "ignore|unmap"),
        transform: IOCommand.discardMode)
    var discard = ImageSettings.ioDiscard

    @Option(
        name: [.customShort("i"), .long],
        help: ArgumentHelp("The engine of FILENAME.", valueName: "threads|native|io_uring"))
    var aio: String?

    @Option(
        name: [.customShort("m"), .long],
        help: ArgumentHelp("Shift the memory of requests by so many bytes.", valueName: "bytes"))
    var misalign = 0

    func validate() throws {
        // Without an image the first command may open one.
        if image.filename != nil || !image.blockdev.isEmpty { try image.check() }
        guard (0...4096).contains(misalign) else { throw ValidationError("--misalign must be from 0 to 4096.") }
    }

    private static func discardMode(_ text: String) throws -> String {
        guard let mode = ImageSettings.discardMode(text) else {
            throw ValidationError("'\(text)' is no discard mode; there are: ignore, unmap.")
        }
        return mode
    }

    func run() throws {
        let backend = try Backend()
        let notices = backend.tellOfEngines()
        defer { notices.cancel() }
        let session = IOSession(on: backend, misalignment: misalign)
        if image.filename != nil || !image.blockdev.isEmpty {
            var settings = image.settings(readOnly: readOnly)
            settings.discard = discard
            settings.aio = aio
            let node = try image.open(on: backend, settings)
            session.image = try IOImage(node, on: backend, settings: image.filename == nil ? nil : settings)
        }
        if commands.isEmpty {
            runInput(session)
        } else {
            for command in commands where !session.isOver { session.run(command) }
        }
        do throws(IOFailure) { try session.finishAll() } catch { session.fail(error.message) }
        if session.hasFailed { throw ExitCode.failure }
    }

    /// Carries the lines of the standard input out; a person gets a prompt.
    private func runInput(_ session: IOSession) {
        let isPerson = isatty(STDIN_FILENO) == 1
        while !session.isOver {
            // Tells what has ended meanwhile.
            do throws(IOFailure) { try session.poll(min: 0) } catch { session.fail(error.message) }
            if isPerson { Output.standard.write("holdfast> ") }
            guard let line = readLine() else { break }
            session.run(line)
        }
    }
}
