internal import Glibc

extension System {
    /// The number of a group by its name (getgrnam_r(3)); nil when there is none, or it can't be asked.
    ///
    /// May read files and ask services: not for the path of requests.
    package static func group(named name: String) -> UInt32? {
        var entry = Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 16) { buffer in
            guard getgrnam_r(name, &entry, buffer.baseAddress, buffer.count, &found) == 0, let found else { return nil }
            return found.pointee.gr_gid
        }
    }
}
