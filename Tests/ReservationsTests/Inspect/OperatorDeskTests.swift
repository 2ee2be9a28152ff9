import BlockTestSupport
import JSON
import SCSI
import Sys
import Testing

@testable import Block
@testable import Reservations

/// What an operator changes, and what that means for those who are attached.
struct OperatorDeskTests {
    let lab: InspectLab

    init() throws { lab = try InspectLab() }

    private let conflict = Int64(-LinuxErrno.reservationConflict)

    private func address(_ name: String, _ disk: InspectedDisk) throws -> NexusAddress {
        Nexus(diskIdentity: disk.identity.digest, name: try #require(InitiatorName(name))).address
    }

    @Test(arguments: [ManagerKind.flock, .sqlite])
    func `evicting the holder lets the others write, tells it, and is noted`(kind: ManagerKind) throws {
        let (a, b) = (try lab.machine("a", kind: kind), try lab.machine("b", kind: kind))
        try lab.register(a, 0xa)
        try lab.reserve(a, 0xa)
        #expect(try b.write() == conflict)
        _ = try a.attentions()
        let disk = try lab.inspected(kind: kind)
        let outcome = try OperatorDesk(disk).evict([try address("a", disk)])
        #expect(outcome.attachments == 2 && outcome.after.registrations.isEmpty && outcome.after.reservation == nil)
        #expect(try b.write() == 4096 && a.attentions() == [.registrationsPreempted])
        let entry = try #require(try disk.view.auditTrail(of: disk.identity)?.next().last)
        #expect(entry.command == "evict" && entry.initiator == nil && entry.committed == outcome.record)
        #expect(entry.victims.map(\.nexus.name.text) == ["a"] && entry.victims[0].slot != nil && entry.drain != nil)
        #expect(try a.attachment.disk.page.lastChange == LastChange(action: .person, slot: nil))
        #expect(try a.attachment.disk.page[word: PageLayout.holderSlot] == 0)
        #expect(disk.verify().allSatisfy { $0.verdict == .ok })
    }

    @Test func `evicting one who isn't attached needs nobody, and names him`() throws {
        do {
            let (a, b) = (try lab.machine("a"), try lab.machine("b"))
            try lab.register(a, 0xa)
            try lab.register(b, 0xb)
            try lab.reserve(a, 0xa)
        }
        let disk = try lab.inspected()
        let outcome = try OperatorDesk(disk).evict([try address("a", disk)])
        #expect(outcome.attachments == 0 && outcome.after.registrations.map(\.key) == [0xb])
        #expect(outcome.after.reservation == nil && disk.survey().state == outcome.after)
        let entry = try #require(try disk.view.auditTrail(of: disk.identity)?.next().last)
        #expect(entry.victims.map(\.nexus.name.text) == ["a"] && entry.victims[0].slot == nil && entry.drain == nil)
        #expect(throws: BlockError.self) { try OperatorDesk(disk).evict([try address("a", disk)]) }
    }

    @Test func `what is in flight is waited for, which can be seen, and then nothing has changed`() throws {
        let a = try lab.machine("a")
        try lab.register(a, 0xa)
        let line = try a.attachment.openLine()
        line.line.enter()
        let disk = try lab.inspected(["stuck-timeout": 2500])
        let seen = Locked<[DiskSurvey]>([])
        let watched = Handed(value: try lab.inspected())
        try ThreadFactory().start("watcher") {
            _ = eventually {
                let survey = watched.value.survey()
                guard let page = survey.page, page.pending != nil, let holder = page.holder, survey.age(holder) >= 1000
                else { return false }
                seen.withLock { $0 = [survey] }
                return true
            }
        }
        let error = try #require(throws: BlockError.self) {
            try OperatorDesk(disk).evict([try address("a", disk)])
        }
        #expect(error.code == .busy && error.message.contains("1 requests of initiator 'a'"))
        let survey = try #require(seen.withLock { $0.first })
        let advice = try #require(survey.advice(disk: "d").first)
        #expect(advice.reason.contains("operator's tool (process \(System.processID)) waits"))
        #expect(advice.reason.contains("'a'") && advice.command?.hasSuffix(" \(System.processID)") == true)
        #expect(survey.slots.first?.isHeld == true && survey.isRegistryLocked)
        #expect(survey.page?.holder?.purpose == "an operator's tool")
        line.line.leave()
        try a.attachment.closeLine(line)
        #expect(try a.write() == 4096 && a.keys() == [0xa])
        #expect(try OperatorDesk(disk).evict([try address("a", disk)]).after.registrations.isEmpty)
    }

    // MARK: - Copies and moves

