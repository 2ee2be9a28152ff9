internal import CLinuxShims
internal import Glibc

extension System {
    /// The number of this process.
    package static var processID: Int32 { getpid() }

    /// Opens a descriptor of a process, which stays with that process when its number goes to another (Linux 5.3).
    package static func openProcess(_ number: Int32) throws(Errno) -> Descriptor {
        Descriptor(owning: Int32(try call(.open, .none) { _ in Int(hf_pidfd_open(number)) }))
    }

    /// The names in a folder, without the two that every folder has.
    package static func entries(of path: String) throws(Errno) -> [String] {
        let descriptor = try open(path, [.readOnly, .directory])
        let number = descriptor.release()
        guard let folder = fdopendir(number) else {
            let error = Errno(rawValue: errno)
            _ = hf_close(number)
            throw error
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// What a symbolic link says.
    package static func readLink(_ path: String) throws(Errno) -> String {
        try withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { buffer throws(Errno) in
            let count = try call(.status, .path(path)) { _ in hf_readlink(path, buffer.baseAddress, buffer.count) }
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
