internal import Block
internal import BlockSchema
internal import ObjectModel
internal import QAPI
internal import Reservations
internal import Sys

/// One node while its driver opens it: its options, and the way to what it refers to.
struct NodeOpening {
    let name: String
    /// Where the options stand in what the user gave, such as `file`; empty for the outermost node.
    let path: String
    let common: CommonOptions
    /// Whether the node does I/O from the beginning.
    let isActive: Bool
    let builder: GraphBuilder
    private(set) var children: [Node.Child] = []
    private(set) var uses: [HeldUse] = []

    init(name: String, path: String, common: CommonOptions, isActive: Bool, builder: GraphBuilder) {
        self.name = name
        self.path = path
        self.common = common
        self.isActive = isActive
        self.builder = builder
    }

    /// The full name of one of the node's options.
    func parameter(_ option: String) -> String { NodeOpening.parameter(option, path) }

    /// The full name of an option of the node whose options stand at `path`.
    static func parameter(_ option: String, _ path: String) -> String { path.isEmpty ? option : "\(path).\(option)" }

    /// The node that an option refers to or describes, which this one uses from now on.
    mutating func child(_ reference: BlockdevRef, _ role: String) throws(QAPIError) -> Node {
        let node: Node
        switch reference {
        case .reference(let name):
            node = try builder.node(name, parameter: parameter(role))
            guard node.isActive || !isActive else {
                throw QAPIError(
                    "The node '\(self.name)' is to be active, but the node '\(name)' below it is not",
                    hint: "Set active=off here, or activate that node first.", parameter: parameter("active"))
            }
            guard common.readOnly || !node.isReadOnly || common.autoReadOnly else {
                throw QAPIError(
                    "The node '\(self.name)' is to be written to, but the node '\(name)' below it is read-only",
                    hint: "Set read-only=on here, or read-only=off there.", parameter: parameter("read-only"))
            }
        case .definition(let options):
            let common = CommonOptions(child: options, of: common)
            node = try builder.open(options, common, isActive: options.active ?? isActive, path: parameter(role))
            guard node.isActive || !isActive else {
                throw QAPIError(
                    "An active node can't stand on an inactive one", parameter: "\(parameter(role)).active")
            }
        }
        children.append(Node.Child(role: role, node: node, use: try node.use(by: "node '\(name)'")))
        return node
    }

    /// The object of a type that an option names, which the node uses from now on.
    mutating func object(
        _ id: String, ofType type: String, _ parameter: String, hint: String
    ) throws(QAPIError) -> ManagedObject {
        let claimed = try builder.objects.claim(id, ofType: type, for: name, parameter, hint: hint)
        uses.append(claimed.use)
        return claimed.object
    }

    /// Claims the reservation manager that an option names.
    mutating func reservationManager(_ id: String?) throws(QAPIError) -> ReservationManager? {
        guard let id else { return nil }
        let parameter = parameter("pr-manager")
        do throws(ObjectError) {
            let object = try builder.objects.object(id, ofType: ReservationManager.typeName)
            uses.append(HeldUse(try object.use(by: "node '\(name)'")))
            return object as? ReservationManager
        } catch {
            throw QAPIError(
                error, hint: "Create the reservation manager first: --object pr-manager-TYPE,id=\(id)",
                parameter: parameter)
        }
    }

    /// Refuses combinations of common options that can't work; `path` is where they stand.
    static func check(_ common: CommonOptions, path: String) throws(QAPIError) {
        if common.forceShare && !common.readOnly {
            throw QAPIError(
                "'force-share=on' needs 'read-only=on'", hint: "Others may write what this node would write.",
                parameter: parameter("force-share", path))
        }
        if common.detectsZeroes == .unmap && !common.discards {
            throw QAPIError(
                "'detect-zeroes=unmap' needs 'discard=unmap'", hint: "Zeroes that deallocate are discards.",
                parameter: parameter("detect-zeroes", path))
        }
    }
}

/// What a driver has opened.
struct OpenedNode {
    /// What stays of it, for those who ask.
    struct Description {
        var engine: Node.Engine
        var alignment: Node.Alignment
        var filename: String?
    }

    /// What queues see, without the node's common options.
    var block: any BlockNode
    var engine: Node.Engine
    var alignment: Node.Alignment
    var filename: String?
    /// Where the node begins in the one below, in bytes.
    var offset: UInt64 = 0
    /// True when the node is a part of the one below.
    var isWindow = false
    /// What the node does with those below beyond what its users do, and what it lets nobody else do there.
    var extraPermissions = NodePermissions(used: [], shared: .all)

    var description: Description { Description(engine: engine, alignment: alignment, filename: filename) }
}

extension QAPIError {
    /// Refuses what the schema has and this version doesn't.
    static func notYet(_ what: String, _ consequence: String? = nil, parameter: String) -> QAPIError {
        QAPIError(
            "'\(what)' is not available yet", hint: consequence.map { "In this version \($0)." }, parameter: parameter,
            errorNumber: Errno.notSupported.rawValue)
    }

    /// Reports an error of the data path.
    init(_ error: BlockError, parameter: String? = nil) {
        self.init(
            QAPIError.sentence(error.description, parameter), parameter: parameter,
            errorNumber: error.number.rawValue)
    }

    /// Reports an error about an object.
    init(_ error: ObjectError, hint: String? = nil, parameter: String? = nil) {
        let message = error.cause.map { "\(error.message): \($0)" } ?? error.message
        self.init(
            error.code.isDeviceNotFound ? .deviceNotFound : .genericError, QAPIError.sentence(message, parameter),
            hint: error.hint ?? hint, parameter: parameter, errorNumber: error.number?.rawValue)
    }

    /// Begins a message with the option that it is about, or like a sentence.
    private static func sentence(_ text: String, _ parameter: String?) -> String {
        parameter.map { "\($0): \(text)" } ?? text.prefix(1).uppercased() + text.dropFirst()
    }
}

extension ObjectStore {
    /// The object of a type that an option of a node names, with what holds it for the node.
    func claim(
        _ id: String, ofType type: String, for node: String, _ parameter: String, hint: String
    ) throws(QAPIError) -> (object: ManagedObject, use: HeldUse) {
        do throws(ObjectError) {
            let object = try object(id, ofType: type)
            return (object, HeldUse(try object.use(by: "node '\(node)'")))
        } catch {
            throw QAPIError(error, hint: hint, parameter: parameter)
        }
    }
}
