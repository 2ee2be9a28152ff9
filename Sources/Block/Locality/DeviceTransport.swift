internal import Sys

/// Finds out in sysfs what a block device hangs on.
struct DeviceTransport {
    let sysfs: Sysfs

    /// How many devices may lie on top of each other, and be looked at.
    private static let deepest = 16
    private static let most = 1024

    /// Looks a device up by its number.
    func reach(of device: FileStatus.DeviceNumber) -> DiskReach {
        var budget = Self.most
        return reach(of: device, depth: 0, &budget)
    }

    private func reach(of device: FileStatus.DeviceNumber, depth: Int, _ budget: inout Int) -> DiskReach {
        budget -= 1
        guard depth < Self.deepest, budget >= 0 else { return DiskReach(.unknown, "too many devices on each other") }
        let folder = Sysfs.folder(of: device)
        guard let target = try? sysfs.link(folder) else {
            return DiskReach(.unknown, "a device that sysfs doesn't show")
        }
        var path = target.split(separator: "/").filter { $0 != ".." }
        // A partition is a folder in its disk's.
        let isPartition = sysfs.number("\(folder)/partition") != nil
        if isPartition { path.removeLast() }
        guard let name = path.last.map(String.init) else { return DiskReach(.unknown, "a device without a name") }
        let disk = isPartition ? "block/\(name)" : folder
        if name.hasPrefix("dm-") || name.hasPrefix("md_") || name.isKind("md") {
            return reach(ofParts: disk, name, depth: depth, &budget)
        }
        if name.isKind("loop") { return reach(ofLoop: disk) }
        return reach(named: name, path)
    }

    /// Joins what the parts of a device say: the farthest counts.
    private func reach(ofParts disk: String, _ name: String, depth: Int, _ budget: inout Int) -> DiskReach {
        var farthest: DiskReach?
        for part in sysfs.entries("\(disk)/slaves") {
            guard let device = number("\(disk)/slaves/\(part)/dev") else { return DiskReach(.unknown, part) }
            let found = reach(of: device, depth: depth + 1, &budget)
            if farthest.map({ $0.extent < found.extent }) ?? true { farthest = found }
        }
        return farthest ?? DiskReach(.unknown, "\(name), which has no parts")
    }

    /// Judges a loop device by the file system of its file.
    private func reach(ofLoop disk: String) -> DiskReach {
        guard let file = try? sysfs.text("\(disk)/loop/backing_file"), file.hasPrefix("/"),
            let kind = try? System.fileSystem(at: file)
        else { return DiskReach(.unknown, "a loop device whose file can't be seen") }
        let found = DiskReach.of(kind)
        return DiskReach(found.extent, "loop on \(found.transport)")
    }

    private func number(_ path: String) -> FileStatus.DeviceNumber? {
        guard let parts = try? sysfs.text(path).split(separator: ":"), parts.count == 2,
            let major = UInt32(parts[0]), let minor = UInt32(parts[1])
        else { return nil }
        return FileStatus.DeviceNumber(major: major, minor: minor)
    }

    // MARK: - Devices of their own

    private func reach(named name: String, _ path: [Substring]) -> DiskReach {
        for (kind, transport) in [("rbd", "rbd"), ("nbd", "nbd"), ("drbd", "drbd")] where name.isKind(kind) {
            return DiskReach(.shared, transport)
        }
        if name.isKind("zram") { return DiskReach(.local, "zram") }
        if name.isKind("ram") { return DiskReach(.local, "ram disk") }
        if name.hasPrefix("nvme") { return reach(ofNVMe: path) }
        if path.contains(where: { $0.hasPrefix("rport-") }) { return DiskReach(.shared, "Fibre Channel") }
        if path.contains(where: { $0.isKind("session") }) { return DiskReach(.shared, "iSCSI") }
        if path.contains(where: { $0.hasPrefix("end_device-") }) {
            // An expander may have other hosts on its other ports.
            return path.contains { $0.hasPrefix("expander-") }
                ? DiskReach(.unknown, "SAS through an expander") : DiskReach(.local, "SAS")
        }
        if path.contains(where: { $0.hasPrefix("port-") }) { return DiskReach(.shared, "SRP") }
        if path.contains(where: { $0.isKind("ata") }) { return DiskReach(.local, "ATA") }
        if path.contains(where: { $0.isKind("virtio") }) {
            // The host's disk behind virtio-scsi may be anything; a virtio-blk disk is one guest's.
            return path.contains { $0.isKind("host") }
                ? DiskReach(.unknown, "virtio-scsi") : DiskReach(.local, "virtio-blk")
        }
        if path.contains(where: { $0.isKind("usb") }) { return DiskReach(.unknown, "USB") }
        return DiskReach(.unknown, name)
    }

    /// Asks each controller of a namespace.
    private func reach(ofNVMe path: [Substring]) -> DiskReach {
        var controllers: [String] = []
        if let subsystem = path.first(where: { $0.hasPrefix("nvme-subsys") && $0 != "nvme-subsystem" }) {
            controllers = sysfs.entries("class/nvme-subsystem/\(subsystem)").filter { $0.isKind("nvme") }
        } else if let controller = path.dropLast().last(where: { String($0).isKind("nvme") }) {
            controllers = [String(controller)]
        }
        var transports: Set<String> = []
        for controller in controllers {
            transports.insert((try? sysfs.text("class/nvme/\(controller)/transport")) ?? "unknown")
        }
        if transports == ["pcie"] { return DiskReach(.local, "PCIe NVMe") }
        if transports.contains(where: { ["tcp", "rdma", "fc"].contains($0) }) {
            return DiskReach(.shared, "NVMe over fabrics (\(transports.sorted().joined(separator: ", ")))")
        }
        return DiskReach(.unknown, "NVMe")
    }
}

extension StringProtocol {
    /// True for a kernel's name of this kind: the prefix and a number, such as `loop7`.
    fileprivate func isKind(_ prefix: String) -> Bool {
        guard hasPrefix(prefix) else { return false }
        let number = dropFirst(prefix.count)
        return !number.isEmpty && number.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }
}
