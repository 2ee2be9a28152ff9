import ArgumentParser
import Glibc
import Holdfast
import JSON

/// `holdfast pr import`: takes over what was exported on another host.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over the reservations that 'export' wrote; refused while anybody is attached.",
        discussion: """
            FILE is '-' for the standard input. Registrations keep their names and keys; the addresses of the initiators \
            change with the disk. The exit status is 0, 1 without permission (--yes), 15 when disk or file can't be used, 26 \
            when somebody is attached.
            """)

    @OptionGroup var arguments: OperatorArguments

    @Argument(
        help: ArgumentHelp("The file, and the image when no --blockdev is given.", valueName: "file [image]"),
        completion: .file())
    var operands: [String] = []

    private var operandsOfDisk: Operands { Operands(operands, arguments.nodes) }

    func validate() throws {
        try operandsOfDisk.check()
        guard operandsOfDisk.who != nil else { throw ValidationError("Give the file that 'export' wrote, or '-'.") }
    }

    func run() throws {
        let transfer = try read(operandsOfDisk.who ?? "-")
        try operandsOfDisk.disk.use { disk in
            if let what = disk.survey().whatResetDestroys {
                try arguments.confirm("\(what) at '\(disk.path)' will be forgotten")
            }
            let outcome = try OperatorDesk(disk).restore(transfer.state)
            arguments.report("imported the reservations of '\(transfer.disk)'", outcome)
        }
    }

    private func read(_ path: String) throws -> StateTransfer {
        let problem: String
        do {
            return try StateTransfer(try JSONParser.parse(try Self.bytes(path)))
        } catch {
            problem = "\(error)"
        }
        Output.error.print("Error: '\(path)' can't be imported: \(problem)")
        throw ReservedDisk.openError
    }

    /// The beginning of a file; 128 registrations are 30 kB.
    private static func bytes(_ path: String) throws(Errno) -> [UInt8] {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < 1 << 20 {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw Errno(rawValue: errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
