import BlockTestSupport
import ReservationTestSupport
import Sys
import Testing

@testable import Reservations

/// The bytes that stand for attachments, and who holds them.
@Suite struct SlotLocksTests {
    private let image: TemporaryImage
    private let probe: KeptDescriptor

    init() throws {
        image = try TemporaryImage(size: 4096)
        probe = KeptDescriptor(try System.open(image.path, .readWrite))
    }

    @Test("The bytes are the same for all versions")
    func bytes() {
        let base: Int64 = 4_611_686_018_427_387_904
        #expect(LockBytes.registry == base)
        #expect(LockBytes.slot(0) == base + 1 && LockBytes.slot(127) == base + 128)
        #expect(LockBytes.kind(.flock) == base + 1024 && LockBytes.kind(.sqlite) == base + 1025)
        #expect(ManagerKind.allCases.map(\.rawValue) == [0, 1])
        #expect(ManagerKind.allCases.map(\.typeName) == ["pr-manager-flock", "pr-manager-sqlite"])
        #expect(ManagerKind.typeName(of: 1) == "pr-manager-sqlite")
        #expect(ManagerKind.typeName(of: 7).contains("7"))
    }

    @Test("A slot is held as long as one description has its lock, one for reading only too")
    func hold() throws {
        let writer = try System.open(image.path, .readWrite)
        let reader = try System.open(image.path, .readOnly)
        #expect(try !SlotLocks.isHeld(slot: 5, probe: probe.rawValue))
        try SlotLocks.hold(slot: 5, on: writer.rawValue)
        try SlotLocks.hold(slot: 5, on: reader.rawValue)
        #expect(try SlotLocks.isHeld(slot: 5, probe: probe.rawValue))
        #expect(try !SlotLocks.isHeld(slot: 4, probe: probe.rawValue))
        #expect(try !SlotLocks.isHeld(slot: 6, probe: probe.rawValue))
        SlotLocks.drop(slot: 5, on: writer.rawValue)
        #expect(try SlotLocks.isHeld(slot: 5, probe: probe.rawValue))
        // A duplicate has the same description.
        let duplicate = try reader.duplicate()
        SlotLocks.drop(slot: 5, on: duplicate.rawValue)
        #expect(try !SlotLocks.isHeld(slot: 5, probe: probe.rawValue))
    }

    @Test(
        "All held slots are found, however the kernel joins the locks of neighbours",
        arguments: [[], [0], [127], [0, 127], Array(0..<128), [3, 4, 5, 9], [1, 3, 5, 7]])
    func heldSlots(slots: [Int]) throws {
        let even = try System.open(image.path, .readWrite)
        let odd = try System.open(image.path, .readWrite)
        for slot in slots { try SlotLocks.hold(slot: slot, on: slot % 2 == 0 ? even.rawValue : odd.rawValue) }
        #expect(try SlotLocks.heldSlots(probe: probe.rawValue) == SlotSet(slots))
        // The same through one description, whose neighbouring locks are one.
        for slot in slots { try SlotLocks.hold(slot: slot, on: even.rawValue) }
        #expect(try Array(SlotLocks.heldSlots(probe: probe.rawValue)) == slots)
    }

    @Test("Any mixture of owners and ranges is seen as what it is")
    func mixtures() throws {
        var random = Random(seed: 7)
        var descriptors: [Int32] = []
        defer { for number in descriptors { _ = Descriptor(owning: number) } }
        for _ in 0..<4 { descriptors.append(try System.open(image.path, .readWrite).release()) }
        var held = Array(repeating: Set<Int>(), count: 4)
        for _ in 0..<400 {
            let (owner, slot) = (Int(random.next() % 4), Int(random.next() % 128))
            if random.next() % 3 == 0 {
                SlotLocks.drop(slot: slot, on: descriptors[owner])
                held[owner].remove(slot)
            } else {
                try SlotLocks.hold(slot: slot, on: descriptors[owner])
                held[owner].insert(slot)
            }
            let expected = held.reduce(Set()) { $0.union($1) }
            #expect(try Set(SlotLocks.heldSlots(probe: probe.rawValue)) == expected)
        }
    }

    @Test("A lock of the whole file counts as one of every slot and kind, and does no harm")
    func wholeFile() throws {
        let other = try System.open(image.path, .readWrite)
        try System.lock(other.rawValue, .exclusive, start: 0, length: 0)
        #expect(try SlotLocks.heldSlots(probe: probe.rawValue).count == 128)
        #expect(try SlotLocks.heldKinds(probe: probe.rawValue).count == 256)
        #expect(try SlotLocks.isHeld(slot: 77, probe: probe.rawValue))
    }

    @Test("Kinds are found by their numbers, those of later versions too")
    func kinds() throws {
        let one = try System.open(image.path, .readOnly)
        let other = try System.open(image.path, .readOnly)
        #expect(try SlotLocks.heldKinds(probe: probe.rawValue) == [])
        try SlotLocks.holdKind(.sqlite, on: one.rawValue)
        try System.lock(other.rawValue, .shared, start: LockBytes.kind(.flock) + 200, length: 1)
        // Slots and kinds don't touch each other.
        try SlotLocks.hold(slot: 127, on: other.rawValue)
        #expect(try SlotLocks.heldKinds(probe: probe.rawValue) == [1, 200])
        #expect(try SlotLocks.heldSlots(probe: probe.rawValue) == [127])
        SlotLocks.dropKind(.sqlite, on: one.rawValue)
        #expect(try SlotLocks.heldKinds(probe: probe.rawValue) == [200])
    }

    @Test("The slot of a process that is killed is free when it is gone", .enabled(if: PythonPeer.isAvailable))
    func killed() throws {
        let peer = try PythonPeer()
        #expect(peer("fd = os.open('\(image.path)', os.O_RDONLY)") == "None")
        #expect(peer("lock(fd, READ, \(LockBytes.slot(9)))") == "None")
        #expect(try SlotLocks.isHeld(slot: 9, probe: probe.rawValue))
        peer.end()
        // The descriptions of a process without requests go before its parent hears of its end.
        #expect(try !SlotLocks.isHeld(slot: 9, probe: probe.rawValue))
    }
}
