internal import Block
internal import Sys

/// Tells block devices apart by what they carry with them, never by their number or name.
struct DeviceIdentity {
    /// An open descriptor of the device or of a partition of it.
    let descriptor: Int32
    let sysfs: Sysfs
    let links: String
    /// How many loop devices lie above.
    let depth: Int

    /// How many loop devices may lie on each other.
    private static let deepest = 4

    /// The identity's text for a device, by its folder in sysfs.
    func text(of folder: String) throws(BlockError) -> String {
        let path = ((try? sysfs.link(folder)) ?? "").split(separator: "/").map(String.init)
        guard sysfs.number("\(folder)/partition") != nil else { return try disk(folder, path.last ?? "?") }
        guard let start = sysfs.number("\(folder)/start") else {
            throw refusal("a partition whose start the kernel doesn't tell")
        }
        return "\(try disk("\(folder)/..", path.dropLast().last ?? "?")) partition-at=\(start)"
    }

    private func disk(_ folder: String, _ name: String) throws(BlockError) -> String {
        if let file = attribute("\(folder)/loop/backing_file") { return try loop(on: file) }
        if exists("\(folder)/dm") {
            guard let uuid = attribute("\(folder)/dm/uuid") else {
                throw refusal("a device-mapper device without a UUID", "set one with `dmsetup rename --setuuid`")
            }
            return "dm \(uuid)"
        }
        if exists("\(folder)/md") { return try array(folder) }
        // A namespace of NVMe. What else stands there is made of a serial number that users choose.
        if let identifier = attribute("\(folder)/wwid"), isName(identifier, ["uuid.", "eui."]) {
            return "nvme \(identifier)"
        }
        if let identifier = attribute("\(folder)/device/wwid"), isName(identifier, ["naa.", "eui.", "uuid.", "t10."]) {
            return "scsi \(identifier)"
        }
        if name.hasPrefix("vd"), let serial = attribute("\(folder)/serial") { return "virtio \(serial)" }
        throw refusal(
            "'\(name)', a device without a name of its own (WWN, UUID or serial number)",
            "give the virtual disk a serial number, or put a logical volume or a file on it")
    }

    private func array(_ folder: String) throws(BlockError) -> String {
        if let uuid = attribute("\(folder)/md/uuid"), isName(uuid, [""]) {
            return "md \(uuid.filter { $0 != "-" && $0 != ":" }.lowercased())"
        }
        guard let device = attribute("\(folder)/dev").flatMap(FileStatus.DeviceNumber.init(sysfs:)),
            let name = DiskIdentity.names(of: device, in: "\(links)/by-id").first(where: { $0.hasPrefix("md-uuid-") })
        else { throw refusal("an md array whose UUID neither the kernel nor udev tells") }
        return "md \(name.dropFirst(8).filter { $0 != "-" && $0 != ":" }.lowercased())"
    }

    /// A loop device is the file below it, from where it begins; what sysfs calls that file is looked at here and held
    /// against what the device knows.
    private func loop(on file: String) throws(BlockError) -> String {
        guard depth < Self.deepest else { throw refusal("too many loop devices on each other") }
        let status: (device: FileStatus.DeviceNumber, inode: UInt64, offset: UInt64)
        let below: Int32
        do throws(Errno) {
            status = try System.loopStatus(of: descriptor)
            below = try System.open(file, [.readOnly, .nonBlocking]).release()
        } catch {
            throw invisible(file, error)
        }
        let owner = Descriptor(owning: below)
        guard let found = try? System.inode(of: owner.rawValue), found.device == status.device,
            found.inode == status.inode
        else { throw invisible(file, .noEntry) }
        let text = try DiskIdentity.text(of: owner.rawValue, sysfs: sysfs, links: links, depth: depth + 1)
        return "loop offset=\(status.offset) \(text)"
    }

    private func invisible(_ file: String, _ cause: Errno) -> BlockError {
        BlockError(
            .unsupported,
            "can't tell the disk from others: it is a loop device on '\(file)', which can't be seen from here; open the"
                + " file itself, or mount its folder at the same place",
            cause: cause)
    }

    private func refusal(_ what: String, _ advice: String? = nil) -> BlockError {
        BlockError(
            .unsupported,
            "can't tell the disk from others, which a fence needs: it is \(what)" + (advice.map { "; \($0)" } ?? ""))
    }

    /// The text of an attribute; nil when there is none, or nothing in it.
    private func attribute(_ path: String) -> String? {
        guard let text = try? sysfs.text(path), !text.isEmpty else { return nil }
        return text
    }

    private func exists(_ path: String) -> Bool { (try? System.status(at: "\(sysfs.root)/\(path)")) != nil }

    /// Whether a name begins with one of these and has something in it that isn't zero.
    private func isName(_ name: String, _ prefixes: [String]) -> Bool {
        guard let prefix = prefixes.first(where: name.hasPrefix) else { return false }
        // The first eight characters after `t10.` are the vendor's.
        let rest = name.dropFirst(prefix.count + (prefix == "t10." ? 8 : 0))
        return rest.contains { $0 != "0" && $0 != "-" && $0 != ":" && !$0.isWhitespace }
    }
}

extension FileStatus.DeviceNumber {
    /// Reads what `dev` files hold, such as `8:16`.
    fileprivate init?(sysfs text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let major = UInt32(parts[0]), let minor = UInt32(parts[1]) else { return nil }
        self.init(major: major, minor: minor)
    }
}
