internal import Block
internal import SCSI
internal import Synchronization
internal import Sys

/// The page of a disk, as typed values.
///
/// Whoever can write the disk can write the page: nothing of it is trusted further than that. Numbers are checked where
/// they are used as indices, text is decoded anew, and there are no addresses in it.
struct GatePage {
    private let base: UnsafeMutableRawPointer

    /// Looks at ``PageLayout/length`` bytes, which outlive it.
    init(_ base: UnsafeMutableRawPointer) { self.base = base }

    // MARK: - Access

    private func word32(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt32>> {
        (base + offset).assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    private func word64(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        (base + offset).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    private func lowHalf(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt32>> {
        #if _endian(little)
        word32(offset)
        #else
        word32(offset + 4)
        #endif
    }

    func bytes(_ offset: Int, _ count: Int) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: base + offset, count: count))
    }

    func store(_ bytes: [UInt8], at offset: Int) {
        bytes.withUnsafeBytes {
            (base + offset).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(base), byteCount: $0.count)
        }
    }

    subscript(word offset: Int) -> UInt32 {
        get { word32(offset).pointee.load(ordering: .sequentiallyConsistent) }
        nonmutating set { word32(offset).pointee.store(newValue, ordering: .sequentiallyConsistent) }
    }

    subscript(long offset: Int) -> UInt64 {
        get { word64(offset).pointee.load(ordering: .sequentiallyConsistent) }
        nonmutating set { word64(offset).pointee.store(newValue, ordering: .sequentiallyConsistent) }
    }

    // MARK: - The header

    /// Lays an empty page out: no attachments, no record.
    func format(identity: [UInt8], bootID: [UInt8], diskSequence: UInt64, mode: BarrierMode) {
        self[word: PageLayout.compatible] = PageLayout.formatBits.compatible
        self[word: PageLayout.readOnlyCompatible] = PageLayout.formatBits.readOnlyCompatible
        self[word: PageLayout.incompatible] = PageLayout.formatBits.incompatible
        self[word: PageLayout.barrierMode] = mode.rawValue
        self[long: PageLayout.size] = UInt64(PageLayout.length)
        store(Array(identity.prefix(PageLayout.identityLength)), at: PageLayout.identity)
        store(Array(bootID.prefix(PageLayout.bootIDLength)), at: PageLayout.bootID)
        self[long: PageLayout.diskSequence] = diskSequence
        // Last: a page without it is none.
        self[long: 0] = PageLayout.magic
    }

    /// Why the page can't be the one of a disk; nil when it can.
    func objection(identity: [UInt8]) -> String? {
        guard self[long: 0] == PageLayout.magic, self[long: PageLayout.size] == UInt64(PageLayout.length) else {
            return "it is not laid out as a page of reservations"
        }
        let unknown = self[word: PageLayout.incompatible] & ~PageLayout.formatBits.incompatible
        guard unknown == 0 else {
            return "it has features that this version doesn't know (bits \(String(unknown, radix: 16)))"
        }
        guard barrierMode != nil else { return "it says nothing of barriers" }
        guard bytes(PageLayout.identity, PageLayout.identityLength) == identity else { return "it is another disk's" }
        return nil
    }

    /// How words are made visible.
    var barrierMode: BarrierMode? { BarrierMode(rawValue: self[word: PageLayout.barrierMode]) }

    /// The generation of the record that holds; 0 before there is one.
    var generation: UInt64 {
        get { self[long: PageLayout.generation] }
        nonmutating set { self[long: PageLayout.generation] = newValue }
    }

    /// The half of the generation that changes, for futexes.
    var generationHalf: UnsafeMutablePointer<Atomic<UInt32>> { lowHalf(PageLayout.generation) }

    /// Steps when the registry lock is given back.
    var lockHint: UnsafeMutablePointer<Atomic<UInt32>> { word32(PageLayout.lockHint) }

    // MARK: - Slots

    private func slot(_ index: Int) -> Int { PageLayout.slots + index * PageLayout.slotStride }

