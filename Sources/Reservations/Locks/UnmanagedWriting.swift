package import Block
internal import SCSI
internal import Sys

/// Keeps those from writing to an image who would not know who may: there is state of reservations beside it, and they have
/// no manager that enforces it.
package enum UnmanagedWriting {
    /// Throws that an open image has registrations, or may have some; does nothing where no state lies beside it.
    ///
    /// Any thread may call it; what it finds may change after it. Somebody who uses the reservations at the time is kept
    /// apart by the image locks. In a program that may open nothing any more, state that can't be read counts as registrations.
    package static func check(_ path: String, _ descriptor: Int32, mayOpen: Bool = true) throws(BlockError) {
        // What can't have a state beside it has none there.
        guard let sidecar = try? SidecarPlace.path(beside: descriptor) else { return }
        // Most images have none, which is found out without opening anything: a program may have shut itself in.
        do throws(Errno) {
            _ = try System.inode(at: sidecar)
        } catch {
            if error == .noEntry { return }
        }
        let problem: String
        do throws(StoreError) {
            guard mayOpen else { throw .unreadable(.notPermitted) }
            switch try SidecarStore.look(at: sidecar) {
            case nil, .blank: return
            case .record(let record) where record.state.registrations.isEmpty && !record.state.isLost: return
            case .record(let record) where record.state.isLost: problem = "says that reservations have been lost"
            case .record(let record): problem = "holds \(record.state.registrations.count) registrations"
            case .damaged(let what): problem = "can't be understood (\(what))"
            case .foreign: problem = "belongs to another disk"
            }
        } catch {
            problem = "can't be read (\(mayOpen ? "\(error)" : "the program is sealed"))"
        }
        throw BlockError(
            .busy,
            "'\(path)' has reservations: '\(sidecar)' \(problem). Open it with the pr-manager that they belong to, or with "
                + "read-only=on; if nobody needs them any more, remove them with 'holdfast pr reset'")
    }
}
