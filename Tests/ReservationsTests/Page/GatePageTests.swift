import Block
import SCSI
import Synchronization
import Sys
import Testing

@testable import Reservations

/// The page of a disk, as typed values over memory that anybody may have written.
struct GatePageTests {
    private func tenant(_ name: String = "vm1", active: Bool = true) -> SlotTenant {
        SlotTenant(
            process: 42, startTime: 1, processSpace: 2, nexus: NexusAddress(rawValue: 0x3000_0000_0000_0001),
            initiator: name, node: "disk0", since: 3, flags: active ? .active : [])
    }

    @Test func `every part has its own place and words have their own lines`() {
        #expect(PageLayout.pendingNotices + 4 * PageLayout.slotCount <= PageLayout.headerLength)
        #expect(PageLayout.slotNode + PageLayout.slotNodeRoom <= PageLayout.slotStride)
        #expect(PageLayout.slotInitiator + PageLayout.slotInitiatorRoom <= PageLayout.slotNodeLength)
        #expect(PageLayout.slotStride % 64 == 0 && PageLayout.slots % 64 == 0 && PageLayout.lines % 64 == 0)
        #expect(PageLayout.recordStride == DiskRecord.encodedLength)
        #expect(PageLayout.length == 135_168)
        #expect(PageLayout.slotCount == LockBytes.slotCount)
    }

    @Test func `a page of zeroes allows nothing and is refused`() {
        let memory = TestPage()
        #expect(memory.page.objection(identity: memory.identity) != nil)
        for slot in [0, 64, 127] {
            let word = memory.page.wordPointer(slot).pointee.load(ordering: .relaxed)
            #expect(word & GateWord.live == 0)
        }
    }

    @Test func `a page is refused for another disk and for features that nobody here knows`() {
        let memory = TestPage()
        memory.format()
        #expect(memory.page.objection(identity: memory.identity) == nil)
        #expect(memory.page.objection(identity: [UInt8](repeating: 8, count: 32)) != nil)
        memory.page[word: PageLayout.incompatible] = 4
        #expect(memory.page.objection(identity: memory.identity)?.contains("bits 4") == true)
        memory.page[word: PageLayout.incompatible] = 0
        // What only adds something doesn't matter.
        memory.page[word: PageLayout.compatible] = 0xffff
        #expect(memory.page.objection(identity: memory.identity) == nil)
        memory.page[word: PageLayout.barrierMode] = 3
        #expect(memory.page.objection(identity: memory.identity) != nil)
    }

    @Test func `a record reads back as it was written, whatever was there before`() {
        let memory = TestPage()
        memory.format()
        for (index, count) in [128, 1, 50, 0, 128, 3].enumerated() {
            let record = SampleRecord.record(
                generation: UInt64(index + 1), registrations: count, slots: index % 2 == 0 ? 128 : 0)
            PageWriter(memory.page).write(record)
            memory.page.generation = record.generation
            #expect(PageReader(memory.page).current() == record)
        }
    }

    @Test func `a record that names no sensible length is none`() {
        let memory = TestPage()
        memory.format()
        PageWriter(memory.page).write(SampleRecord.record(generation: 1))
        memory.page.generation = 1
        let bytes = memory.page.record(1)
        for length in [0, 271, 273, 279, 16384, 16385, 0xffff_ffff] as [UInt32] {
            bytes.storeBytes(of: length.littleEndian, toByteOffset: DiskRecord.Layout.usedLength, as: UInt32.self)
            #expect(PageReader(memory.page).current() == nil)
        }
    }

    @Test func `a tenant reads back as it was settled`() {
        let memory = TestPage()
        memory.format()
        #expect(memory.page.tenant(5) == nil)
        memory.page.settle(tenant(), in: 5)
        #expect(memory.page.tenant(5) == tenant())
        #expect(Array(memory.page.tenants) == [5])
        memory.page.vacate(5)
        #expect(memory.page.tenant(5) == nil)
    }

    @Test func `names longer than their place and lengths beyond it do no harm`() {
        let memory = TestPage()
        memory.format()
        memory.page.settle(tenant(String(repeating: "x", count: 300)), in: 127)
        #expect(memory.page.tenant(127)?.initiator.utf8.count == PageLayout.slotInitiatorRoom)
        memory.base.storeBytes(
            of: 255, toByteOffset: PageLayout.slots + 127 * PageLayout.slotStride + PageLayout.slotInitiatorLength,
            as: UInt8.self)
        #expect((memory.page.tenant(127)?.initiator.unicodeScalars.count ?? 99) <= PageLayout.slotInitiatorRoom)
    }

    // MARK: - Lines

    @Test func `lines run out at 1,024 and come back`() throws {
        let memory = TestPage()
        memory.format()
        var numbers: Set<Int> = []
        for index in 0..<PageLayout.lineCount {
            let taken = try #require(memory.page.takeLine(for: index % PageLayout.slotCount))
            numbers.insert(taken.number)
        }
        #expect(numbers.count == PageLayout.lineCount)
        #expect(memory.page.takeLine(for: 0) == nil)
        memory.page.giveBack(line: 17)
        #expect(memory.page.takeLine(for: 3)?.number == 17)
    }

