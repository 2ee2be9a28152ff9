internal import Block
internal import BlockSchema
internal import ObjectModel
package import QAPI
@_exported public import Reservations
internal import Sys

extension Backend {
    /// The disk below the last of some nodes, to look at its reservations; no node is made, and nothing is attached.
    ///
    /// - Throws: `QAPIError` when the disk can't be opened, or its manager keeps no reservations itself.
    package func inspectedDisk(of nodes: [String]) throws(QAPIError) -> InspectedDisk {
        let file = try Self.file(of: nodes, policy)
        guard let id = file.prManager else {
            throw QAPIError(
                "The node has no pr-manager", hint: "Give it one of the kinds that keep reservations themselves.",
                parameter: "pr-manager")
        }
        return try inspectedDisk(at: file.filename, manager: id)
    }

    /// The disk at a path, whose reservations `pr-manager-flock` keeps with default settings.
    package func inspectedDisk(at path: String) throws(QAPIError) -> InspectedDisk {
        let id = "operator"
        try addObject("pr-manager-flock,id=\(id),initiator=operator")
        return try inspectedDisk(at: path, manager: id)
    }

    /// Adds a node of the disk below the last of some nodes for each of some initiators, with a manager of its own that is set
    /// up like that disk's.
    package func addTwins(
        objects: [String], nodes: [String], initiators: [String]
    ) throws(QAPIError) -> [Node] {
        let file = try Self.file(of: nodes, policy)
        var template: ObjectOptions?
        for option in objects {
            guard case .object(let options) = try CheckedOption.object(option, policy: policy).value else { continue }
            if options.id == file.prManager { template = options }
        }
        guard let template else { throw QAPIError("The node has no pr-manager", parameter: "pr-manager") }
        var twins: [Node] = []
        for (number, initiator) in initiators.enumerated() {
            var object = template
            object.id = "twin\(number)"
            switch template.branch {
            case .prManagerFlock(var properties):
                properties.initiator = initiator
                object.branch = .prManagerFlock(properties)
            case .prManagerSqlite(var properties):
                properties.initiator = initiator
                object.branch = .prManagerSqlite(properties)
            default: throw QAPIError("The object '\(template.id)' keeps no reservations itself")
            }
            try addObject(object)
            var bottom = file
            bottom.prManager = object.id
            let isRegular = (try? System.status(at: file.filename).kind) != .blockDevice
            twins.append(
                try addNode(
                    BlockdevOptions(
                        nodeName: "twin\(number)", branch: isRegular ? .file(bottom) : .hostDevice(bottom))))
        }
        return twins
    }

    private func inspectedDisk(at path: String, manager id: String) throws(QAPIError) -> InspectedDisk {
        let object = try withGraph { (graph) throws(QAPIError) in
            guard let object = graph.objects.objects.first(where: { $0.id == id }) else {
                throw QAPIError("There is no object '\(id)'", parameter: "pr-manager")
            }
            return object
        }
        guard let manager = object as? SoftwareManager else {
            throw QAPIError(
                "The object '\(id)' keeps no reservations itself",
                hint: "The disk does; ask it by 'holdfast pr status' and 'holdfast pr keys'.", parameter: "pr-manager")
        }
        do throws(BlockError) {
            return try InspectedDisk(path, manager)
        } catch {
            throw QAPIError(error)
        }
    }

    /// The options of the file or device below the last of some nodes.
    private static func file(of nodes: [String], _ policy: CompatPolicy) throws(QAPIError) -> BlockdevOptionsFile {
        var known: [String: BlockdevOptions] = [:]
        var last: BlockdevOptions?
        for option in nodes {
            guard case .blockdev(let options) = try CheckedOption.blockdev(option, policy: policy).value else {
                throw QAPIError("'\(option)' does not describe a node")
            }
            if let name = options.nodeName { known[name] = options }
            last = options
        }
        guard let last else { throw QAPIError("No node is given") }
        return try file(of: last, known)
    }

    /// The options of the file or device at the end of a chain of nodes.
    private static func file(
        of node: BlockdevOptions, _ known: [String: BlockdevOptions]
    ) throws(QAPIError) -> BlockdevOptionsFile {
        var options = node
        // No chain is longer than the nodes there are, each with what is written inside of it.
        for _ in 0..<1000 {
            let next: BlockdevRef
            switch options.branch {
            case .file(let file), .hostDevice(let file), .hostCdrom(let file): return file
            case .raw(let raw): next = raw.file
            case .throttle(let throttle): next = throttle.file
            case .blkdebug(let debug): next = debug.image
            case .nullAio, .nullCo: throw QAPIError("The node is no disk that could have reservations")
            }
            switch next {
            case .definition(let inner): options = inner
            case .reference(let name):
                guard let inner = known[name] else { throw QAPIError("There is no node '\(name)'") }
                options = inner
            }
        }
        throw QAPIError("The nodes lead to no disk")
    }
}
