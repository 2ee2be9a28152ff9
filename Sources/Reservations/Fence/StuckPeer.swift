internal import Block
internal import Sys

/// The process behind a slot that holds others up.
struct StuckPeer {
    private let finding: PeerProcess.Finding

    init(_ disk: SharedDisk, _ slot: Int, _ tenant: SlotTenant) {
        let claim = PeerProcess.Claim(
            number: tenant.process, startTime: tenant.startTime, space: tenant.processSpace,
            bootID: disk.page.bytes(PageLayout.bootID, PageLayout.bootIDLength), slot: slot)
        finding = PeerProcess.find(claim, disk: disk.registry.descriptor)
    }

    /// True when the process has ended; what it had in flight may not have.
    var isGone: Bool {
        if case .gone = finding { true } else { false }
    }

    /// What it does, as the end of a sentence.
    var condition: String {
        switch finding {
        case .found(let process): "held by \(process.description)"
        case .own: "held by this process, which has to poll their queue"
        case .gone: "and their process has ended: the kernel still works for it"
        case .unknown(let reason): "and \(reason)"
        }
    }

    /// Ends the process as far as a policy allows; returns why not, as the end of a sentence.
    func kill(_ policy: StuckPolicy) -> String? {
        switch finding {
        case .gone: return nil
        case .own: return "it is this process"
        case .unknown(let reason): return reason
        case .found(let process):
            do throws(BlockError) {
                try process.kill(evenWithOthers: policy == .killAny)
                return nil
            } catch {
                return "\(error)"
            }
        }
    }
}