    @Test func `what is in flight is counted for its slot, and for all when a line belongs to nobody`() throws {
        let memory = TestPage()
        memory.format()
        _ = try #require(memory.page.takeLine(for: 2))
        let counters = (memory.base + PageLayout.lines).assumingMemoryBound(to: Atomic<UInt64>.self)
        counters.pointee.store(5, ordering: .relaxed)
        (counters + 1).pointee.store(3, ordering: .relaxed)
        #expect(memory.page.inFlight(of: [1, 2]) == [2: 2])
        #expect(memory.page.inFlight(of: [1]).isEmpty)
        memory.page[word: PageLayout.lines + PageLayout.lineOwner] = 4000
        #expect(memory.page.inFlight(of: [1, 2]) == [1: 2, 2: 2])
        memory.page[word: PageLayout.lines + PageLayout.lineOwner] = 3
        memory.page.vacate(2)
        #expect(memory.page.inFlight(of: [2]).isEmpty && memory.page.lineOwner(0) == 0)
    }

    // MARK: - Unit attentions

    @Test func `unit attentions are reported one by one in the order of their bits and show in the word`() {
        let memory = TestPage()
        memory.format()
        memory.page.settle(tenant(), in: 9)
        memory.page.wordPointer(9).pointee.store(GateWord.live, ordering: .relaxed)
        memory.page.post([.reservationsReleased, .powerOn], to: 9)
        let word = memory.page.wordPointer(9)
        #expect(word.pointee.load(ordering: .relaxed) == GateWord.live | GateWord.unitAttention)
        #expect(memory.page.takeFirstAttention(of: 9) == .powerOn)
        #expect(word.pointee.load(ordering: .relaxed) & GateWord.unitAttention != 0)
        #expect(memory.page.takeFirstAttention(of: 9) == .reservationsReleased)
        #expect(word.pointee.load(ordering: .relaxed) == GateWord.live)
        #expect(memory.page.takeFirstAttention(of: 9) == nil)
    }

    @Test func `the unit attention of a command is posted once, also when somebody else finishes it`() {
        let memory = TestPage()
        memory.format()
        memory.page.settle(tenant(), in: 1)
        memory.page.post(.registrationsPreempted, to: 1, from: 77)
        #expect(memory.page.takeFirstAttention(of: 1) == .registrationsPreempted)
        // The locker died after posting; the next one finishes its command.
        memory.page.post(.registrationsPreempted, to: 1, from: 77)
        #expect(memory.page.takeFirstAttention(of: 1) == nil)
        memory.page.post(.registrationsPreempted, to: 1, from: 78)
        #expect(memory.page.takeFirstAttention(of: 1) == .registrationsPreempted)
    }

    @Test func `an attention that nobody knows leaves no word behind that says so for ever`() {
        let memory = TestPage()
        memory.format()
        memory.page.post(UnitAttentions(rawValue: 1 << 31), to: 4)
        memory.page.wordPointer(4).pointee.bitwiseOr(GateWord.unitAttention, ordering: .relaxed)
        #expect(memory.page.takeFirstAttention(of: 4) == nil)
        #expect(memory.page.wordPointer(4).pointee.load(ordering: .relaxed) & GateWord.unitAttention == 0)
    }

    @Test func `of many takers each attention gets to one`() async {
        let memory = TestPage()
        memory.format()
        memory.page.settle(tenant(), in: 0)
        let base = UInt(bitPattern: memory.base)
        let isOver = Locked(false)
        let taken = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    guard let pointer = UnsafeMutableRawPointer(bitPattern: base) else { return 0 }
                    var count = 0
                    while true {
                        let ends = isOver.withLock { $0 }
                        if GatePage(pointer).takeFirstAttention(of: 0) != nil { count += 1 }
                        if ends { return count }
                        await Task.yield()
                    }
                }
            }
            for generation in 1...500 as ClosedRange<UInt64> {
                memory.page.post(.reservationsPreempted, to: 0, from: generation)
                while memory.page.pendingAttentions(of: 0).first != nil { await Task.yield() }
            }
            isOver.withLock { $0 = true }
            var sum = 0
            for await count in group { sum += count }
            return sum
        }
        #expect(taken == 500)
        withExtendedLifetime(memory) {}
    }

    // MARK: - Commands under way and records

    @Test func `a command under way reads back, and is none without its mark`() {
        let memory = TestPage()
        memory.format()
        #expect(memory.page.pending == nil)
        let command = PendingCommand(
            slot: 127, generation: 9, victims: [0, 63, 64, 127], notices: [64: .reservationsReleased])
        memory.page.setPending(command)
        #expect(memory.page.pending == command && memory.page.isPending)
        memory.page.setPending(nil)
        #expect(memory.page.pending == nil)
    }

    @Test func `the record that holds is the one of the page's generation`() throws {
        let memory = TestPage()
        memory.format()
        #expect(PageReader(memory.page).current() == nil)
        for generation in 1...3 as ClosedRange<UInt64> {
            let record = DiskRecord(
                generation: generation, identity: DiskIdentity(text: "test"), bootID: [UInt8](repeating: 0, count: 16),
                machineID: [UInt8](repeating: 0, count: 16))
            PageWriter(memory.page).write(record)
            #expect(PageReader(memory.page).current()?.generation == (generation == 1 ? nil : generation - 1))
            memory.page.generation = generation
            #expect(PageReader(memory.page).current() == record)
        }
        // A hole or a scribble where the record lies: nobody believes it.
        memory.page.record(3)[100] ^= 0xff
        #expect(PageReader(memory.page).current() == nil)
    }

    @Test func `what led to the record is told, and rubbish is not`() {
        let memory = TestPage()
        memory.format()
        #expect(memory.page.lastChange == nil)
        let change = LastChange(action: .command(.preemptAndAbort), slot: 3)
        memory.page.lastChange = change
        #expect(memory.page.lastChange == change)
        memory.page.lastChange = LastChange(action: .person)
        #expect(memory.page.lastChange == LastChange(action: .person))
        memory.page[word: PageLayout.changeAction] = 77
        #expect(memory.page.lastChange == nil)
    }
}
