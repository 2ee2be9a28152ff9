import SCSI
import Sys
import Testing

@testable import Reservations

/// Whoever can write the disk can write its page and its sidecar: nothing that they put there may stop this process, and
/// what isn't a record is never taken for one.
struct HostileMemoryTests {
    /// A fixed sequence, so that a failure comes again.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state ^ state >> 29) &* 0x9e37_79b9_7f4a_7c15
        }
    }

    /// Numbers at which arithmetic and indices go wrong, and others.
    private static func number(_ dice: inout Dice) -> UInt64 {
        let edges: [UInt64] = [
            0, 1, 2, 127, 128, 129, 255, 256, 1023, 1024, 1025, 0x7fff_ffff, 0xffff_ffff, 0x8000_0000_0000_0000, .max,
        ]
        return Bool.random(using: &dice) ? edges.randomElement(using: &dice) ?? 0 : dice.next()
    }

    /// Overwrites some words anywhere in a page, more often in its header and the first slots.
    private static func scribble(_ memory: UnsafeMutableRawPointer, _ dice: inout Dice) {
        for _ in 0..<Int.random(in: 1...40, using: &dice) {
            let room = Bool.random(using: &dice) ? PageLayout.headerLength + 1024 : PageLayout.length
            let place = Int.random(in: 0..<room / 4, using: &dice) * 4
            memory.storeBytes(of: UInt32(truncatingIfNeeded: number(&dice)), toByteOffset: place, as: UInt32.self)
        }
    }

    @Test(arguments: 0..<8)
    func `whatever a page holds is read without harm`(seed: UInt64) throws {
        var dice = Dice(state: seed)
        let memory = TestPage()
        let page = memory.page
        let record = SampleRecord.record(generation: 5, registrations: 3, slots: 3)
        for _ in 0..<100 {
            memory.base.initializeMemory(as: UInt8.self, repeating: 0, count: PageLayout.length)
            memory.format()
            PageWriter(page).write(record)
            page.generation = 5
            #expect(PageReader(page).current() == record)
            Self.scribble(memory.base, &dice)
            _ = page.objection(identity: memory.identity)
            _ = page.lastChange
            let pending = page.pending
            #expect(pending?.slot.map { (0..<PageLayout.slotCount).contains($0) } ?? true)
            let inFlight = page.inFlight(of: SlotSet(0..<PageLayout.slotCount))
            #expect(inFlight.keys.allSatisfy { (0..<PageLayout.slotCount).contains($0) })
            for slot in page.tenants {
                #expect((page.tenant(slot)?.initiator.utf8.count ?? 0) <= 3 * PageLayout.slotInitiatorRoom)
                _ = (page.lineCount(of: slot), page.takeFirstAttention(of: slot))
                page.post(.init(rawValue: 1), to: slot, from: UInt64(truncatingIfNeeded: dice.next()))
            }
            // A record is what was written or nothing: a checksum covers it.
            if let found = PageReader(page).current() { #expect(found == record) }
            // Who recovers writes over all of it.
            page.setPending(pending)
            for slot in page.tenants { page.vacate(slot) }
            #expect(page.tenants.isEmpty)
        }
    }

    @Test(arguments: 0..<8)
    func `whatever a sidecar holds is a record that was stored, or none`(seed: UInt64) throws {
        var dice = Dice(state: seed &+ 1000)
        let records = [UInt64(6), 7].map { SampleRecord.record(generation: $0, registrations: 4, slots: 4) }
        var whole = [UInt8](repeating: 0, count: SidecarFile.length)
        for (index, record) in records.enumerated() {
            let start = index * DiskRecord.encodedLength
            whole.withUnsafeMutableBytes {
                _ = record.encode(into: .init(rebasing: $0[start..<start + DiskRecord.encodedLength]))
            }
        }
        let sidecar = try SidecarFile(try System.createMemory("sidecar"))
        for _ in 0..<150 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                let place = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &dice)
                case 1:
                    let end = min(bytes.count, place + Int.random(in: 1..<2048, using: &dice))
                    bytes.replaceSubrange(place..<end, with: repeatElement(0, count: end - place))
                case 2:
                    let head = Int.random(in: 0..<512, using: &dice) + (place & 1) * DiskRecord.encodedLength
                    if head < bytes.count { bytes[head] = UInt8(truncatingIfNeeded: Self.number(&dice)) }
                default: bytes.removeLast(bytes.count - place)
                }
                if bytes.isEmpty { break }
            }
            try System.truncate(sidecar.descriptor.rawValue, to: 0)
            _ = try bytes.withUnsafeBytes { try System.pwrite(sidecar.descriptor.rawValue, $0, at: 0) }
            do throws(StoreError) {
                guard let index = try sidecar.survey(of: SampleRecord.identity).index else { continue }
                let found = try? DiskRecord(decoding: UnsafeRawBufferPointer(sidecar.record(index)))
                #expect(found.map(records.contains) ?? true)
            } catch {
                // Bits of features that nobody here knows: refused.
                guard case .incompatible = error else { throw error }
            }
        }
    }
}
