internal import CLinuxShims

extension System {
    /// Gives a file one more name; EEXIST when the name is taken.
    package static func link(_ path: String, to newPath: String) throws(Errno) {
        _ = try call(.link, .path(newPath)) { _ in Int(hf_link(path, newPath)) }
    }

    /// Gives a file another name, in place of the file that has it.
    package static func rename(_ path: String, to newPath: String) throws(Errno) {
        _ = try call(.rename, .path(newPath)) { _ in Int(hf_rename(path, newPath)) }
    }

    /// Makes everything about a file durable; of a directory, the names in it.
    package static func synchronize(_ descriptor: Int32) throws(Errno) {
        _ = try call(.sync, .descriptor(descriptor)) { _ in Int(hf_fsync(descriptor)) }
    }

    /// Makes the names in a folder durable.
    package static func synchronizeFolder(_ path: String) throws(Errno) {
        let folder = try open(path, [.readOnly, .directory])
        try synchronize(folder.rawValue)
    }
}

extension System {
    /// FS_NOCOW_FL among the attributes of a file: what is written goes where the old bytes were.
    package static var noCopyOnWriteFlag: UInt32 { hf_fs_nocow }
}

/// A file whose owner, mode or label is asked for or set: an open one, or the one at a path, links not followed.
package enum FileReference: Sendable {
    case descriptor(Int32)
    case path(String)

    fileprivate var target: CallTarget {
        switch self {
        case .descriptor(let descriptor): .descriptor(descriptor)
        case .path(let path): .path(path)
        }
    }
}

extension System {
    /// Hands a file over to another user and group; nil leaves one as it is.
    package static func setOwner(of file: FileReference, user: UInt32?, group: UInt32?) throws(Errno) {
        let (user, group) = (user ?? .max, group ?? .max)
        _ = try call(.owner, file.target) { _ in
            switch file {
            case .descriptor(let descriptor): Int(hf_set_owner_fd(descriptor, user, group))
            case .path(let path): Int(hf_set_owner_path(path, user, group))
            }
        }
    }

    /// Sets the permission bits of a file.
    package static func setPermissions(of file: FileReference, _ mode: UInt32) throws(Errno) {
        _ = try call(.owner, file.target) { _ in
            switch file {
            case .descriptor(let descriptor): Int(hf_set_mode_fd(descriptor, mode))
            case .path(let path): Int(hf_set_mode_path(path, mode))
            }
        }
    }

    /// The SELinux label of a file; nil where it has none.
    package static func label(of file: FileReference) -> [UInt8]? {
        withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { buffer in
            let count = try? call(.label, file.target) { _ in
                switch file {
                case .descriptor(let descriptor): hf_get_label_fd(descriptor, buffer.baseAddress, buffer.count)
                case .path(let path): hf_get_label_path(path, buffer.baseAddress, buffer.count)
                }
            }
            return count.flatMap { $0 > 0 ? Array(buffer[..<$0]) : nil }
        }
    }

    /// Sets the SELinux label of a file.
    package static func setLabel(of file: FileReference, _ label: [UInt8]) throws(Errno) {
        _ = try call(.label, file.target) { _ in
            switch file {
            case .descriptor(let descriptor): Int(hf_set_label_fd(descriptor, label, label.count))
            case .path(let path): Int(hf_set_label_path(path, label, label.count))
            }
        }
    }
}
