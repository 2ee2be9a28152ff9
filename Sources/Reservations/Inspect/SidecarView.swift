internal import Sys

/// The state of a disk that `pr-manager-flock` keeps.
struct SidecarView: StoreView {
    let location: String
    let audit: AuditPlace

    var folder: String { SidecarPlace.folder(of: location) }

    func look() throws(StoreError) -> StoredState? { try SidecarStore.look(at: location) }

    func examine(_ identity: DiskIdentity) -> [ReservationCheck] {
        do throws(Errno) {
            return Self.examine(
                try SidecarFile(try System.open(location, [.readOnly, .noFollow, .nonBlocking])), identity)
        } catch {
            return [ReservationCheck("sidecar", .wrong, "'\(location)' can't be read: \(error)")]
        }
    }

    private static func examine(_ file: borrowing SidecarFile, _ identity: DiskIdentity) -> [ReservationCheck] {
        let survey: SidecarFile.Survey
        do throws(StoreError) {
            survey = try file.survey(of: identity)
        } catch {
            return [ReservationCheck("sidecar", .wrong, "\(error)")]
        }
        var checks = [check(file, 0, identity, survey), check(file, 1, identity, survey)]
        switch survey {
        case .own(let index, let generation):
            checks.append(ReservationCheck("sidecar", .ok, "record \(index + 1) counts, generation \(generation)"))
        case .foreign: checks.append(ReservationCheck("sidecar", .wrong, "there are records of another disk only"))
        case .damaged(let what): checks.append(ReservationCheck("sidecar", .wrong, what))
        }
        return checks
    }

    private static func check(
        _ file: borrowing SidecarFile, _ index: Int, _ identity: DiskIdentity, _ survey: SidecarFile.Survey
    ) -> ReservationCheck {
        let subject = "record \(index + 1)"
        let bytes = UnsafeRawBufferPointer(file.record(index))
        do throws(RecordError) {
            let record = try DiskRecord(decoding: bytes)
            guard record.identity == identity else {
                return ReservationCheck(subject, .wrong, "it is another disk's (\(record.identity.text))")
            }
            return ReservationCheck(subject, .ok, "generation \(record.generation), checksum and content are right")
        } catch {
            // The one that is written next may have been cut short, or never been written.
            if case .inconsistent = error { return ReservationCheck(subject, .wrong, "\(error)") }
            return ReservationCheck(subject, survey.index == nil ? .wrong : .note, "\(error); the other one counts")
        }
    }

    func auditTrail(of identity: DiskIdentity) -> (any AuditTrail)? {
        audit.path(beside: location).map { AuditFile($0, disk: identity) }
    }
}
