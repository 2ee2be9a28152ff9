internal import Glibc
internal import SCSI
internal import Sys

/// Decides whether a command that failed on one path of a multipath device is sent again.
///
/// SG_IO goes to one path and its failure stays there: the device mapper retries only what it queued itself.
struct MultipathRetry {
    /// What to do after a path error.
    enum Verdict { case again, giveUp, notMultipath }

    private var tries = 0
    private var milliseconds: UInt32 = 1

    private static let mostTries = 8
    /// While the map is suspended, tries are free but their waits double up to this.
    private static let longestWait: UInt32 = 512

    /// True when the failure may belong to the path rather than the device.
    static func isPathError(
        _ outcome: Result<PassThroughResult, Errno>, sense: UnsafeMutableRawBufferPointer
    ) -> Bool {
        switch outcome {
        case .failure(let error): return error == .noDevice
        case .success(let result):
            if result.hostStatus != 0 { return true }
            switch result.status {
            // GOOD, CONDITION MET, INTERMEDIATE (also with CONDITION MET), RESERVATION CONFLICT, COMMAND TERMINATED.
            case 0x00, 0x04, 0x10, 0x14, 0x18, 0x22: return false
            // CHECK CONDITION
            case 0x02:
                let bytes = Array(sense.prefix(Int(result.senseLength)))
                // What a guest knows how to handle is no matter of the path.
                return Sense(decoding: bytes.span)?.isGuestRecoverable != true
            default: return true
            }
        }
    }

    /// Lets the device mapper test its paths.
    mutating func probe(_ descriptor: Int32) -> Verdict {
        while true {
            do throws(Errno) {
                try System.ioctl(descriptor, .probePaths, nil)
            } catch {
                switch error {
                case .notTypewriter: return .notMultipath
                case .again:
                    // Suspended, as it is while reservations are moved between paths.
                    guard milliseconds <= MultipathRetry.longestWait else { return .giveUp }
                    usleep(milliseconds * 1000)
                    milliseconds *= 2
                    continue
                default: return .giveUp
                }
            }
            tries += 1
            return tries <= MultipathRetry.mostTries ? .again : .giveUp
        }
    }
}
