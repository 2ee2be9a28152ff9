import Block
import BlockTestSupport
import Glibc
import ReservationTestSupport
import Sys
import Testing

@testable import Reservations

/// Making sure of the process of a slot before anything is done to it.
@Suite(.enabled(if: PythonPeer.isAvailable)) struct PeerProcessTests {
    private let image: TemporaryImage
    private let other: TemporaryImage
    private let peer: PythonPeer

    init() throws {
        image = try TemporaryImage(size: 4096)
        other = try TemporaryImage(size: 4096)
        peer = try PythonPeer()
        #expect(peer("fd = os.open('\(image.path)', os.O_RDWR); other = os.open('\(other.path)', os.O_RDWR)") == "None")
    }

    private func claim(slot: Int = 3) throws -> PeerProcess.Claim {
        PeerProcess.Claim(
            number: peer.number, startTime: try System.processStatus(of: peer.number).startTime,
            space: try System.processNamespace(), bootID: try System.bootID(), slot: slot)
    }

    private func hold(_ slot: Int, on descriptor: String = "fd") {
        #expect(peer("lock(\(descriptor), READ, \(LockBytes.slot(slot)))") == "None")
    }

    private func found(_ claim: PeerProcess.Claim) throws -> PeerProcess {
        guard case .found(let process) = PeerProcess.find(claim, disk: image.descriptor) else {
            Issue.record("not found: \(PeerProcess.find(claim, disk: image.descriptor))")
            throw Errno.noProcess
        }
        return process
    }

    private func summary(_ claim: PeerProcess.Claim) -> String {
        switch PeerProcess.find(claim, disk: image.descriptor) {
        case .found: "found"
        case .own: "own"
        case .gone: "gone"
        case .unknown(let reason): reason
        }
    }

    @Test("A process is found that has the disk's slot locked, and described by what it does")
    func find() throws {
        hold(3)
        let process = try found(try claim())
        #expect(process.number == peer.number && !process.hasEnded)
        #expect(process.description.hasPrefix("process \(peer.number) (python3"))
        peer.signal(SIGSTOP)
        let deadline = System.monotonicNanoseconds + 60_000_000_000
        while !process.description.hasSuffix("stopped"), System.monotonicNanoseconds < deadline { sched_yield() }
        #expect(process.description.hasSuffix("which is stopped"))
        peer.end()
        #expect(process.hasEnded && process.description == "process \(peer.number), which has ended")
    }

    @Test("A process without the slot's lock is not the one, whatever number the page has")
    func withoutLock() throws {
        #expect(summary(try claim()).contains("doesn't have this disk open"))
        hold(4)
        #expect(summary(try claim()).contains("doesn't have this disk open"))
        hold(3, on: "other")
        #expect(summary(try claim()).contains("doesn't have this disk open"))
        hold(3)
        #expect(summary(try claim()) == "found")
    }

    @Test("A number that went to another process, or that nobody has, is of one that is gone")
    func gone() throws {
        hold(3)
        var wrong = try claim()
        wrong.startTime += 1
        #expect(summary(wrong) == "gone")
        wrong = try claim()
        wrong.bootID[15] ^= 1
        #expect(summary(wrong) == "gone")
        wrong = try claim()
        peer.end()
        #expect(summary(wrong) == "gone")
    }

    @Test("Numbers of other containers, and numbers that can't be, mean nothing")
    func unknown() throws {
        hold(3)
        var wrong = try claim()
        wrong.space += 1
        #expect(summary(wrong).contains("another container"))
        for number in [0, -1, Int32.min] {
            wrong = try claim()
            wrong.number = number
            #expect(summary(wrong).contains("number is wrong"))
        }
    }

    @Test("This process is told apart, and never found")
    func own() throws {
        try SlotLocks.hold(slot: 3, on: image.descriptor)
        var claim = try claim()
        claim.number = System.processID
        claim.startTime = try System.processStatus(of: claim.number).startTime
        #expect(summary(claim) == "own")
    }

    @Test("A process is killed if this disk is all that it serves")
    func kill() throws {
        hold(3)
        let process = try found(try claim())
        #expect(try process.otherAttachments() == 0)
        try process.kill(evenWithOthers: false)
        #expect(peer.answer() == "")
        peer.end()
        #expect(process.hasEnded)
        // Once more is nothing.
        try? process.kill(evenWithOthers: true)
    }

    @Test("A process that serves others too is spared, unless all are to go", arguments: [true, false])
    func spared(isOtherDisk: Bool) throws {
        hold(3)
        // Another disk's slot of the same number, or two more initiators of this one, in one lock with the victim's.
        if isOtherDisk {
            hold(3, on: "other")
        } else {
            hold(2)
            hold(4)
        }
        let process = try found(try claim())
        #expect(try process.otherAttachments() == (isOtherDisk ? 1 : 2))
        let error = #expect(throws: BlockError.self) { try process.kill(evenWithOthers: false) }
        #expect(error?.message.contains("on-stuck=kill-any") == true)
        #expect(peer("1 + 1") == "2")
        try process.kill(evenWithOthers: true)
        #expect(peer.answer() == "")
    }

    @Test("A stopped process is killed too")
    func stopped() throws {
        hold(3)
        let process = try found(try claim())
        peer.signal(SIGSTOP)
        try process.kill(evenWithOthers: false)
        #expect(peer.answer() == "")
        let probe = try System.open(image.path, .readWrite)
        peer.end()
        #expect(try !SlotLocks.isHeld(slot: 3, probe: probe.rawValue))
    }

    @Test("What may not be looked at is not killed")
    func unreadable() throws {
        hold(3)
        let claim = try claim()
        let process = try found(claim)
        let fault = Fault(.open, .fail(.accessDenied), pathSuffix: "\(peer.number)/fd", times: 2)
        Faults.with(fault) {
            #expect(summary(claim).contains("can't be read"))
            #expect(throws: BlockError.self) { try process.kill(evenWithOthers: true) }
        }
        #expect(peer("1 + 1") == "2")
    }
}
