import ArgumentParser
import Glibc
import Holdfast
import JSON

/// `holdfast pr log`: the commands that changed something, or tried to.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Print who changed the reservations, and what became of it.",
        discussion: """
            With --json one object a line, with the keys that the log has. --follow goes on until it is interrupted; new \
            entries show within half a second. The exit status is 0, 15 when disk or log can't be opened.
            """)

    @OptionGroup var arguments: ReservedDiskArguments

    @Flag(name: .shortAndLong, help: "Go on, and print what comes.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: "Print the last so many entries only.")
    var lines: UInt32?

    func validate() throws { try arguments.disk.check() }

    func run() throws {
        try arguments.disk.use { disk in
            guard let trail = disk.view.auditTrail(of: disk.identity) else {
                Output.error.print("Error: nothing is noted: audit=off")
                throw ReservedDisk.openError
            }
            do throws(StoreError) {
                var entries = try trail.next()
                if let lines { entries = entries.suffix(Int(lines)) }
                show(entries, disk)
                while follow {
                    // Half a second is soon enough for people, and costs nothing.
                    usleep(500_000)
                    show(try trail.next(), disk)
                }
            } catch {
                Output.error.print("Error: '\(trail.place)': \(error)")
                throw ReservedDisk.openError
            }
        }
    }

    private func show(_ entries: [AuditEntry], _ disk: InspectedDisk) {
        for entry in entries {
            Output.standard.print(
                arguments.json ? JSONWriter().string(.object(entry.object(disk: disk.identity))) : Self.text(entry))
        }
    }

    /// An entry as a line.
    static func text(_ entry: AuditEntry) -> String {
        var words = ["\(UTCTime(nanoseconds: entry.time).text.prefix(19))Z"]
        words.append("\(entry.initiator?.name.text ?? "operator") (\(entry.process))")
        var command = entry.command
        if let type = entry.type, entry.command != "REGISTER" { command += " \(type.name)" }
        if entry.reservationKey != 0 { command += ", key \(entry.reservationKey.shortKeyText)" }
        if entry.actionKey != 0 { command += ", about \(entry.actionKey.shortKeyText)" }
        words.append(command)
        words.append(entry.status)
        if entry.generationBefore != entry.generationAfter {
            words.append("generation \(entry.generationBefore) to \(entry.generationAfter)")
        }
        if !entry.victims.isEmpty {
            let victims = entry.victims.map { victim in
                var details: [String] = []
                if let slot = victim.slot { details.append("slot \(slot)") }
                if let process = victim.process { details.append("process \(process)") }
                if let action = victim.action { details.append(action) }
                return "\(victim.nexus.name)" + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
            }
            let isStuck = entry.victims.contains { $0.action == "stuck" }
            let drained =
                entry.drain.map { ", \(isStuck ? "not " : "")drained in \(DiskSurvey.seconds($0 / 1_000_000))" } ?? ""
            words.append("from \(victims.joined(separator: ", "))\(drained)")
        }
        return words.joined(separator: "  ")
    }
}

extension UInt64 {
    /// A key without the zeroes in front.
    fileprivate var shortKeyText: String { "0x\(String(self, radix: 16))" }
}
