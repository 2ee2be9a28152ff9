internal import Block
public import Sys

extension Node {
    /// What there is in a drive for removable media.
    public enum Medium: String, Sendable, Hashable, CaseIterable {
        /// A medium that can be read.
        case present
        /// None.
        case absent
        /// The tray is open.
        case trayOpen = "tray-open"
        /// The drive is busy finding out.
        case notReady = "not-ready"
        /// The drive doesn't say.
        case unknown
    }

    /// Asks the drive at the end of the chain what is in it, and takes its length anew; `nil` for what is no drive.
    ///
    /// A monitor asks when its guest does, and now and then for the guest's sake: nothing tells it of a change.
    ///
    /// - Throws: What the drive answers.
    public func medium() throws(Errno) -> Medium? {
        guard let drive else { return nil }
        return switch try drive.checkMedium() {
        case .present: .present
        case .absent: .absent
        case .trayOpen: .trayOpen
        case .notReady: .notReady
        case .unknown: .unknown
        }
    }

    /// Locks the medium in, or lets it be taken out.
    ///
    /// - Throws: ENOTTY for what is no drive, else what the drive answers.
    public func lockMedium(_ isLocked: Bool) throws(Errno) {
        guard let drive else { throw .notTypewriter }
        try drive.lockMedium(isLocked)
    }

    /// Opens the tray, or closes it.
    ///
    /// - Throws: ENOTTY for what is no drive, else what the drive answers, such as EBUSY while the medium is locked in.
    public func moveTray(open: Bool) throws(Errno) {
        guard let drive else { throw .notTypewriter }
        if open { try drive.eject() } else { try drive.closeTray() }
    }

    private var drive: HostDeviceNode? {
        guard let device = shell?.bottom as? HostDeviceNode, device.options.isRemovable else { return nil }
        return device
    }
}
