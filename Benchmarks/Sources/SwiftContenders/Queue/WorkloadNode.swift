import Block
import CContenderSupport
import Synchronization

/// Opens what a workload asks for: raw over file; the threads of a process share it.
enum WorkloadNode {
    private static let shared = Mutex<(any BlockNode)?>(nil)

    static func open(
        _ workload: contender_workload, environment: BlockEnvironment
    ) throws(BlockError) -> any BlockNode {
        try shared.withLock { (node) throws(BlockError) -> any BlockNode in
            if let node { return node }
            let made = try layered(workload, bottom(workload, environment: environment))
            node = made
            return made
        }
    }

    /// The layers above the file: the usual one is raw, which shows the file as it is.
    private static func layered(
        _ workload: contender_workload, _ bottom: any BlockNode
    ) throws(BlockError) -> any BlockNode {
        switch workload.layer.map({ String(cString: $0) }) {
        case nil: return try RawNode(name: "disk", child: bottom)
        case "file": return bottom
        case "raw-raw": return try RawNode(name: "disk", child: RawNode(name: "inner", child: bottom))
        case "window": return try RawNode(name: "disk", child: bottom, offset: 4096, size: bottom.length - 8192)
        case let other?: contender_fail("there is no layer \(other)", 0)
        }
    }

    private static func engine(_ workload: contender_workload) -> EngineKind? {
        guard let name = workload.engine.map({ String(cString: $0) }) else { return nil }
        guard let engine = EngineKind.allCases.first(where: { $0.name == name }) else {
            contender_fail("there is no engine \(name)", 0)
        }
        return engine
    }

    private static func bottom(
        _ workload: contender_workload, environment: BlockEnvironment
    ) throws(BlockError) -> any BlockNode {
        guard let path = workload.path else {
            // All of the library and nothing of a file: requests go to the kernel as no-ops of the same size.
            let memory = contender_memory_file(workload.span)
            var options = FileOptions(name: "file", path: "/proc/self/fd/\(memory)")
            options.isDryRun = true
            return try FileNode(options, environment: environment)
        }
        if String(cString: path).hasPrefix("/dev/null") { return DiscardingNode(length: workload.span) }
        var options = FileOptions(name: "file", path: String(cString: path))
        options.direct = workload.direct
        options.readOnly = workload.operation != CONTENDER_WRITE
        options.engine = engine(workload)
        return options.path.hasPrefix("/dev/") && !options.path.hasPrefix("/dev/shm/")
            ? try HostDeviceNode(options, environment: environment) : try FileNode(options, environment: environment)
    }
}
