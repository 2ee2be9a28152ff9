import Glibc
import Holdfast

/// One command of `holdfast io`.
struct IOCommandEntry: Sendable {
    let name: String
    var short: String?
    /// The flags as ``IOCommandLine`` takes them.
    var flags = ""
    /// How many operands there may be.
    var operands: ClosedRange<Int> = 0...0
    /// Flags and operands for people.
    var usage = ""
    let summary: String
    let run: @Sendable (IOSession, IOCommandLine) throws(IOFailure) -> Void
}

/// The commands, by name; those of `qemu-io` that make sense for raw images, with its arguments.
enum IOCommandTable {
    static let commands: [IOCommandEntry] = [
        IOCommandEntry(
            name: "aio_discard", flags: "Cq", operands: 2...2, usage: "[-Cq] off len",
            summary: "discard without waiting",
            run: { (session, line) throws(IOFailure) in
                try session.discard("aio_discard", line, isAwaited: false)
            }),
        IOCommandEntry(
            name: "aio_flush", summary: "wait for all aio requests",
            run: { (session, _) throws(IOFailure) in
                try session.finishAll()
            }),
        IOCommandEntry(
            name: "aio_read", flags: "CP:qrv", operands: 2...1024, usage: "[-Cqrv] [-P pattern] off len [len..]",
            summary: "read without waiting",
            run: { (session, line) throws(IOFailure) in
                try session.read("aio_read", line, isVector: true, isAwaited: false)
            }),
        IOCommandEntry(
            name: "aio_write", flags: "CfnP:qruz", operands: 2...1024,
            usage: "[-Cfnqruz] [-P pattern] off len [len..]", summary: "write without waiting",
            run: { (session, line) throws(IOFailure) in
                try session.write("aio_write", line, isVector: true, isAwaited: false)
            }),
        IOCommandEntry(
            name: "alloc", short: "a", operands: 1...2, usage: "off [len]",
            summary: "show how much of a range is stored",
            run: { (session, line) throws(IOFailure) in try session.alloc(line) }),
        IOCommandEntry(
            name: "close", short: "c", summary: "close the image, when all requests have ended",
            run: { (session, _) throws(IOFailure) in try session.close() }),
        IOCommandEntry(
            name: "discard", short: "d", flags: "Cq", operands: 2...2, usage: "[-Cq] off len",
            summary: "say that the content of a range no longer matters",
            run: { (session, line) throws(IOFailure) in
                try session.discard("discard", line)
            }),
        IOCommandEntry(
            name: "flush", short: "f", summary: "make durable what was written",
            run: { (session, _) throws(IOFailure) in
                try session.submit("flush") { (image, number) in image.queue.flush(image.handle, userData: number) }
            }),
        IOCommandEntry(
            name: "help", short: "?", operands: 0...1, usage: "[command]", summary: "list the commands, or explain one",
            run: { (_, line) throws(IOFailure) in try help(line.operands.first) }),
        IOCommandEntry(
            name: "info", short: "i", summary: "describe the node",
            run: { (session, _) throws(IOFailure) in try session.info() }),
        IOCommandEntry(
            name: "length", short: "l", summary: "show the length of the node",
            run: { (session, _) throws(IOFailure) in
                Output.standard.print(Figures.bytes(Double(try session.opened().node.length)))
            }),
        IOCommandEntry(
            name: "map", short: "m", summary: "show which parts are stored",
            run: { (session, _) throws(IOFailure) in try session.map() }),
        IOCommandEntry(
            name: "open", short: "o", flags: "d:i:no:rt:U", operands: 0...1,
            usage: "[-nrU] [-t cache] [-d discard] [-i aio] [-o options] [path]", summary: "open an image",
            run: { (session, line) throws(IOFailure) in try session.open(line) }),
        IOCommandEntry(
            name: "quit", short: "q", summary: "end", run: { (session, _) throws(IOFailure) in session.isOver = true }),
        IOCommandEntry(
            name: "read", short: "r", flags: "CP:pqrs:l:v", operands: 2...2,
            usage: "[-Cqrv] [-P pattern [-s off] [-l len]] off len", summary: "read, and check a pattern",
            run: { (session, line) throws(IOFailure) in try session.read("read", line) }),
        IOCommandEntry(
            name: "readv", flags: "CP:qrv", operands: 2...1024, usage: "[-Cqrv] [-P pattern] off len [len..]",
            summary: "read into several pieces of memory",
            run: { (session, line) throws(IOFailure) in
                try session.read("readv", line, isVector: true)
            }),
        IOCommandEntry(
            name: "reopen", flags: "c:o:rw", usage: "[-r|-w] [-c cache] [-o options]",
            summary: "change options of the open image",
            run: { (session, line) throws(IOFailure) in try session.reopen(line) }),
        IOCommandEntry(
            name: "sleep", operands: 1...1, usage: "milliseconds", summary: "wait a while",
            run: { (_, line) throws(IOFailure) in try sleep(line.operands[0]) }),
        IOCommandEntry(
            name: "truncate", short: "t", flags: "m:", operands: 1...1, usage: "[-m off|falloc|full] size",
            summary: "change the length",
            run: { (session, line) throws(IOFailure) in try session.truncate(line) }),
        IOCommandEntry(
            name: "write", short: "w", flags: "CfnP:pqrs:uz", operands: 2...2,
            usage: "[-Cfnqruz] [-P pattern | -s file] off len", summary: "write a pattern, a file or zeroes",
            run: { (session, line) throws(IOFailure) in try session.write("write", line) }),
        IOCommandEntry(
            name: "writev", flags: "CfP:qr", operands: 2...1024, usage: "[-Cfqr] [-P pattern] off len [len..]",
            summary: "write from several pieces of memory",
            run: { (session, line) throws(IOFailure) in
                try session.write("writev", line, isVector: true)
            }),
    ]

