package import Block
package import Sys

/// A block device that attachments have to themselves: no file system, no partition, no other claim on it.
///
/// The claim lies on the device, not on a node of it, and lasts until the last copy of its descriptor is closed. Every
/// attachment keeps one.
package final class DeviceClaim: Sendable {
    private let own: Descriptor

    /// The claim, to hand on; only borrowed.
    package var descriptor: Int32 { own.rawValue }

    private init(_ own: consuming Descriptor) { self.own = own }

    /// Claims a device; EBUSY when it is taken.
    package static func take(_ device: Int32) throws(Errno) -> DeviceClaim {
        DeviceClaim(try System.open("/proc/self/fd/\(device)", [.readOnly, .exclusive, .nonBlocking]))
    }

    /// Keeps a claim that another attachment has handed out.
    ///
    /// - Throws: EINVAL when it is no descriptor of this device.
    package static func receive(_ claim: consuming Descriptor, of device: Int32) throws(Errno) -> DeviceClaim {
        guard try isSame(claim.rawValue, device), try !System.openFlags(of: claim.rawValue).contains(.path) else {
            throw .invalidArgument
        }
        return DeviceClaim(claim)
    }

    /// Why a device can't be shared whose claim is taken, and nobody hands out a copy.
    package static func refusal(_ path: String, folder: String) -> BlockError {
        BlockError(
            .busy,
            "'\(path)' is claimed, and nobody at '\(folder)' shares it: another store, a mount, LVM, md or a partition uses "
                + "this device", cause: .busy)
    }

    // MARK: - Nodes

    /// A place in the file system that others can open the device through, as far as its permissions let them.
    package static func node(of device: Int32) throws(Errno) -> Descriptor {
        try System.open("/proc/self/fd/\(device)", .path)
    }

    /// On which inode the locks of a descriptor lie.
    package enum Inode: Hashable, Sendable {
        /// On that of the node that was handed out, with those of all others.
        case common
        /// On that of its own node, since the other couldn't be opened: nobody who looks at locks sees this process, and
        /// that it has died is known by its counters only.
        case own(Errno)
    }

    /// Makes a descriptor of a device one that is open through the node that others use, if it isn't yet.
    ///
    /// The number stays; nothing may be in flight, and no lock held through it.
    ///
    /// - Throws: EINVAL when the node is not one of this device.
    package static func join(_ node: borrowing Descriptor, _ device: Int32) throws(Errno) -> Inode {
        guard try isSame(node.rawValue, device) else { throw .invalidArgument }
        let (theirs, ours) = (try System.status(of: node.rawValue), try System.status(of: device))
        guard theirs.inode != ours.inode || theirs.device != ours.device else { return .common }
        // The mode and what can be changed of it.
        let flags = try System.openFlags(of: device)
        let wanted = flags.access.union(flags.intersection(.changeable))
        let another: Descriptor
        do throws(Errno) {
            another = try System.open("/proc/self/fd/\(node.rawValue)", wanted)
        } catch {
            guard error == .accessDenied || error == .notPermitted else { throw error }
            return .own(error)
        }
        guard try isSame(another.rawValue, device) else { throw .invalidArgument }
        try System.replace(device, with: another)
        return .common
    }

    private static func isSame(_ one: Int32, _ other: Int32) throws(Errno) -> Bool {
        let (one, other) = (try System.cachedStatus(of: one), try System.cachedStatus(of: other))
        return one.kind == .blockDevice && other.kind == .blockDevice && one.special == other.special
    }
}
