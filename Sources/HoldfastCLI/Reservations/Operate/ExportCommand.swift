import ArgumentParser
import Holdfast
import JSON

/// `holdfast pr export`: the reservations as a file, for another host.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the reservations of a disk as JSON, for 'import' on another host.",
        discussion: """
            Stop the machines that share the disk, export, move the image without its state, and import there. The exit \
            status is 0, 15 when the disk can't be opened or nothing is kept of it, 26 when somebody is in the way.
            """)

    @OptionGroup var nodes: NodeArguments

    @Argument(help: "The image, when no --blockdev is given.", completion: .file())
    var image: String?

    private var disk: ReservedDisk { ReservedDisk(nodes, image: image) }

    func validate() throws { try disk.check() }

    func run() throws {
        try disk.use { disk in
            let attached = disk.survey().slots.filter { !$0.isStale }.count
            let transfer = try OperatorDesk(disk).export()
            Output.standard.print(JSONWriter(.pretty).string(.object(transfer.object)))
            if attached > 0 {
                Output.error.print("note: \(attached) attached; what they change from now on is not in the file")
            }
        }
    }
}
