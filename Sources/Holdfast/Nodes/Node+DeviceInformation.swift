internal import Block
public import BlockSchema

extension Node {
    /// Somebody who uses the node, with what he does and lets others do.
    public struct User: Sendable, Hashable {
        /// As errors name it, such as `device 'vda'`.
        public let name: String
        /// What he does.
        public let permissions: Set<BlockPermission>
        /// What he lets others do.
        public let shared: Set<BlockPermission>
    }

    /// Who uses the node now, and what for; requests through I/O threads count as one user.
    public var permissions: [User] {
        runtime.permissions.read { table in
            guard let entry = table[self] else { return [] }
            return entry.users.map { user in
                let permissions = entry.permissions(of: user)
                return User(
                    name: user.name, permissions: permissions.used.inSchema, shared: permissions.shared.inSchema)
            }
        }
    }

    /// The node as `query-named-block-nodes` shows it.
    public var deviceInformation: BlockDeviceInfo {
        let common = settings.common
        let zeroes = settings.options.detectZeroes ?? .off
        let name = filename ?? "\(driver)://"
        return BlockDeviceInfo(
            file: name, nodeName: self.name, ro: isReadOnly, drv: driver, backingFileDepth: 0, active: isActive,
            encrypted: false, detectZeroes: zeroes, bps: 0, bpsRd: 0, bpsWr: 0, iops: 0, iopsRd: 0, iopsWr: 0,
            image: ImageInfo(
                filename: name, format: driver, dirtyFlag: false, actualSize: allocatedSize.map { Int64(clamping: $0) },
                virtualSize: Int64(clamping: length)),
            cache: BlockdevCacheInfo(writeback: true, direct: common.direct, noFlush: common.dropsFlushes),
            writeThreshold: Int64(clamping: writeThreshold))
    }
}

extension BlockPermissions {
    fileprivate var inSchema: Set<BlockPermission> { Set(names.compactMap { BlockPermission(rawValue: $0) }) }
}
