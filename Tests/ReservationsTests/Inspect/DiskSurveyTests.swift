import Block
import JSON
import SCSI
import Synchronization
import Sys
import Testing

@testable import Reservations

/// What can be seen of a disk without a lock.
struct DiskSurveyTests {
    let lab: InspectLab

    init() throws { lab = try InspectLab() }

    @Test(arguments: [ManagerKind.flock, .sqlite])
    func `of a disk that nobody ever used there is nothing to see`(kind: ManagerKind) throws {
        let disk = try lab.inspected(kind: kind)
        let survey = disk.survey()
        #expect(survey.stored == .absent && survey.page == nil && survey.silence == nil)
        #expect(survey.state == PersistentReservations() && survey.damage == nil && survey.advice(disk: "d").isEmpty)
        #expect(disk.verify().allSatisfy { $0.verdict != .wrong })
        // Looking leaves nothing behind.
        #expect(try System.entries(of: lab.folder.path) == ["disk.img"])
    }

    @Test(arguments: [ManagerKind.flock, .sqlite])
    func `who is registered and attached is seen, and nobody notices`(kind: ManagerKind) throws {
        let (a, b) = (try lab.machine("a", kind: kind), try lab.machine("b", kind: kind))
        try lab.register(a, 0xa)
        try lab.reserve(a, 0xa)
        let disk = try lab.inspected(kind: kind)
        let generation = try a.attachment.disk.page.generation
        let survey = disk.survey()
        #expect(survey.record?.generation == generation && survey.state?.registrations.map(\.key) == [0xa])
        #expect(survey.slots.map(\.initiator) == ["a", "b"])
        #expect(
            survey.slots.allSatisfy { $0.hasLock && !$0.isStale && $0.process == System.processID && $0.queues == 1 })
        #expect(survey.slots.map(\.mayWrite) == [true, false] && survey.slots.allSatisfy(\.mayRead))
        #expect(survey.slots.allSatisfy { if case .living = $0.condition { true } else { false } })
        #expect(!survey.isRegistryLocked && survey.kinds == [kind.rawValue])
        #expect(survey.sockets.count == 2 && survey.deadSockets.isEmpty && survey.staleRegistrations.isEmpty)
        #expect(disk.verify().allSatisfy { $0.verdict == .ok }, "\(disk.verify())")
        #expect(try a.attachment.disk.page.generation == generation)
        #expect(try SlotLocks.heldSlots(probe: disk.file.rawValue).count == 2)
        #expect(try b.write() == Int64(-LinuxErrno.reservationConflict))
    }

    @Test func `a page that the gate's folder holds is found there`() throws {
        let folder = try StoreFolder(under: "/dev/shm")
        let a = try SoftwareLab.Machine("a", try lab.manager("a", ["gate": .string(folder.path)]), lab.path)
        #expect(try a.write() == 4096)
        let survey = try lab.inspected(["gate": .string(folder.path)]).survey()
        #expect(survey.slots.map(\.initiator) == ["a"] && survey.sockets.isEmpty)
    }

    @Test func `who uses another store is named as one who doesn't answer`() throws {
        let a = try lab.machine("a", kind: .sqlite)
        #expect(try a.write() == 4096)
        let disk = try InspectedDisk(lab.path, try lab.manager("operator", ["state": .string("/tmp")]))
        let survey = disk.survey()
        #expect(survey.page == nil && survey.silence?.contains("/tmp") == true)
        #expect(survey.advice(disk: "d").contains { $0.reason.contains("1 attachments") })
        let checks = disk.verify()
        #expect(checks.contains { $0.subject == "manager" && $0.detail.contains("pr-manager-sqlite") })
        #expect(checks.contains { $0.subject == "page" && $0.verdict == .wrong })
    }

    @Test func `a registration without a process is stale, and evicting its holder is the next thing to type`() throws {
        do {
            let a = try lab.machine("the holder")
            try lab.register(a, 0xa)
            try lab.reserve(a, 0xa, .writeExclusive)
        }
        let survey = try lab.inspected().survey()
        #expect(survey.page == nil && survey.staleRegistrations.map(\.key) == [0xa])
        #expect(survey.advice(disk: "disk.img").map(\.command) == ["holdfast pr evict 'the holder' disk.img"])
    }

    // MARK: - Explanations

    @Test func `why somebody can't write is told in sentences`() throws {
        let (a, b) = (try lab.machine("a"), try lab.machine("b"))
        try lab.register(a, 0xa)
        try lab.register(b, 0xb)
        try lab.reserve(a, 0xa)
        let abort = PersistentReserveOut(
            .preemptAndAbort, type: .writeExclusiveRegistrantsOnly, key: 0xa, actionKey: 0xb)
        #expect(try a.insist(abort) == .good)
        let disk = try lab.inspected()
        let (survey, history) = (disk.survey(), try #require(try disk.view.auditTrail(of: disk.identity)?.next()))
        let loser = try #require(survey.nexuses(named: "b").first)
        let explanation = survey.explain(loser, history: history)
        #expect(!explanation.canWrite && explanation.canRead)
        let text = explanation.sentences.joined(separator: " ")
        #expect(text.contains("held by 'a'") && text.contains("not registered") && text.contains("EBADE"))
        #expect(text.contains("'a' took that away by PREEMPT AND ABORT at 20"))
        let holder = survey.explain(try #require(survey.nexuses(named: "0xA").first))
        #expect(holder.canWrite && holder.sentences.first?.contains("it holds the reservation") == true)
        #expect(survey.nexuses(named: "disk-b").map(\.name.text) == ["b"])
        #expect(survey.nexuses(named: "c").isEmpty && survey.nexuses(named: "99").isEmpty)
        #expect(survey.knownNames == ["a", "b"])
    }

    @Test func `a word that doesn't say what holds is found`() throws {
        let a = try lab.machine("a")
        let page = try a.attachment.disk.page
        let slot = try a.attachment.slot
        page.wordPointer(slot).pointee.store(GateWord.live | GateWord.noWrite, ordering: .sequentiallyConsistent)
        let wrong = try lab.inspected().verify().filter { $0.verdict == .wrong }
        #expect(wrong.map(\.subject) == ["slot \(slot)"] && wrong[0].detail.contains("0x5"))
        page.wordPointer(slot).pointee.store(GateWord.live | GateWord.hold, ordering: .sequentiallyConsistent)
        #expect(try lab.inspected().verify().contains { $0.verdict == .wrong && $0.detail.contains("is held") })
        page.wordPointer(slot).pointee.store(GateWord.live, ordering: .sequentiallyConsistent)
    }

    @Test func `a record that was cut short is a note, and two are damage`() throws {
        do { try lab.register(try lab.machine("a"), 0xa) }
        let sidecar = "\(lab.path).pr"
        let newest = try #require(try lab.inspected().survey().record?.generation)
        var bytes = try InspectLab.bytes(sidecar)
        let first = bytes[8] == UInt8(newest) ? 0 : 16384
        bytes[(16384 - first) + 100] ^= 1
        try InspectLab.write(bytes, to: sidecar)
        let checks = try lab.inspected().verify()
        #expect(checks.filter { $0.verdict == .note }.count == 1 && checks.allSatisfy { $0.verdict != .wrong })
        bytes[first + 100] ^= 1
        try InspectLab.write(bytes, to: sidecar)
        let survey = try lab.inspected().survey()
        #expect(survey.state?.isLost == true)
        #expect(survey.advice(disk: "d").first?.command == "holdfast pr reset d")
        #expect(try lab.inspected().verify().contains { $0.verdict == .wrong })
    }

    @Test(arguments: [
        ("disk.img", "disk.img"), ("/a/b-c_1,x=y:z", "/a/b-c_1,x=y:z"), ("a b", "'a b'"), ("it's", "'it'\\''s'"),
        ("", "''"), ("-x", "'-x'"), ("$HOME", "'$HOME'"), ("ü", "'ü'"),
    ])
    func `words are quoted as a shell needs it`(word: String, quoted: String) {
        #expect(DiskSurvey.quoted(word) == quoted)
    }
}
