internal import CLinuxShims

/// What may never again be done to a memory file (memfd_create(2), fcntl(2) F_ADD_SEALS).
package struct Seals: OptionSet, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// Adding seals.
    package static let seal = Seals(rawValue: hf_seal_seal)
    /// Making it shorter, which would kill whoever reads what is gone.
    package static let shrink = Seals(rawValue: hf_seal_shrink)
    /// Making it longer.
    package static let grow = Seals(rawValue: hf_seal_grow)
    /// Writing.
    package static let write = Seals(rawValue: hf_seal_write)
    /// Writing through mappings and descriptors made later.
    package static let futureWrite = Seals(rawValue: hf_seal_future_write)
}

extension System {
    /// Makes a file that lives in memory, can be sealed, and can't be executed where the kernel knows that.
    package static func createMemory(_ name: String) throws(Errno) -> Descriptor {
        let flags = hf_mfd_cloexec | hf_mfd_allow_sealing
        do throws(Errno) {
            return try memory(name, flags | hf_mfd_noexec_seal)
        } catch {
            guard error == .invalidArgument else { throw error }
            return try memory(name, flags)
        }
    }

    private static func memory(_ name: String, _ flags: UInt32) throws(Errno) -> Descriptor {
        Descriptor(owning: Int32(try call(.allocateMemory, .path(name)) { _ in Int(hf_memfd_create(name, flags)) }))
    }

    /// Adds seals to a memory file.
    package static func addSeals(_ descriptor: Int32, _ seals: Seals) throws(Errno) {
        _ = try call(.control, .descriptor(descriptor)) { _ in Int(hf_add_seals(descriptor, seals.rawValue)) }
    }

    /// The seals of a file; EINVAL where it can't have any.
    package static func seals(of descriptor: Int32) throws(Errno) -> Seals {
        Seals(rawValue: Int32(try call(.control, .descriptor(descriptor)) { _ in Int(hf_get_seals(descriptor)) }))
    }

    /// Maps the beginning of a file, for reading and writing, shared with everybody who does.
    ///
    /// The pages are mapped at once, and locked in memory if this process may.
    package static func mapShared(_ descriptor: Int32, count: Int) throws(Errno) -> UnsafeMutableRawBufferPointer {
        var address: UnsafeMutableRawPointer?
        _ = try call(.allocateMemory, .descriptor(descriptor)) { _ in
            Int(hf_map_shared(descriptor, count, &address))
        }
        return UnsafeMutableRawBufferPointer(start: address, count: count)
    }

    /// Takes a mapping back.
    package static func unmap(_ memory: UnsafeMutableRawBufferPointer) { hf_unmap(memory.baseAddress, memory.count) }
}
