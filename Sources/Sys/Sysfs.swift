/// Reads what the kernel publishes about devices.
package struct Sysfs: Sendable {
    /// Where the tree is mounted; tests point it at fixtures.
    package let root: String

    /// Uses another tree than `/sys`.
    package init(root: String = "/sys") { self.root = root }

    /// The folder of a block device, as a path below the root.
    package static func folder(of device: FileStatus.DeviceNumber) -> String {
        "dev/block/\(device.major):\(device.minor)"
    }

    /// The text of a file below the root, without the line's end, cut at one page.
    package func text(_ path: String) throws(Errno) -> String {
        let descriptor = try System.open("\(root)/\(path)", .readOnly)
        let buffer = try AlignedBuffer(count: 4096, alignment: 8)
        var filled = 0
        while filled < buffer.bytes.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[filled...])
            let count = try System.read(descriptor.rawValue, rest)
            if count == 0 { break }
            filled += count
        }
        var text = String(decoding: buffer.bytes[..<filled], as: UTF8.self)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }

    /// The number in a file below the root; nil when there is no such file or no number in it.
    package func number(_ path: String) -> UInt64? {
        guard let text = try? text(path) else { return nil }
        return UInt64(text)
    }

    /// What a symbolic link below the root says.
    package func link(_ path: String) throws(Errno) -> String { try System.readLink("\(root)/\(path)") }

    /// The names in a folder below the root, in order; none where there is no such folder.
    package func entries(_ path: String) -> [String] {
        ((try? System.entries(of: "\(root)/\(path)")) ?? []).sorted()
    }
}