    /// The word of a slot, which requests look at.
    func wordPointer(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> { word64(slot(index) + PageLayout.word) }

    /// The half of a slot's word that has all bits, for futexes.
    func wordHalf(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt32>> { lowHalf(slot(index) + PageLayout.word) }

    /// The unit attentions that wait for a slot, and in the upper half what was posted last (see ``post(_:to:from:)``).
    private func attentions(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        word64(slot(index) + PageLayout.attentions)
    }

    /// Who has a slot; nil while nobody has.
    func tenant(_ index: Int) -> SlotTenant? {
        let start = slot(index)
        guard self[word: start + PageLayout.slotState] != 0 else { return nil }
        return SlotTenant(
            process: Int32(bitPattern: self[word: start + PageLayout.slotProcess]),
            startTime: self[long: start + PageLayout.slotStartTime],
            processSpace: self[long: start + PageLayout.slotProcessSpace],
            nexus: NexusAddress(rawValue: self[long: start + PageLayout.slotNexus]),
            initiator: text(
                start, PageLayout.slotInitiatorLength, PageLayout.slotInitiator, PageLayout.slotInitiatorRoom),
            node: text(start, PageLayout.slotNodeLength, PageLayout.slotNode, PageLayout.slotNodeRoom),
            since: self[long: start + PageLayout.slotSince],
            flags: SlotFlags(rawValue: self[word: start + PageLayout.slotFlags]))
    }

    private func text(_ start: Int, _ length: Int, _ place: Int, _ room: Int) -> String {
        let count = min(Int((base + start + length).load(as: UInt8.self)), room)
        // Others may change it meanwhile: what is decoded is a copy.
        return withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { copy in
            copy.copyMemory(from: UnsafeRawBufferPointer(start: base + start + place, count: count))
            return String(decoding: UnsafeRawBufferPointer(rebasing: copy[..<count]), as: UTF8.self)
        }
    }

    /// Gives a free slot to somebody; its word stays as it is.
    func settle(_ tenant: SlotTenant, in index: Int) {
        let start = slot(index)
        self[word: start + PageLayout.slotProcess] = UInt32(bitPattern: tenant.process)
        self[long: start + PageLayout.slotStartTime] = tenant.startTime
        self[long: start + PageLayout.slotProcessSpace] = tenant.processSpace
        self[long: start + PageLayout.slotNexus] = tenant.nexus.rawValue
        self[long: start + PageLayout.slotSince] = tenant.since
        self[word: start + PageLayout.slotFlags] = tenant.flags.rawValue
        for (text, length, place, room) in [
            (tenant.initiator, PageLayout.slotInitiatorLength, PageLayout.slotInitiator, PageLayout.slotInitiatorRoom),
            (tenant.node, PageLayout.slotNodeLength, PageLayout.slotNode, PageLayout.slotNodeRoom),
        ] {
            let bytes = Array(text.utf8.prefix(room))
            store([UInt8(bytes.count)], at: start + length)
            store(bytes, at: start + place)
        }
        attentions(index).pointee.store(0, ordering: .sequentiallyConsistent)
        self[word: start + PageLayout.slotState] = 1
    }

    /// Changes what is said of a slot's tenant.
    func setFlags(_ flags: SlotFlags, of index: Int) {
        self[word: slot(index) + PageLayout.slotFlags] = flags.rawValue
    }

    /// Empties a slot, whose tenant does no I/O any more, and takes its lines back.
    func vacate(_ index: Int) {
        wordPointer(index).pointee.store(GateWord.live | GateWord.detached, ordering: .sequentiallyConsistent)
        for line in 0..<PageLayout.lineCount where lineOwner(line) == UInt32(index + 1) {
            counters(line).pointee.store(0, ordering: .relaxed)
            (counters(line) + 1).pointee.store(0, ordering: .relaxed)
            owner(line).pointee.store(0, ordering: .sequentiallyConsistent)
        }
        self[word: slot(index) + PageLayout.slotState] = 0
    }

    /// The slots that have tenants.
    var tenants: SlotSet {
        var result = SlotSet()
        for index in 0..<PageLayout.slotCount where self[word: slot(index) + PageLayout.slotState] != 0 {
            result.insert(index)
        }
        return result
    }

    // MARK: - Unit attentions

    /// Adds unit attentions, and says so in the word.
    ///
    /// Those of a command carry the generation that it led to: if the command has to be finished by somebody else, what it
    /// posted already is not posted again, whether or not it has been taken meanwhile.
    func post(_ notice: UnitAttentions, to index: Int, from generation: UInt64? = nil) {
        let place = attentions(index)
        var value = place.pointee.load(ordering: .sequentiallyConsistent)
        while true {
            let last = UInt32(truncatingIfNeeded: value >> 32)
            var next = value | UInt64(notice.rawValue)
            if let generation {
                let mark = UInt32(truncatingIfNeeded: generation)
                guard mark != last || generation == 0 else { break }
                next = next & 0xffff_ffff | UInt64(mark) << 32
            }
            let (exchanged, original) = place.pointee.compareExchange(
                expected: value, desired: next, ordering: .sequentiallyConsistent)
            if exchanged { break }
            value = original
        }
        showAttention(of: index)
    }

    /// Sets UA in the word while unit attentions wait.
    private func showAttention(of index: Int) {
        guard pendingAttentions(of: index).first != nil else { return }
        wordPointer(index).pointee.bitwiseOr(GateWord.unitAttention, ordering: .sequentiallyConsistent)
    }

    /// The unit attentions that wait for a slot.
    func pendingAttentions(of index: Int) -> UnitAttentions {
        UnitAttentions(
            rawValue: UInt32(truncatingIfNeeded: attentions(index).pointee.load(ordering: .sequentiallyConsistent)))
    }

    /// Takes unit attentions away; only one caller gets each.
    ///
    /// The word comes first: what is posted between the two steps sets it again.
    func take(_ wanted: UnitAttentions, of index: Int) -> UnitAttentions {
        wordPointer(index).pointee.bitwiseAnd(~GateWord.unitAttention, ordering: .sequentiallyConsistent)
        let old = attentions(index).pointee.bitwiseAnd(
            ~UInt64(wanted.rawValue), ordering: .sequentiallyConsistent
        ).oldValue
        showAttention(of: index)
        return UnitAttentions(rawValue: UInt32(truncatingIfNeeded: old)).intersection(wanted)
    }

    /// Takes the unit attention that is reported next.
    func takeFirstAttention(of index: Int) -> UnitAttentions? {
        while let first = pendingAttentions(of: index).first {
            let taken = take(first, of: index)
            if !taken.isEmpty { return taken }
        }
        // Nothing waits: the word must not say so.
        _ = take([], of: index)
        return nil
    }

    // MARK: - Counter lines

    private func counters(_ line: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        word64(PageLayout.lines + line * PageLayout.lineStride)
    }

    private func owner(_ line: Int) -> UnsafeMutablePointer<Atomic<UInt32>> {
        word32(PageLayout.lines + line * PageLayout.lineStride + PageLayout.lineOwner)
    }

    /// The slot of a line plus 1, or 0.
    func lineOwner(_ line: Int) -> UInt32 { owner(line).pointee.load(ordering: .sequentiallyConsistent) }

    /// Takes a free line for a slot; nil when all are taken.
    ///
    /// No lock: whoever drains looks at all lines after a barrier, and so meets either the line or a queue that meets HOLD.
    func takeLine(for index: Int) -> (number: Int, line: GateLine)? {
        for line in 0..<PageLayout.lineCount where lineOwner(line) == 0 {
            let taken = owner(line).pointee.compareExchange(
                expected: 0, desired: UInt32(index + 1), ordering: .sequentiallyConsistent)
            guard taken.exchanged else { continue }
            return (line, GateLine(word: wordPointer(index), line: CounterLine(counters(line))))
        }
        return nil
    }

    /// Gives a line back, on which everything that was counted in is out.
    func giveBack(line: Int) { owner(line).pointee.store(0, ordering: .sequentiallyConsistent) }

    /// How many requests of each slot are between their two counters; exact only after a barrier.
    ///
    /// A line that names no slot counts for all: nobody knows whose requests it has.
    func inFlight(of slots: SlotSet) -> [Int: UInt64] {
        var result: [Int: UInt64] = [:]
        for line in 0..<PageLayout.lineCount {
            let number = Int(lineOwner(line))
            guard number != 0 else { continue }
            let count = CounterLine(counters(line)).inFlight
            guard count != 0 else { continue }
            if number > PageLayout.slotCount {
                for slot in slots { result[slot, default: 0] &+= count }
            } else if slots.contains(number - 1) {
                result[number - 1, default: 0] &+= count
            }
        }
        return result
    }

    /// How many lines a slot has.
    func lineCount(of index: Int) -> Int {
        (0..<PageLayout.lineCount).count { lineOwner($0) == UInt32(index + 1) }
    }

    // MARK: - Records

    /// The bytes of the record of a generation.
    func record(_ generation: UInt64) -> UnsafeMutableRawBufferPointer {
        let place = PageLayout.records + Int(generation & 1) * PageLayout.recordStride
        return UnsafeMutableRawBufferPointer(start: base + place, count: PageLayout.recordStride)
    }
}

/// Who has a slot.
struct SlotTenant: Hashable, Sendable {
    var process: Int32
    /// When the process started, in the kernel's clock ticks since boot: with its number, it names one process.
    var startTime: UInt64
    /// The inode of the namespace that the process number belongs to.
    var processSpace: UInt64
    var nexus: NexusAddress
    var initiator: String
    var node: String
    /// Seconds since 1970.
    var since: UInt64
    var flags: SlotFlags
}

/// What is said of a slot's tenant.
struct SlotFlags: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    /// The attachment does I/O; without, it waits to take the disk over.
    static let active = SlotFlags(rawValue: 1 << 0)
    /// It can't write.
    static let readOnly = SlotFlags(rawValue: 1 << 1)
    /// Its locks lie on another inode than the others': that they are gone proves nothing.
    static let ownInode = SlotFlags(rawValue: 1 << 2)
    /// Another attachment of the same initiator has taken the disk over from it.
    static let yielded = SlotFlags(rawValue: 1 << 3)
}
