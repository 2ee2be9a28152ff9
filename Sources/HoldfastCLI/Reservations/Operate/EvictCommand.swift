import ArgumentParser
import Holdfast
import SCSI

/// `holdfast pr evict`: takes an initiator's registration away, as PREEMPT AND ABORT by nobody would.
struct EvictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evict",
        abstract: "Take the registration of an initiator away, after its I/O has ended.",
        discussion: """
            WHO is the name of an initiator, or a key, which several may have. A reservation that it holds is released, not \
            taken over; an evicted machine that still runs may then write again, until another one reserves. Its I/O is \
            held and waited for first; what can't be waited for fails the command, and nothing changes. The exit status is \
            0, 1 without permission (--yes), 15 when nobody of that name is registered, 26 when somebody is in the way.
            """)

    @OptionGroup var arguments: OperatorArguments

    @Argument(
        help: ArgumentHelp("Who, and the image when no --blockdev is given.", valueName: "who [image]"),
        completion: .file())
    var operands: [String] = []

    private var operandsOfDisk: Operands { Operands(operands, arguments.nodes) }

    func validate() throws {
        try operandsOfDisk.check()
        guard operandsOfDisk.who != nil else {
            throw ValidationError("Say who is to be evicted: an initiator or a key.")
        }
    }

    func run() throws {
        try operandsOfDisk.disk.use { disk in
            let survey = disk.survey()
            let found = try Operands.find(operandsOfDisk.who ?? "", survey)
            let victims = found.filter { survey.state?.registration(of: $0.address) != nil }
            guard !victims.isEmpty else {
                Output.error.print(
                    "Error: \(found.map { "'\($0.name)'" }.joined(separator: ", ")) is attached, not registered")
                throw ReservedDisk.openError
            }
            let names = victims.map { "'\($0.name)'" }.joined(separator: ", ")
            try arguments.confirm("\(names) will lose the registration at '\(disk.path)'")
            arguments.report("evicted \(names)", try OperatorDesk(disk).evict(Set(victims.map(\.address))))
        }
    }
}
