import ArgumentParser
import Holdfast
import JSON
import QAPI

/// `holdfast pr validate`: does to a disk what clusters do, and says whether it stands that.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Do with two initiators what clusters do to a disk, one real fence included, and report.",
        discussion: """
            Two attachments of this process run the steps of Windows' cluster validation and of fence_scsi, then one fences \
            the other while that writes. The writer writes back what it has read, so that the data stay as they are. The disk \
            must be free: with somebody registered or attached the command refuses, whatever the options. Registrations are \
            taken back at the end. The exit status is 0 when all steps passed, 36 when one failed, 15 when the disk can't \
            be opened, 26 when it isn't free.
            """)

    @OptionGroup var arguments: ReservedDiskArguments

    func validate() throws { try arguments.disk.check() }

    func run() async throws {
        try arguments.disk.use { disk in
            let survey = disk.survey()
            if let reason = Self.objection(survey) {
                Output.error.print("Error: \(reason); 'holdfast pr state \(arguments.disk.words)' says more")
                throw ReservedDisk.busy
            }
        }
        let (backend, twins) = try open()
        let validation = Validation(twins[0], twins[1])
        await validation.run()
        let checks = try arguments.disk.use { $0.verify() }
        let wrong = checks.filter { $0.verdict == .wrong }
        validation.note(
            "what is stored, shared and enforced agrees", wrong.isEmpty,
            wrong.map { "\($0.subject): \($0.detail)" }.joined(separator: "; "))
        withExtendedLifetime(backend) {}
        report(validation)
        if validation.steps.contains(where: { !$0.hasPassed }) { throw ReservedDisk.no }
    }

    /// Why the disk isn't free; nil when it is.
    private static func objection(_ survey: DiskSurvey) -> String? {
        if let silence = survey.silence { return silence }
        guard let state = survey.state, !state.isLost else { return "the reservations of '\(survey.path)' are lost" }
        let registered = state.registrations.map { "'\($0.nexus.name)'" }
        guard registered.isEmpty else {
            return
                "\(registered.joined(separator: ", ")) registered at '\(survey.path)', whose reservations are not touched"
        }
        let attached = survey.slots.filter { !$0.isStale }.map(\.label)
        return attached.isEmpty ? nil : "'\(survey.path)' is in use by \(attached.joined(separator: ", "))"
    }

    private func open() throws -> (Backend, [Node]) {
        var (objects, nodes) = (arguments.nodes.object, arguments.nodes.blockdev)
        if let image = arguments.image {
            let name = image.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
            objects = ["pr-manager-flock,id=operator,initiator=operator"]
            nodes = ["driver=file,node-name=operator,filename=\(name),pr-manager=operator"]
        }
        do throws(QAPIError) {
            let backend = try Backend()
            return (
                backend,
                try backend.addTwins(
                    objects: objects, nodes: nodes, initiators: ["holdfast validate 1", "holdfast validate 2"])
            )
        } catch {
            Output.error.print("Error: \(error)")
            throw ReservedDisk.openError
        }
    }

    private func report(_ validation: Validation) {
        let passed = validation.steps.count(where: \.hasPassed)
        if arguments.json {
            var object: JSONObject = [
                "passed": JSONValue(passed), "failed": JSONValue(validation.steps.count - passed),
                "steps": .array(
                    validation.steps.map { step in
                        .object([
                            "step": .string(step.name), "passed": .bool(step.hasPassed), "detail": .string(step.detail),
                            "microseconds": JSONValue(step.microseconds),
                        ])
                    }),
            ]
            object["fence-microseconds"] = validation.fenceMicroseconds.map { JSONValue($0) }
            Output.standard.print(JSONWriter(.pretty).string(.object(object)))
            return
        }
        Output.standard.write(
            TextTable.render(
                validation.steps.map { step in
                    [step.hasPassed ? "pass" : "FAIL", Self.time(step.microseconds), step.name]
                        + (step.detail.isEmpty ? [] : ["(\(step.detail))"])
                }))
        let fence = validation.fenceMicroseconds.map { "; the fence of a busy writer took \(Self.time($0))" } ?? ""
        Output.standard.print("\(passed) of \(validation.steps.count) steps passed\(fence)")
    }

    private static func time(_ microseconds: UInt64) -> String {
        "\(microseconds / 1000).\(microseconds / 100 % 10) ms"
    }
}
