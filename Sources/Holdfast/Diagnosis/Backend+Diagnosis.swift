internal import Block

extension Backend {
    /// Examines what this host, its kernel and this user's rights offer; waits for the kernel.
    public func examineHost() -> [Finding] { HostExamination(environment: runtime.environment).findings }

    /// Examines a node's file or device, without changing anything; waits for it.
    public func examine(_ node: Node) -> [Finding] { NodeExamination(node: node).findings }
}
