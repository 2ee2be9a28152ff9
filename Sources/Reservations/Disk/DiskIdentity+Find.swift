package import Block
package import Sys

extension DiskIdentity {
    /// Finds out which disk an open file or device is; throws a sentence that says what is missing when that is not
    /// certain.
    ///
    /// `links` is where udev keeps the other names of devices: `by-uuid` and `by-id` lie below.
    package static func find(
        _ descriptor: Int32, sysfs: Sysfs = Sysfs(), links: String = "/dev/disk"
    ) throws(BlockError) -> DiskIdentity {
        DiskIdentity(text: try text(of: descriptor, sysfs: sysfs, links: links, depth: 0))
    }

    /// The texts are part of the state's format: they never change.
    static func text(
        of descriptor: Int32, sysfs: Sysfs, links: String, depth: Int
    ) throws(BlockError) -> String {
        let status: FileStatus
        do throws(Errno) {
            status = try System.status(of: descriptor)
        } catch {
            throw BlockError(.system, "can't examine the disk", cause: error)
        }
        switch status.kind {
        case .regular:
            return try FileIdentity(descriptor: descriptor, links: links).text()
        case .blockDevice:
            let device = DeviceIdentity(descriptor: descriptor, sysfs: sysfs, links: links, depth: depth)
            return try device.text(of: Sysfs.folder(of: status.special))
        case .characterDevice, .directory, .other:
            throw BlockError(.unsupported, "only regular files and block devices can be told apart for certain")
        }
    }

    /// Names of devices below a folder of udev's, such as `by-uuid`, that lead to a device.
    static func names(of device: FileStatus.DeviceNumber, in folder: String) -> [String] {
        let names = ((try? System.entries(of: folder)) ?? []).sorted()
        return names.filter { name in
            guard let status = try? System.status(at: "\(folder)/\(name)") else { return false }
            return status.kind == .blockDevice && status.special == device
        }
    }
}

extension Collection<UInt8> {
    /// Two hexadecimal digits for each byte.
    var hexadecimal: String {
        reduce(into: "") { text, byte in text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    }
}
