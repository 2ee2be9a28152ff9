internal import Glibc
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
            case 0x02: return !isForGuest(sense.prefix(Int(result.senseLength)))
            default: return true
            }
        }
    }

    /// True for sense data that a guest knows how to handle.
    private static func isForGuest(_ sense: Slice<UnsafeMutableRawBufferPointer>) -> Bool {
        let bytes = Array(sense)
        guard let first = bytes.first else { return false }
        let (key, code): (UInt8, UInt16)
        if first & 2 == 0 {
            guard bytes.count >= 14 else { return false }
            (key, code) = (bytes[2] & 0x0f, UInt16(bytes[12]) << 8 | UInt16(bytes[13]))
        } else {
            guard bytes.count >= 4 else { return false }
            (key, code) = (bytes[1] & 0x0f, UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
        }
        switch key {
        case 0x0, 0x1, 0x6, 0xb: return true
        case 0x2, 0x5, 0x7:
            return [0x1a00, 0x2000, 0x2400, 0x2600, 0x2104, 0x2105, 0x2106, 0x550e, 0x0401, 0x0402].contains(code)
        default: return false
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
