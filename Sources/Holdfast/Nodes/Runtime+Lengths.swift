internal import Block
internal import BlockSchema
internal import QAPI

extension Runtime {
    /// Runs `body` and tells of all nodes that have another length afterwards; on the control thread.
    func announcingLengths(of nodes: [Node], _ body: () throws(QAPIError) -> Void) throws(QAPIError) {
        let before = nodes.map { (node: $0, length: $0.length) }
        try body()
        for (node, length) in before where node.length != length {
            events.post(BlockResizedEvent(nodeName: node.name, size: Int64(clamping: node.length)))
        }
    }

    /// Looks at the lengths of devices now and then; nil for never.
    ///
    /// Nobody tells a process in a container that a device has grown: the kernel's events reach the first network namespace
    /// alone.
    func watchGrowth(seconds: Double) -> ControlTimer? {
        guard seconds > 0 else { return nil }
        let interval = UInt64(min(seconds, 1_000_000_000) * 1_000_000_000)
        return ControlTimer(control, every: interval) { [weak self] in self?.noticeGrowth() }
    }

    private func noticeGrowth() {
        let nodes = permissions.read { table in table.entries.values.map(\.node) }
        let devices = nodes.compactMap { $0.isActive ? $0.settings.block as? HostDeviceNode : nil }
        guard devices.contains(where: \.hasGrown) else { return }
        try? announcingLengths(of: nodes) { () throws(QAPIError) in
            // What can't be examined keeps its length.
            for device in devices where device.hasGrown { try? device.refreshLength() }
        }
    }
}
