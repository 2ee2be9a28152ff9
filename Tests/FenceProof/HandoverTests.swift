import Sys
import Testing

/// Two processes of one machine: the one takes the disk over from the other.
@Suite(.serialized) struct HandoverTests {
    @Test(arguments: [FenceLab.Kind.flock, .sqlite])
    func `the twin that becomes active takes registration and right to write, and the source's writes fail`(
        kind: FenceLab.Kind
    ) throws {
        let lab = try FenceLab()
        let source = try lab.peer("vm", slow: true, kind: kind)
        try lab.register([source])
        try lab.write(source, epoch: 1, seed: Proofs.seed)
        let target = try lab.peer("vm", kind: kind, active: false)
        #expect(try target.ask("write 1 0") != "ok 4096")
        #expect(try source.figure("errors") == 0)
        try target.tell("active on")
        try lab.overwrite(by: target, victims: [source], epoch: 2)
        #expect(try target.tell("holder").contains("key=\(source.process)"))
        #expect(try within(seconds: 60) { try source.figure("errors") > 0 })
        let figures = try source.tell("stop")
        // Who has given the disk away is told so, and not that somebody has reserved it.
        #expect(FencePeer.figure("conflicts", in: figures) == 0)
        source.end()
        try lab.examine()
        #expect(try target.tell("write 2 0") == "4096")
    }

    @Test func `two live processes are never one machine`() throws {
        let lab = try FenceLab()
        let first = try lab.peer("vm")
        let failure = #expect(throws: ProofFailure.self) { try lab.peer("vm") }
        #expect(failure?.description.contains("initiator 'vm' is in use") == true)
        #expect(failure?.description.contains("process \(first.process)") == true)
        #expect(try first.tell("write 1 0") == "4096")
    }

    @Test func `a source that is stopped with requests in flight keeps the disk`() throws {
        let lab = try FenceLab()
        let source = try lab.peer("vm", slow: true)
        try lab.register([source])
        try lab.write(source, epoch: 1, depth: 64, seed: Proofs.seed)
        let target = try lab.peer("vm", active: false, options: ",stuck-timeout=300")
        try source.stop()
        let answer = try target.ask("active on")
        #expect(answer.hasPrefix("error ") && answer.contains("'vm'"), "\(answer)")
        #expect(try target.ask("write 1 0") != "ok 4096")
        source.go()
        let written = try source.figure("written")
        #expect(try within(seconds: 60) { try source.figure("written") > written + 64 })
        #expect(try source.figure("errors") == 0 && source.figure("conflicts") == 0)
        // When it runs, it can be taken over.
        try target.tell("set stuck-timeout 30000")
        try target.tell("active on")
        try lab.overwrite(by: target, victims: [source], epoch: 2)
        source.end()
        try lab.examine()
    }

    @Test func `after the death of its source the twin takes over when nothing is in flight any more`() throws {
        let lab = try FenceLab()
        let source = try lab.peer("vm", slow: true)
        try lab.register([source])
        try lab.write(source, epoch: 1, depth: 128, seed: Proofs.seed)
        let slots = try lab.slots(of: source)
        let target = try lab.peer("vm", active: false)
        source.kill()
        try target.tell("active on")
        try lab.overwrite(by: target, victims: [source], epoch: 2)
        try lab.outlast(slots)
        try lab.examine()
    }
}
