import Glibc
import ReservationTestSupport
import Reservations
import Sys
import Testing

/// State that is torn, and the page of a disk emptied by somebody who may have it.
@Suite(.serialized) struct DamageTests {
    /// Overwrites the middle of the record of the highest, or of the lower, generation, as a torn write may leave it.
    private static func tear(_ lab: FenceLab, newest: Bool) throws {
        let file = try System.open("\(lab.image).pr", .readWrite)
        var generations: [UInt64] = []
        for index in 0..<2 {
            let memory = try AlignedBuffer(count: DiskRecord.encodedLength, alignment: 4096)
            _ = try System.pread(file.rawValue, memory.bytes, at: Int64(index * DiskRecord.encodedLength))
            generations.append((try? DiskRecord(decoding: UnsafeRawBufferPointer(memory.bytes)))?.generation ?? 0)
        }
        let index = (generations[0] > generations[1]) == newest ? 0 : 1
        let garbage = [UInt8](repeating: 0xa5, count: 512)
        _ = try garbage.withUnsafeBytes {
            try System.pwrite(file.rawValue, $0, at: Int64(index * DiskRecord.encodedLength) + 16)
        }
    }

    /// A victim that writes, and a preemptor that has died at a step of the command against it.
    private static func death(at step: FenceStep, _ lab: FenceLab) throws -> (victim: FencePeer, third: FencePeer) {
        let (victim, preemptor) = (try lab.peer("victim"), try lab.peer("preemptor"))
        let third = try lab.peer("third")
        try lab.register([preemptor, victim, third])
        try lab.write(victim, epoch: 1, seed: Proofs.seed)
        try preemptor.tell("arm \(step) kill 1")
        try preemptor.say("pr abort 5 \(preemptor.process) \(victim.process)")
        try require(within(seconds: 60) { preemptor.hasEnded }, "the preemptor doesn't reach its step")
        return (victim, third)
    }

    @Test(arguments: [true, false])
    func `a record that was torn by the death of its writer never was`(isNewest: Bool) throws {
        let lab = try FenceLab()
        let (victim, third) = try Self.death(at: isNewest ? .stored : .drained, lab)
        try Self.tear(lab, newest: isNewest)
        let written = try victim.figure("written")
        #expect(try within(seconds: 60) { try victim.figure("written") > written + 64 })
        #expect(try victim.figure("conflicts") == 0)
        #expect(try third.tell("keys").contains("\(victim.process)"))
        try lab.good(try lab.preempt(victim, by: third))
        try lab.overwrite(by: third, victims: [victim], epoch: 2)
        try victim.tell("stop")
        try lab.examine()
    }

    @Test func `when both records are damaged nobody reads or writes until the state is replaced`() throws {
        let lab = try FenceLab()
        let (a, b) = (try lab.peer("a"), try lab.peer("b"))
        try lab.register([a, b])
        try lab.write(b, epoch: 1, seed: Proofs.seed)
        try Self.tear(lab, newest: true)
        try Self.tear(lab, newest: true)
        try Self.tear(lab, newest: false)
        #expect(try a.tell("pr ignore 0 0 \(a.process)").hasPrefix("GOOD") == false)
        #expect(try within(seconds: 60) { try b.figure("errors") > 0 })
        // What was in flight has landed; nothing else does.
        #expect(FencePeer.figure("conflicts", in: try b.tell("stop")) == 0)
        try b.tell("start 1 32 \(lab.blocks) 4096 1")
        #expect(try a.tell("write 1 0") == "\(Errno.ioError.result)" && a.tell("read 0") == "\(Errno.ioError.result)")
        #expect(try a.tell("pr replace 5 0 \(a.process)").hasPrefix("GOOD"))
        #expect(try a.tell("write 1 0") == "4096")
        #expect(try within(seconds: 60) { try b.figure("conflicts") > 0 })
        #expect(FencePeer.figure("written", in: try b.tell("stop")) == 0)
    }

    @Test func `a page that is emptied lets nothing through and harms nobody`() throws {
        let lab = try FenceLab()
        let (a, b) = (try lab.peer("a"), try lab.peer("b"))
        try lab.register([a, b])
        try lab.write(a, epoch: 1, seed: Proofs.seed)
        // As somebody does who may write the disk, and so is given the page.
        let disk = try System.open(lab.image, .readWrite)
        let socket = try #require(try System.entries(of: lab.folder).first { $0.hasSuffix(".sock") })
        let offer = try PageClient.ask("\(lab.folder)/\(socket)", showing: disk.rawValue)
        let length = Int64(try System.status(of: offer.page.rawValue).size)
        try System.allocate(offer.page.rawValue, .punchHole, offset: 0, length: length)
        #expect(try within(seconds: 60) { try a.figure("errors") > 0 })
        // What was in flight has landed; nothing else does.
        #expect(FencePeer.figure("conflicts", in: try a.tell("stop")) == 0)
        try a.tell("start 1 32 \(lab.blocks) 4096 1")
        for peer in [a, b] {
            #expect(try peer.tell("write 9 0") != "4096" && peer.tell("read 0") != "4096")
            #expect(try peer.tell("pr ignore 0 0 1").hasPrefix("GOOD") == false)
            _ = try peer.ask("keys")
            #expect(try peer.tell("write 9 0") != "4096")
        }
        #expect(try a.figure("written") == 0 && a.figure("errors") > 0 && a.figure("conflicts") == 0)
        let stranger = try FencePeer("c", in: lab)
        try stranger.tell("object pr-manager-flock,id=pr0,initiator=c")
        let refusal = try stranger.ask("node driver=file,node-name=d,filename=\(lab.image),pr-manager=pr0")
        #expect(refusal.hasPrefix("error ") && refusal.contains("disk.img"), "\(refusal)")
        for peer in [a, b] { try peer.tell("remove") }
        // With nobody left there is a new page.
        let fresh = try lab.peer("fresh")
        #expect(try fresh.tell("keys").contains("\(a.process),\(b.process)"))
    }
}
