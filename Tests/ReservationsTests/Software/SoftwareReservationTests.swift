import Block
import BlockTestSupport
import JSON
import ReservationTestSupport
import SCSI
import Synchronization
import Sys
import Testing

@testable import Reservations

/// Two machines of one process on one file: commands, conflicts, unit attentions, loss.
struct SoftwareReservationTests {
    let lab: SoftwareLab

    init() throws { lab = try SoftwareLab() }

    private let keyA: UInt64 = 0xa
    private let keyB: UInt64 = 0xb
    private let conflict = Int64(-LinuxErrno.reservationConflict)

    private func register(_ machine: SoftwareLab.Machine, _ key: UInt64) throws {
        #expect(
            try machine.insist(PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: key)) == .good)
    }

    @Test func `a new machine hears of the power first, and then nothing`() throws {
        let a = try lab.machine("a")
        let command = PersistentReserveOut(.register, key: 0, actionKey: keyA)
        #expect(try a.run(command).sense?.reason == .powerOnOrReset)
        #expect(try a.run(command) == .good)
        #expect(try a.keys() == [keyA])
        #expect(lab.disk.record?.state.registrations.first?.nexus.name.text == "a")
    }

    /// Lets an event go into a closure.
    private final class Bell: Sendable {
        let event: EventDescriptor
        init() throws { event = try EventDescriptor() }
    }

    @Test func `the answer to a change comes when it holds, and needn't wait for the lock to be given back`() throws {
        let a = try lab.machine("a")
        try register(a, keyA)
        let attachment = try a.attachment
        let generation = attachment.disk.page.generation
        let command = PersistentReserveOut(.reserve, type: .writeExclusive, key: keyA)
        let seen = Locked<[(generation: UInt64, isPending: Bool, isLocked: Bool)]>([])
        let done = try Bell()
        let reply = Reply { [disk = attachment.disk] in
            seen.withLock { $0.append((disk.page.generation, disk.page.isPending, !disk.registry.isFree)) }
            done.event.signal()
        }
        attachment.submit(
            ReservationCommand(block: command.block, list: command.parameterList, room: 0, timeoutMilliseconds: 0),
            reply: reply)
        #expect(try System.waitReadable([done.event.rawValue], timeoutNanoseconds: 60_000_000_000))
        let first = try #require(seen.withLock { $0.first })
        #expect(first.generation == generation + 1 && !first.isPending && first.isLocked)
        #expect(reply.take().map { "\($0)" } == "\(ReservationAnswer(.good))")
        // Who is next waits for the lock as ever.
        #expect(try a.keys() == [keyA])
        #expect(seen.withLock { $0.count } == 1)
    }

    @Test func `plain requests meet the reservation of somebody else`() throws {
        let (a, b) = (try lab.machine("a"), try lab.machine("b"))
        #expect(try a.write() == 4096 && b.write() == 4096)
        try register(a, keyA)
        #expect(try a.insist(PersistentReserveOut(.reserve, type: .writeExclusive, key: keyA)) == .good)
        #expect(try a.write() == 4096)
        #expect(try b.write() == conflict)
        #expect(try b.read() == 4096)
        #expect(try b.test.one { $0.flush(b.handle, userData: 0) } == conflict)
        #expect(try b.test.one { $0.discard(b.handle, at: 0, count: 4096, userData: 0) } == conflict)
        #expect(try b.test.one { $0.writeZeroes(b.handle, at: 0, count: 4096, userData: 0) } == conflict)
        #expect(try a.insist(PersistentReserveOut(.release, type: .writeExclusive, key: keyA)) == .good)
        #expect(try b.write() == 4096)
        #expect(try b.test.one { $0.flush(b.handle, userData: 0) } == 0)
    }

    @Test func `exclusive access keeps readers out too`() throws {
        let (a, b) = (try lab.machine("a"), try lab.machine("b", readOnly: true))
        try register(a, keyA)
        #expect(try a.insist(PersistentReserveOut(.reserve, type: .exclusiveAccess, key: keyA)) == .good)
        #expect(try b.read() == conflict && a.read() == 4096)
    }

    @Test func `preempting takes registration and permission, and tells the victim once`() throws {
        let (a, b) = (try lab.machine("a"), try lab.machine("b"))
        try register(a, keyA)
        try register(b, keyB)
        #expect(try a.insist(PersistentReserveOut(.reserve, type: .writeExclusiveRegistrantsOnly, key: keyA)) == .good)
        #expect(try b.write() == 4096)
        _ = try (a.attentions(), b.attentions())
        let abort = PersistentReserveOut(
            .preemptAndAbort, type: .writeExclusiveRegistrantsOnly, key: keyB, actionKey: keyA)
        #expect(try b.run(abort) == .good)
        #expect(try a.write() == conflict && b.write() == 4096)
        #expect(try b.keys() == [keyB])
        #expect(try a.attentions() == [.registrationsPreempted])
        #expect(try b.attentions().isEmpty)
        let entry = try #require(lab.disk.state.withLock { $0.entries.last })
        #expect(entry.command == "PREEMPT AND ABORT" && entry.status == "\(CommandResult.good)")
        #expect(entry.victims.map(\.nexus.name.text) == ["a"] && entry.initiator?.name.text == "b")
        let fenced = lab.reports.withLock { reports in
            reports.contains {
                if case .fenced(let fence) = $0 { fence.initiator == "a" && fence.by == "b" } else { false }
            }
        }
        #expect(fenced)
    }

    @Test func `writes of both engines are checked`() throws {
        for allowsRing in [true, false] {
            let a = try lab.machine("a\(allowsRing)", allowsRing: allowsRing)
            let b = try lab.machine("b\(allowsRing)", allowsRing: allowsRing)
            try register(a, keyA)
            #expect(try a.insist(PersistentReserveOut(.reserve, type: .writeExclusive, key: keyA)) == .good)
            #expect(try b.write() == conflict && a.write() == 4096)
            #expect(try a.insist(PersistentReserveOut(.clear, key: keyA)) == .good)
        }
    }

    // MARK: - Failing stores

    @Test func `a commit that fails changes nothing for anybody`() throws {
        let (a, b) = (try lab.machine("a"), try lab.machine("b"))
        try register(a, keyA)
        lab.disk.state.withLock { $0.failures = [.unchanged(.noSpace)] }
        let reserve = PersistentReserveOut(.reserve, type: .writeExclusive, key: keyA)
        #expect(try a.run(reserve) == .checkCondition(.internalTargetFailure))
        #expect(try b.write() == 4096)
        #expect(try !a.attachment.disk.page.isPending)
        #expect(try a.run(reserve) == .good)
        #expect(try b.write() == conflict)
    }

    @Test func `when nobody knows what is stored nobody reads or writes until it is replaced`() throws {
        let (a, b) = (try lab.machine("a"), try lab.machine("b"))
        try register(a, keyA)
        _ = try (a.attentions(), b.attentions())
        lab.disk.state.withLock { $0.failures = [.lost(.ioError)] }
        let reserve = PersistentReserveOut(.reserve, type: .writeExclusive, key: keyA)
        #expect(try a.run(reserve) == .checkCondition(.internalTargetFailure))
        #expect(try a.write() == Errno.ioError.result && b.read() == Errno.ioError.result)
        #expect(try a.run(reserve).sense?.reason == .reservationInformationLost)
        #expect(
            try b.attachment.admit([0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0])
                == .refused(.checkCondition(.reservationInformationLost)))
        #expect(lab.reports.withLock { $0.contains { if case .lost = $0 { true } else { false } } })
        let replace = PersistentReserveOut(
            .replaceLostReservation, type: .writeExclusive, key: 0, actionKey: keyB)
        let replaced = try b.insist(replace)
        #expect(replaced == .good)
        #expect(try b.write() == 4096 && a.write() == conflict)
    }

    @Test func `a store that can't be read fails commands and takes nothing away`() throws {
        let (a, b) = (try lab.machine("a"), try lab.machine("b"))
        try register(a, keyA)
        lab.disk.state.withLock { $0.loadFailure = .unreadable(.ioError) }
        #expect(
            try a.run(PersistentReserveOut(.reserve, type: .writeExclusive, key: keyA))
                == .checkCondition(.internalTargetFailure))
        #expect(try b.write() == 4096 && a.keys() == [keyA])
    }

    @Test func `a store that went back is damaged`() throws {
        let a = try lab.machine("a")
        let old = lab.disk.state.withLock { $0.stored }
        try register(a, keyA)
        lab.disk.state.withLock { $0.stored = old }
        #expect(
            try a.run(PersistentReserveOut(.reserve, type: .writeExclusive, key: keyA)).sense?.reason
                == .reservationInformationLost)
        #expect(try a.write() == Errno.ioError.result)
    }

    // MARK: - A dead locker

    @Test func `what a dead locker has stored is finished, with its unit attentions, and what it hasn't is undone`()
        throws
    {
        let (a, b) = (try lab.machine("a"), try lab.machine("b"))
        try register(a, keyA)
        try register(b, keyB)
        _ = try (a.attentions(), b.attentions())
        let disk = try a.attachment.disk
        let record = try #require(lab.disk.record)
        for isStored in [false, true] {
            let victim = try a.attachment.slot
            disk.page.setPending(
                PendingCommand(
                    slot: try b.attachment.slot, generation: record.generation + 1, victims: [victim],
                    notices: [victim: .registrationsPreempted]))
            disk.hold(victim)
            if isStored {
                var next = record
                next.generation += 1
                lab.disk.state.withLock { $0.stored = .record(next) }
            }
            // The held request looks after the dead one itself.
            #expect(try a.write() == 4096)
            #expect(eventually { !disk.page.isPending })
            #expect(try a.attentions() == (isStored ? [.registrationsPreempted] : []))
        }
    }

    // MARK: - Attaching

    @Test func `an initiator's name is in use once`() throws {
        let a = try lab.machine("a")
        let error = try #require(throws: BlockError.self) { try lab.machine("a") }
        #expect(error.message.contains("initiator 'a'") && error.message.contains("process \(System.processID)"))
        withExtendedLifetime(a) {}
    }

    @Test func `registrations outlive their machines unless they asked for nothing else`() throws {
        for (aptpl, expected) in [("force", [keyA]), ("honor", [])] {
            let lab = try SoftwareLab()
            do {
                let a = try lab.machine("a", ["aptpl": .string(aptpl)])
                try register(a, keyA)
            }
            let b = try lab.machine("b", ["aptpl": .string(aptpl)])
            #expect(try b.keys() == expected, "\(aptpl)")
        }
    }

    @Test func `a slot comes free with its node, and its locks too`() throws {
        let probe = try RegistryLock(reopening: lab.image.descriptor, name: "test")
        do {
            let a = try lab.machine("a")
            #expect(try SlotLocks.heldSlots(probe: probe.descriptor) == [try a.attachment.slot])
            #expect(try SlotLocks.heldKinds(probe: probe.descriptor) == [ManagerKind.flock.rawValue])
        }
        #expect(try SlotLocks.heldSlots(probe: probe.descriptor).isEmpty)
        #expect(lab.disk.record?.slots.isEmpty == true)
        #expect(eventually { lab.threads.threads.allSatisfy { !$0.name.hasPrefix("pr-disk") } })
    }

    @Test func `a disk takes no more than its slots and queues`() throws {
        let a = try lab.machine("a")
        var lines: [GateLine] = []
        let attachment = try a.attachment
        while let line = try? attachment.openLine() { lines.append(line) }
        #expect(lines.count == PageLayout.lineCount - 1)
        let error = try #require(throws: BlockError.self) { try attachment.openLine() }
        #expect(error.code == .limit && error.message.contains("1024"))
        for line in lines { attachment.closeLine(line) }
        #expect(attachment.disk.page.lineCount(of: attachment.slot) == 1)
    }

    // MARK: - Handover

    @Test func `an inactive twin waits, takes over with what waits for the initiator, and leaves the old one without`()
        throws
    {
        let source = try lab.machine("vm")
        try register(source, keyA)
        let target = try lab.machine("vm", active: false)
        #expect(try target.write() == Errno.ioError.result)
        try source.attachment.disk.page.post(.capacityChanged, to: source.attachment.slot)
        try target.attachment.activating()
        #expect(try target.attachment.takeAttention()?.reason == .capacityChanged)
        #expect(try source.write() == Errno.ioError.result)
        #expect(try target.attachment.overview?.attached.filter(\.isActive).map(\.slot) == [target.attachment.slot])
    }

    @Test func `an activation that comes to nothing gives the disk back to who had it`() throws {
        let (source, other) = (try lab.machine("vm"), try lab.machine("other"))
        try register(source, keyA)
        try register(other, keyB)
        let target = try lab.machine("vm", active: false)
        try target.attachment.activating()
        #expect(try source.write() == Errno.ioError.result)
        // Comes to the one that has the disk now, and belongs to the one that gets it back.
        #expect(try other.insist(PersistentReserveOut(.reserve, type: .writeExclusive, key: keyB)) == .good)
        #expect(try other.insist(PersistentReserveOut(.release, type: .writeExclusive, key: keyB)) == .good)
        try target.attachment.disk.page.post(.capacityChanged, to: target.attachment.slot)
        try target.attachment.activationFailed()
        #expect(try source.write() == 4096 && source.read() == 4096)
        #expect(try source.attentions() == [.capacityChanged])
        #expect(try target.attentions() == [])
        #expect(try isDetached(target))
        let attached = try #require(try source.attachment.overview?.attached)
        let slots = try [source.attachment.slot, other.attachment.slot]
        #expect(attached.filter(\.isActive).map(\.slot) == slots.sorted())
        // One that lets go by itself in between has nothing given back.
        try target.attachment.activating()
        try source.attachment.deactivated()
        try target.attachment.activationFailed()
        #expect(try isDetached(source) && isDetached(target))
        try source.attachment.activating()
        #expect(try source.write() == 4096)
        // And once more, for good.
        try target.attachment.activating()
        #expect(try source.write() == Errno.ioError.result)
        #expect(try !isDetached(target))
        try target.attachment.deactivated()
        #expect(try isDetached(target))
        #expect(try isDetached(source))
    }

    private func isDetached(_ machine: SoftwareLab.Machine) throws -> Bool {
        let attachment = try machine.attachment
        let word = attachment.disk.page.wordPointer(attachment.slot).pointee.load(ordering: .sequentiallyConsistent)
        return word & GateWord.detached != 0
    }
}
