internal import Sys

extension LockFailure {
    /// Whether who is in the way holds the byte only until it has ended: nobody to be seen does, or none that stays.
    ///
    /// Requests of a dead process may still be in flight, and the kernel closes the files of its io_uring some milliseconds
    /// after its end. Processes that this one may not look at are not to be told from those: waiting for them is all that can
    /// be done, up to a deadline.
    package func isPassing(_ descriptor: Int32) -> Bool {
        guard case .conflict(let byte, _, _) = self else { return false }
        return LockHolders().find(descriptor, byte: byte).allSatisfy { holder in
            (try? System.processStatus(of: holder.process))?.isEnding ?? true
        }
    }

    /// The error for who asked for the locks, as messages name it: what is in the way, and whose it is.
    ///
    /// To be made while the locks that were to be had are still held; `node` names the node that has a descriptor of this
    /// process open.
    package func error(
        for user: String, on path: String, _ descriptor: Int32, node: (Int32) -> String?
    ) -> BlockError {
        switch self {
        case .conflict(let byte, let permission, let isUsed):
            let others = LockFailure.holders(byte, descriptor, node)
            let message =
                isUsed
                ? "\(user) needs the permission \(permission) on '\(path)', which \(others) does not share"
                : "\(user) does not share the permission \(permission) on '\(path)', which \(others) uses"
            return BlockError(.busy, message)
        case .refused(let byte, let error):
            let file = "\(user) cannot lock byte \(byte) of '\(path)'"
            guard isLack else {
                let others = LockFailure.holders(byte, descriptor, node)
                return BlockError(.busy, "\(file): \(others) has locked it exclusively")
            }
            return BlockError(
                .system, "\(file): the file system has no working locks; set locking=off there", cause: error)
        }
    }

    private static func holders(_ byte: Int64, _ descriptor: Int32, _ node: (Int32) -> String?) -> String {
        let holders = LockHolders().find(descriptor, byte: byte)
        guard let first = holders.first else { return "another process" }
        let more = holders.count > 1 ? " (and \(holders.count - 1) more)" : ""
        guard first.process == System.processID else {
            return "process \(first.process)\(first.program.isEmpty ? "" : " (\(first.program))")\(more)"
        }
        return "this process\(node(first.descriptor).map { " by its node '\($0)'" } ?? "")\(more)"
    }
}
