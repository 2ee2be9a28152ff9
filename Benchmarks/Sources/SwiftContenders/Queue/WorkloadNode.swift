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
            let made = try RawNode(name: "disk", child: try bottom(workload, environment: environment))
            node = made
            return made
        }
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
        return try FileNode(options, environment: environment)
    }
}