    @Test func `a moved disk's reservations are adopted under their names, a copy's are reset`() throws {
        do {
            let a = try lab.machine("a")
            try lab.register(a, 0xa)
            try lab.reserve(a, 0xa, .writeExclusive)
        }
        let copy = "\(lab.folder.path)/copy.img"
        try InspectLab.makeImage(copy)
        for isMoved in [true, false] {
            try? System.unlink("\(copy).pr")
            try InspectLab.copy("\(lab.path).pr", to: "\(copy).pr")
            let disk = try lab.inspected(path: copy)
            let survey = disk.survey()
            #expect(survey.state?.isLost == true && survey.record == nil)
            #expect(survey.advice(disk: "d").first?.command == "holdfast pr adopt d")
            #expect(throws: BlockError.self) { try OperatorDesk(disk).evict([try address("a", disk)]) }
            let a = try lab.machine("a", path: copy)
            #expect(try a.write() == Errno.ioError.result)
            let outcome = isMoved ? try OperatorDesk(disk).adopt() : try OperatorDesk(disk).reset()
            #expect(outcome.after.registrations.map(\.address) == (isMoved ? [try address("a", disk)] : []))
            #expect(outcome.after.reservation?.holder == (isMoved ? try address("a", disk) : nil))
            #expect(try a.write() == 4096)
            #expect(try lab.machine("b", path: copy).write() == (isMoved ? conflict : 4096))
            #expect(disk.verify().allSatisfy { $0.verdict != .wrong })
            #expect(throws: BlockError.self) { try OperatorDesk(disk).adopt() }
        }
    }

    @Test func `a damaged state is reset, even one that makes no sense`() throws {
        do { try lab.register(try lab.machine("a"), 0xa) }
        var bytes = try InspectLab.bytes("\(lab.path).pr")
        for start in [0, 16384] { nonsense(&bytes, start) }
        try InspectLab.write(bytes, to: "\(lab.path).pr")
        let disk = try lab.inspected()
        #expect(disk.survey().state?.isLost == true)
        let outcome = try OperatorDesk(disk).reset()
        #expect(outcome.before.isLost && outcome.after == PersistentReservations())
        #expect(disk.survey().state == PersistentReservations() && disk.verify().allSatisfy { $0.verdict != .wrong })
        #expect(try lab.machine("a").write() == 4096)
    }

    /// Gives a record a type of reservation that there isn't, and the right checksum.
    private func nonsense(_ bytes: inout [UInt8], _ start: Int) {
        bytes[start + DiskRecord.Layout.reservationType] = 0x0f
        let used = (0..<4).reduce(0) { $0 | Int(bytes[start + DiskRecord.Layout.usedLength + $1]) << (8 * $1) }
        let place = start + DiskRecord.Layout.checksum
        let rest = Array(bytes[start..<place] + bytes[(place + 4)..<(start + used)])
        let checksum = rest.withUnsafeBytes { CRC32C.extend(0, over: $0) }
        for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(index))) }
    }

    @Test func `a stopped cluster moves by a file, not over one that runs`() throws {
        do {
            let (a, b) = (try lab.machine("a"), try lab.machine("b"))
            try lab.register(a, 0xa)
            try lab.register(b, .max)
            try lab.reserve(a, 0xa, .exclusiveAccess)
        }
        let transfer = try OperatorDesk(try lab.inspected()).export()
        let file = JSONWriter().string(.object(transfer.object))
        let read = try StateTransfer(try JSONParser.parse(file))
        let target = "\(lab.folder.path)/elsewhere.img"
        try InspectLab.makeImage(target)
        let disk = try lab.inspected(path: target)
        do {
            let c = try lab.machine("c", path: target)
            #expect(try c.write() == 4096)
            let error = try #require(throws: BlockError.self) { try OperatorDesk(disk).restore(read.state) }
            #expect(error.code == .busy && error.message.contains("'c'"))
        }
        let outcome = try OperatorDesk(disk).restore(read.state)
        #expect(outcome.after.registrations.map(\.key) == [0xa, .max])
        #expect(outcome.after.reservation?.holder == (try address("a", disk)))
        #expect(outcome.after.registrations.map(\.since) == transfer.state.registrations.map(\.since))
        let (a, b) = (try lab.machine("a", path: target), try lab.machine("b", path: target))
        #expect(try a.write() == 4096 && b.read() == conflict)
        let commands = try #require(try lab.inspected().view.auditTrail(of: lab.inspected().identity)?.next().last)
        #expect(commands.command == "export")
    }

    @Test func `of a disk that nobody used there is nothing to change, and no state is made`() throws {
        let disk = try lab.inspected()
        for change in [{ try OperatorDesk(disk).reset() }, { try OperatorDesk(disk).adopt() }] {
            #expect(throws: BlockError.self) { _ = try change() }
        }
        #expect(throws: BlockError.self) { _ = try OperatorDesk(disk).export() }
        #expect(disk.survey().stored == .absent)
    }
}

/// Something that another thread gets.
private struct Handed<Value>: @unchecked Sendable {
    // Safety: whoever handed it over doesn't use it any more.
    let value: Value
}