    /// The command with this name or short name.
    static func command(named name: String) -> IOCommandEntry? {
        commands.first { $0.name == name || $0.short == name }
    }

    private static let transferFlags: KeyValuePairs<Character, String> = [
        "C": "report as comma-separated fields: bytes, operations, time, bytes/s, operations/s",
        "f": "the data is durable when the command ends (forced unit access)",
        "l": "how much of what was read to check with -P (default: the rest)",
        "n": "with -z: fail rather than write zeroes slowly",
        "P": "the byte that fills the memory, or that must have been read",
        "p": "ignored", "q": "report nothing", "r": "register the memory with the queue",
        "s": "where to begin checking with -P; of write: a file whose content is written",
        "u": "with -z: the range may be deallocated", "v": "show the bytes", "z": "write zeroes",
    ]

    private static let openFlags: KeyValuePairs<Character, String> = [
        "c": "the cache mode", "d": "the discard mode: ignore or unmap (default: unmap)", "i": "the engine",
        "n": "bypass the page cache; short for -t none", "o": "further options of the node, such as offset=1M,size=1M",
        "r": "for reading only", "t": "the cache mode", "U": "share it with whoever uses it", "w": "for writing too",
    ]

    private static func sleep(_ text: String) throws(IOFailure) {
        guard let milliseconds = Int32(text), milliseconds >= 0 else {
            throw IOFailure("'\(text)' is no number of milliseconds")
        }
        _ = poll(nil, 0, milliseconds)
    }

    private static func help(_ name: String?) throws(IOFailure) {
        guard let name else {
            for command in commands {
                let names = command.short.map { "\(command.name), \($0)" } ?? command.name
                Output.standard.print("\(names.padded(to: 14)) \(command.usage.padded(to: 48)) \(command.summary)")
            }
            return
        }
        guard let command = command(named: name) else { throw IOFailure("there is no command '\(name)'") }
        Output.standard.print("\(command.name) \(command.usage)\n  \(command.summary)")
        let meanings = command.name.hasSuffix("open") ? openFlags : transferFlags
        for (flag, meaning) in meanings where command.flags.contains(flag) {
            Output.standard.print("  -\(flag)  \(meaning)")
        }
    }
}
