internal import CLinuxShims
internal import Glibc

extension System {
    /// The number of this process.
    package static var processID: Int32 { getpid() }

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
}
