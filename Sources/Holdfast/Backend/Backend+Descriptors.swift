internal import Block
public import BlockSchema
public import QAPI

extension Backend {
    /// Puts a descriptor that came from outside into a set, whose path for nodes is `/dev/fdset/N`: `add-fd`.
    ///
    /// The caller keeps its own; the set has a duplicate. Without a number the lowest free one is taken. A node opens the
    /// descriptor whose access mode suits, anew through `/proc/self/fd`, so that flags and image locks are its own;
    /// where the kernel refuses that, as for a file that this process may not open by itself, it shares the description.
    ///
    /// - Throws: `QAPIError` when the number is negative, or the descriptor isn't open.
    @discardableResult
    public func addDescriptor(
        _ descriptor: Int32, toSet set: Int64? = nil, opaque: String? = nil
    ) throws(QAPIError) -> AddfdInfo {
        do throws(BlockError) {
            let added = try runtime.environment.descriptorSets.add(descriptor, set: set, opaque: opaque)
            return AddfdInfo(fdsetId: added.set, fd: Int64(added.descriptor))
        } catch {
            throw QAPIError(error)
        }
    }

    /// Closes a descriptor of a set, or all of them: `remove-fd`.
    ///
    /// Nodes that were opened from it keep what they have; one that opens for writing later, or is reopened, misses it.
    ///
    /// - Throws: `QAPIError` when there is no such set or descriptor.
    public func removeDescriptor(_ descriptor: Int64? = nil, fromSet set: Int64) throws(QAPIError) {
        do throws(BlockError) {
            try runtime.environment.descriptorSets.remove(
                set: set, descriptor: descriptor.map { Int32(truncatingIfNeeded: $0) })
        } catch {
            throw QAPIError(error)
        }
    }

    /// The sets of descriptors: `query-fdsets`.
    public var descriptorSets: [FdsetInfo] {
        runtime.environment.descriptorSets.all.map { set in
            FdsetInfo(
                fdsetId: set.set, fds: set.members.map { FdsetFdInfo(fd: Int64($0.descriptor), opaque: $0.opaque) })
        }
    }
}
