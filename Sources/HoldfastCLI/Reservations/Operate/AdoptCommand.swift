import ArgumentParser
import Holdfast

/// `holdfast pr adopt`: the disk was moved or restored; what is stored beside it is its own.
struct AdoptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Make reservations that belong to another disk those of this one: it was moved or restored.",
        discussion: """
            Registrations keep their names and keys; the addresses of the initiators change with the disk. Of a copy whose \
            original lives on, use 'holdfast pr reset' instead. The exit status is 0, 15 when there is nothing to adopt, 26 \
            when somebody is in the way.
            """)

    @OptionGroup var arguments: OperatorArguments

    @Argument(help: "The image, when no --blockdev is given.", completion: .file())
    var image: String?

    private var disk: ReservedDisk { ReservedDisk(arguments.nodes, image: image) }

    func validate() throws { try disk.check() }

    func run() throws {
        try disk.use { arguments.report("adopted what '\($0.view.location)' holds", try OperatorDesk($0).adopt()) }
    }
}
