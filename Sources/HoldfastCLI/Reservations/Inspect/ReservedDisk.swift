import ArgumentParser
import Holdfast
import QAPI

/// The disk that a command is about: an image, or the last of the nodes.
struct ReservedDisk {
    let nodes: NodeArguments
    let image: String?

    /// The exit status when the answer is no, as sg3_utils has it.
    static let no = ExitCode(36)
    /// The exit status when a node, an object or the disk can't be had.
    static let openError = ExitCode(15)
    /// The exit status when somebody is in the way.
    static let busy = ExitCode(26)

    init(_ nodes: NodeArguments, image: String?) {
        self.nodes = nodes
        self.image = image
    }

    /// Checks what can be checked before anything is opened; for `validate()`.
    func check() throws {
        guard (image == nil) != nodes.blockdev.isEmpty else {
            throw ValidationError("Give either IMAGE or --blockdev.")
        }
    }

    /// What stands for the disk in a command that is to be typed.
    var words: String {
        if let image { return DiskSurvey.quoted(image) }
        return
            (nodes.object.map { "--object \(DiskSurvey.quoted($0))" }
            + nodes.blockdev.map { "--blockdev \(DiskSurvey.quoted($0))" }).joined(separator: " ")
    }

    /// Opens the disk, attached nowhere; `body` gets it.
    func use<Value>(_ body: (InspectedDisk) throws -> Value) throws -> Value {
        let backend: Backend
        let disk: InspectedDisk
        do throws(QAPIError) {
            backend = try Backend()
            for option in nodes.object { try backend.addObject(option) }
            if let image {
                disk = try backend.inspectedDisk(at: image)
            } else {
                disk = try backend.inspectedDisk(of: nodes.blockdev)
            }
        } catch {
            Output.error.print("Error: \(error)")
            throw Self.openError
        }
        defer { withExtendedLifetime(backend) {} }
        do {
            return try body(disk)
        } catch let error as BlockError {
            Output.error.print("Error: \(error)")
            throw error.code == .busy ? Self.busy : Self.openError
        }
    }
}

/// The arguments of commands that take nothing but the disk.
struct ReservedDiskArguments: ParsableArguments {
    @OptionGroup var nodes: NodeArguments

    @Flag(help: "Print JSON.")
    var json = false

    @Argument(help: "The image, when no --blockdev is given.", completion: .file())
    var image: String?

    var disk: ReservedDisk { ReservedDisk(nodes, image: image) }
}
