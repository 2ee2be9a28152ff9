package import Block
internal import SCSI
package import Sys

/// Keeps managers that fence within one host from disks that other hosts can reach.
package enum DiskAdmission {
    /// Whether the user vouches for the disk being this host's alone (`single-host`).
    package enum SingleHost: String, CaseIterable, Sendable {
        /// Find out, and refuse what is not certain.
        case auto
        /// The user knows better.
        case assert
    }

    /// Throws a sentence that says what to use instead, unless nobody but this host can reach an open disk.
    package static func check(
        _ descriptor: Int32, _ singleHost: SingleHost = .auto, sysfs: Sysfs = Sysfs()
    ) throws(BlockError) {
        guard singleHost == .auto else { return }
        let reach: DiskReach
        do throws(Errno) {
            reach = try DiskReach.find(descriptor, sysfs: sysfs)
        } catch {
            throw BlockError(.system, "can't examine the disk", cause: error)
        }
        switch reach.extent {
        case .local: break
        case .shared: throw refusal("other hosts can reach the disk (\(reach.transport))")
        case .unknown: throw refusal("nobody can tell whether other hosts reach the disk (\(reach.transport))")
        }
        if doesReservations(descriptor) { throw refusal("the disk does persistent reservations itself") }
    }

    private static func refusal(_ what: String) -> BlockError {
        BlockError(
            .unsupported,
            "\(what), and this manager fences within one host only; let the disk do it with pr-manager-helper,"
                + " pr-manager-ioctl or pr-manager-multipath, or, when no other host ever opens it, give"
                + " single-host=assert")
    }

    /// Whether a device answers PERSISTENT RESERVE IN; false where this process may not ask.
    private static func doesReservations(_ descriptor: Int32) -> Bool {
        guard (try? System.ioctl(descriptor, .sgVersion, as: Int32.self)) != nil else { return false }
        var block = PersistentReserveIn(.readKeys, allocationLength: 8).block
        var data = [UInt8](repeating: 0, count: 8)
        var sense = [UInt8](repeating: 0, count: 32)
        let result = block.withUnsafeMutableBytes { block in
            data.withUnsafeMutableBytes { data in
                sense.withUnsafeMutableBytes { sense in
                    try? System.passThrough(
                        descriptor,
                        PassThroughCommand(
                            cdb: UnsafeRawBufferPointer(block), direction: .fromDevice, data: data, sense: sense,
                            timeoutMilliseconds: 10_000))
                }
            }
        }
        guard let result, result.hostStatus == 0, result.driverStatus == 0 else { return false }
        return result.status == SCSIStatus.good.rawValue
    }
}
