import ArgumentParser
import Holdfast
import JSON
import QAPI
import SCSI

/// `holdfast pr ACTION`: persistent reservation commands by hand, as `sg_persist` has them.
struct SendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send a command to the disk; what is meant where no subcommand is named.",
        discussion: """
            The actions: keys, reservation, capabilities, status; register, register-ignore, reserve, release, clear, \
            preempt, preempt-abort, move, replace-lost. Options and exit statuses are those of sg_persist: 24 is a \
            reservation conflict, 5 an illegal request, 6 a unit attention, 11 a helper that can't be reached.
            """)

    /// The exit status when a node or object can't be had.
    static let openError = ExitCode(15)

    @OptionGroup var nodes: NodeArguments

    @Argument(help: "What to do.")
    var action: PersistentReserveAction

    @OptionGroup var parameters: PersistentReserveParameters

    @Option(name: [.customShort("m"), .long], help: "How many bytes of an answer to take, up to 8192.")
    var maxlen: UInt16 = 8192

    @Option(help: "Seconds to wait for an answer (default: what the manager allows).")
    var timeout: Double?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard !nodes.blockdev.isEmpty else { throw ValidationError("Give the disk by --blockdev.") }
        guard maxlen <= 8192 else { throw ValidationError("'--maxlen \(maxlen)': at most 8192 bytes can be taken.") }
        if let timeout {
            guard timeout > 0, timeout <= 3600 else {
                throw ValidationError("'--timeout' must be more than 0, at most 3600.")
            }
        }
        try parameters.check(for: action)
    }

    func run() throws {
        let backend: Backend
        let node: Node
        do throws(QAPIError) {
            (backend, node) = try open()
        } catch {
            Output.error.print("Error: \(error)")
            throw Self.openError
        }
        let reply: Node.ReservationReply
        for note in node.takeFirstAttentions() { Output.error.print("note: \(note)") }
        do throws(Errno) {
            switch action.request {
            case .read(let action):
                reply = try node.execute(PersistentReserveIn(action, allocationLength: maxlen), timeout: timeout)
            case .write(let action):
                reply = try node.execute(parameters.command(action), timeout: timeout)
            }
        } catch {
            Output.error.print("Error: \(Self.explain(error))")
            throw ExitCode(ReservationExitStatus.of(error))
        }
        withExtendedLifetime(backend) {}
        try report(reply)
    }

    private func open() throws(QAPIError) -> (Backend, Node) {
        let backend = try Backend()
        for option in nodes.object { try backend.addObject(option) }
        var last: Node?
        for option in nodes.blockdev { last = try backend.addNode(option) }
        guard let last else { throw QAPIError("No node is given") }
        return (backend, last)
    }

    private func report(_ reply: Node.ReservationReply) throws {
        guard reply.result == .good else {
            let failure = ReservationFailure(reply.result)
            if json { Output.standard.print(JSONWriter(.pretty).string(.object(failure.json))) }
            Output.error.print("Error: \(failure)")
            throw ExitCode(failure.exitStatus)
        }
        let report: ReservationReport
        do throws(DataFormatError) {
            report = try ReservationReport(action, reply.data)
        } catch {
            Output.error.print("Error: the answer makes no sense: \(error)")
            throw ExitCode(ReservationExitStatus.malformedAnswer)
        }
        if json {
            Output.standard.print(JSONWriter(.pretty).string(.object(report.json)))
        } else {
            Output.standard.write(report.text)
        }
    }

    private static func explain(_ error: Errno) -> String {
        switch error {
        case .notSupported:
            "the node takes no reservation commands: give it a pr-manager, or a SCSI disk as host_device"
        case .notTypewriter: "the node is no SCSI device: \(error)"
        case .invalidArgument: "the command can't be sent like this: \(error)"
        default: "\(error)"
        }
    }
}

extension Node {
    /// Takes the unit attentions that the attachment of this process began with; returns those that say more than that it is
    /// new, for people.
    fileprivate func takeFirstAttentions() -> [String] {
        var notes: [String] = []
        while let sense = takeUnitAttention() {
            if sense.reason != .powerOnOrReset { notes.append("\(ReservationFailure(.checkCondition(sense)))") }
        }
        return notes
    }
}
