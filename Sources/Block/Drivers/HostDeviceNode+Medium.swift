package import Sys

/// What there is in a drive for removable media.
package enum Medium: Sendable, Hashable {
    /// A medium that can be read.
    case present
    /// None.
    case absent
    /// The tray is open.
    case trayOpen
    /// The drive is busy finding out.
    case notReady
    /// The drive doesn't say.
    case unknown

    /// What CDROM_DRIVE_STATUS answers: one of the values CDS_ of the kernel's `cdrom.h`.
    init(driveStatus: Int) {
        self =
            switch driveStatus {
            case 1: .absent
            case 2: .trayOpen
            case 3: .notReady
            case 4: .present
            default: .unknown
            }
    }

    /// False when requests would find nothing.
    var isReadable: Bool { self == .present || self == .unknown }
}

/// The `host_cdrom` driver: a device whose medium comes and goes.
extension HostDeviceNode {
    /// Asks the drive what is in it; a medium that came, went or was changed changes the node's length.
    ///
    /// Requests fail with ENOMEDIUM while there is none.
    package func checkMedium() throws(Errno) -> Medium {
        let status: Int
        do throws(Errno) {
            status = try System.ioctl(descriptor, .driveStatus, number: .max)
        } catch {
            // A device without the request has its medium for ever.
            guard error == .notTypewriter || error == .invalidArgument || error == .noSystemCall else { throw error }
            status = 0
        }
        let medium = Medium(driveStatus: status)
        setMedium(medium)
        return medium
    }

    /// Locks the medium in, or lets it be taken out.
    package func lockMedium(_ isLocked: Bool) throws(Errno) {
        try System.ioctl(descriptor, .lockDoor, number: isLocked ? 1 : 0)
    }

    /// Opens the tray; fails when the medium is locked in.
    package func eject() throws(Errno) {
        try System.ioctl(descriptor, .eject, nil)
        _ = try checkMedium()
    }

    /// Closes the tray.
    package func closeTray() throws(Errno) {
        try System.ioctl(descriptor, .closeTray, nil)
        _ = try checkMedium()
    }
}
