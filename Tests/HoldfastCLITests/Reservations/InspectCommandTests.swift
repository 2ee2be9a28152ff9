import Foundation
import JSON
import Testing

/// `holdfast pr` for operators: the built tool, beside processes that have the disk attached.
struct InspectCommandTests {
    let folder: Tool.Folder
    let disk: String

    init() throws {
        folder = try Tool.Folder()
        disk = folder.path + "/disk.img"
        #expect(FileManager.default.createFile(atPath: disk, contents: Data(count: 1 << 20)))
    }

    private func attachment(_ initiator: String, _ image: String? = nil) -> [String] {
        [
            "--object", "pr-manager-flock,id=pr,initiator=\(initiator)", "--blockdev",
            "driver=file,node-name=disk0,filename=\(image ?? disk),pr-manager=pr",
        ]
    }

    private func pr(_ arguments: String...) throws -> Tool.Result { try Tool.run(["pr"] + arguments) }

    private func send(_ initiator: String, _ arguments: String...) throws -> Tool.Result {
        try Tool.run(["pr"] + attachment(initiator) + arguments)
    }

    private func object(_ arguments: String...) throws -> JSONValue {
        try JSONParser.parse(try Tool.run(["pr"] + arguments + ["--json"]).output)
    }

    @Test func `a command doesn't stumble over the power-on of its own attachment`() throws {
        let first = try send("vm-a", "register", "--param-sark", "a")
        #expect(first.status == 0 && first.errors.isEmpty)
        #expect(try send("vm-b", "keys").output == "generation: 0\nkeys: 1\n    0x000000000000000a\n")
    }

    @Test func `who holds the disk is shown, before and after its process has gone`() throws {
        #expect(try send("vm-a", "register", "-S", "a").status == 0)
        #expect(try send("vm-a", "reserve", "-K", "a", "-T", "5").status == 0)
        do {
            let (a, b) = (try AttachedTool(attachment("vm-a")), try AttachedTool(attachment("vm-b")))
            let state = try pr("state", disk)
            #expect(state.status == 0 && state.output.contains("write-exclusive-registrants-only, held by 'vm-a'"))
            let slots = try #require(try object("state", disk)["attachments"]?.arrayValue)
            #expect(slots.map { $0["process"]?.int64Value } == [Int64(a.processID), Int64(b.processID)])
            #expect(slots.map { $0["may-write"]?.boolValue } == [true, false])
            #expect(try b.run("write 0 4k").contains("EBADE"))
            let why = try pr("why", "vm-b", disk)
            #expect(why.status == 36 && why.output.contains("not registered") && why.output.contains("EBADE"))
            #expect(try pr("why", "vm-a", disk).status == 0)
            #expect(try pr("verify", disk).status == 0)
            #expect(try pr("stale", disk).status == 0)
            // The same by nodes, and with the subcommand behind them.
            #expect(try send("vm-a", "state").output.contains("held by 'vm-a'"))
        }
        let stale = try pr("stale", disk)
        #expect(stale.status == 36 && stale.output.contains("next: holdfast pr evict vm-a \(disk)"))
        #expect(try pr("state", disk).output.hasSuffix("next: holdfast pr evict vm-a \(disk)\n"))
    }

    @Test func `a stopped process is named, with what makes it go on`() throws {
        let a = try AttachedTool(attachment("vm-a"))
        a.signal(SIGSTOP)
        let slots = try #require(try object("state", disk)["attachments"]?.arrayValue)
        #expect(slots.map { $0["state"]?.stringValue } == ["T"])
        // Nobody answers for the disk, so that it can't be shared.
        let evict = try pr("evict", "vm-a", disk, "--yes")
        #expect(evict.status == 15 && evict.errors.contains("not registered"))
        a.signal(SIGCONT)
        #expect(try a.run("write 0 4k").contains("wrote"))
    }

    @Test func `what a killed process leaves is told, and is gone with the next`() throws {
        let (a, b) = (try AttachedTool(attachment("vm-a")), try AttachedTool(attachment("vm-b")))
        b.end()
        let stale = try object("stale", disk)
        #expect(stale["slots"]?.arrayValue?.count == 1 && stale["sockets"]?.arrayValue?.count == 1)
        #expect(try pr("verify", disk).status == 0)
        #expect(try send("vm-c", "keys").status == 0)
        #expect(try object("stale", disk)["slots"]?.arrayValue?.isEmpty == true)
        #expect(try a.run("write 0 4k").contains("wrote"))
    }

    @Test func `evicting lets the others write, asks first, and is in the log`() throws {
        #expect(try send("vm-a", "register", "-S", "a").status == 0)
        #expect(try send("vm-a", "reserve", "-K", "a", "-T", "1").status == 0)
        let b = try AttachedTool(attachment("vm-b"))
        #expect(try b.run("write 0 4k").contains("EBADE"))
        let unasked = try pr("evict", "0xa", disk)
        #expect(unasked.status == 1 && unasked.errors.contains("--yes"))
        let evicted = try pr("evict", "0xa", disk, "--yes")
        #expect(evicted.status == 0, "\(evicted.errors)")
        #expect(
            evicted.output.contains("evicted 'vm-a'") && evicted.output.contains("write-exclusive of 'vm-a', now none"))
        #expect(try b.run("write 0 4k").contains("wrote"))
        #expect(try pr("evict", "vm-x", disk, "--yes").status == 15)
        let log = try pr("log", disk).output.split(separator: "\n")
        #expect(log.count == 3 && log[2].contains("operator") && log[2].contains("evict  GOOD"))
        let last = try JSONParser.parse(try pr("log", "--lines", "1", "--json", disk).output)
        #expect(last["command"]?.stringValue == "evict")
    }

    @Test func `the log goes on as long as somebody follows`() throws {
        #expect(try send("vm-a", "register", "-S", "a").status == 0)
        let process = Process()
        let output = try folder.write("followed", "")
        process.executableURL = try Tool.executable("holdfast")
        process.arguments = ["pr", "log", "--follow", disk]
        let file = try #require(FileHandle(forWritingAtPath: output))
        process.standardOutput = file
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        func lines(_ count: Int) throws -> Bool {
            let deadline = Date(timeIntervalSinceNow: 60)
            while Date() < deadline {
                if try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").count >= count {
                    return true
                }
                usleep(10_000)
            }
            return false
        }
        #expect(try lines(1))
        #expect(try send("vm-b", "register", "-S", "b").status == 0)
        #expect(try lines(2))
        #expect(process.isRunning)
    }

    @Test func `a copied state is adopted or reset, and a damaged one reset`() throws {
        #expect(try send("vm-a", "register", "-S", "a").status == 0)
        let copy = folder.path + "/copy.img"
        try FileManager.default.copyItem(atPath: disk, toPath: copy)
        try FileManager.default.copyItem(atPath: disk + ".pr", toPath: copy + ".pr")
        let lost = try pr("state", copy)
        #expect(lost.status == 7 && lost.output.contains("next: holdfast pr adopt \(copy)"))
        #expect(try pr("verify", copy).status == 36)
        let adopted = try pr("adopt", copy)
        #expect(adopted.status == 0 && adopted.output.contains("added: 0x000000000000000a of 'vm-a'"))
        #expect(try pr("adopt", copy).status == 15)
        #expect(try pr("reset", copy).status == 1)
        #expect(try pr("reset", copy, "-y").status == 0)
        #expect(try object("state", copy)["registrations"]?.arrayValue?.isEmpty == true)
        try Data(count: 32768).write(to: URL(fileURLWithPath: copy + ".pr"))
        #expect(try pr("state", copy).output.contains("next: holdfast pr reset \(copy)"))
        #expect(try pr("reset", copy, "-y").status == 0)
        #expect(try pr("verify", copy).status == 0)
    }

    @Test func `a stopped cluster moves as a file`() throws {
        #expect(try send("vm-a", "register", "-S", "a").status == 0)
        #expect(try send("vm-a", "reserve", "-K", "a", "-T", "8").status == 0)
        let file = try folder.write("reservations.json", try pr("export", disk).output)
        let other = folder.path + "/other.img"
        #expect(FileManager.default.createFile(atPath: other, contents: Data(count: 1 << 20)))
        do {
            let a = try AttachedTool(attachment("vm-c", other))
            let refused = try pr("import", file, other)
            #expect(
                refused.status == 26 && refused.errors.contains("'vm-c'") && refused.errors.contains("\(a.processID)"))
        }
        #expect(try pr("import", file, other).status == 0)
        let state = try object("state", other)
        #expect(state["type"]?.stringValue == "exclusive-access-all-registrants")
        #expect(try pr("import", file, other).status == 1)
        #expect(try pr("import", folder.path, other, "-y").status == 15)
        #expect(try pr("import", try folder.write("x", "[]"), other, "-y").errors.contains("export"))
    }

    @Test(arguments: [
        (["state"], 1, "IMAGE"), (["state", "/absent"], 15, "/absent"), (["state", "a", "b"], 1, "b"),
        (["evict"], 1, "IMAGE"),
        (["evict", "DISK"], 1, "who is to be evicted"), (["why", "a", "b", "c"], 1, "operands"),
        (["why", "x", "DISK"], 15, "nobody"),
        (["reset", "DISK", "-y"], 15, "no reservations"), (["adopt", "DISK"], 15, "no reservations"),
        (["export", "DISK"], 15, "no reservations"), (["import", "/absent", "DISK"], 15, "/absent"),
        (["state", "/dev/null"], 15, "neither"), (["log", "--lines", "-1", "DISK"], 1, "lines"),
        (["state", "--blockdev", "driver=file,node-name=d,filename=DISK"], 15, "pr-manager"),
        (["state", "--blockdev", "driver=file,node-name=d,filename=DISK,pr-manager=x"], 15, "'x'"),
        (["state", "--blockdev", "driver=null-co,node-name=d"], 15, "no disk"),
        (["state", "--blockdev", "driver=raw,node-name=d,file=f"], 15, "'f'"),
        (["state", "--blockdev", "driver=file,node-name=d,filename=DISK,pr-manager=x", "DISK"], 1, "either"),
    ])
    func `what makes no sense or isn't there has its exit status`(
        arguments: [String], status: Int32, text: String
    ) throws {
        let real = arguments.map { $0.replacingOccurrences(of: "DISK", with: disk) }
        let result = try Tool.run(["pr"] + real)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(text), "\(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["disk.img"])
    }

    @Test func `a disk is tried with all that clusters do, and stays as it was`() throws {
        let content = Data((0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 / 4096) })
        try content.write(to: URL(fileURLWithPath: disk))
        let result = try pr("validate", disk)
        #expect(result.status == 0, "\(result.output)")
        #expect(
            !result.output.contains("FAIL")
                && result.output.contains("26 of 26 steps passed; the fence of a busy writer took"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: disk)) == content)
        let report = try object("validate", disk)
        #expect(report["failed"]?.int64Value == 0 && (report["fence-microseconds"]?.int64Value ?? 0) > 0)
        #expect(try object("state", disk)["registrations"]?.arrayValue?.isEmpty == true)
        #expect(try pr("log", disk).output.split(separator: "\n").count > 20)
    }

    @Test func `a disk that others use is not tried`() throws {
        do {
            let a = try AttachedTool(attachment("vm-a"))
            let refused = try pr("validate", disk)
            #expect(refused.status == 26 && refused.errors.contains("\(a.processID)"))
        }
        #expect(try send("vm-a", "register", "-S", "a").status == 0)
        let refused = try pr("validate", disk)
        #expect(refused.status == 26 && refused.errors.contains("'vm-a' registered"))
        #expect(try pr("validate", "/absent").status == 15)
    }

    @Test func `machines that start at the same moment all get the disk`() throws {
        let tool = try Tool.executable("holdfast").path
        for round in 0..<6 {
            let image = "\(folder.path)/round\(round).img"
            #expect(FileManager.default.createFile(atPath: image, contents: Data(count: 1 << 20)))
            let gate = "\(folder.path)/gate\(round)"
            try #require(mkfifo(gate, 0o600) == 0)
            let opener = try #require(FileHandle(forUpdatingAtPath: gate))
            let processes = try (1...4).map { number in
                let process = Process()
                let words = ["'\(tool)' pr"] + attachment("vm-\(number)", image) + ["register -S \(number)"]
                process.executableURL = URL(fileURLWithPath: "/bin/sh")
                process.arguments = ["-c", "read line < \(gate); exec \(words.joined(separator: " "))"]
                try process.run()
                return process
            }
            // A line for each, at once.
            try opener.write(contentsOf: Data("\n\n\n\n".utf8))
            for process in processes {
                process.waitUntilExit()
                #expect(process.terminationStatus == 0)
            }
            #expect(try object("state", image)["registrations"]?.arrayValue?.count == 4)
        }
    }

    @Test func `a fence that kills names whom`() throws {
        #expect(try send("vm-a", "register", "-S", "a").status == 0)
        let writer = Process()
        writer.executableURL = try Tool.executable("holdfast")
        writer.arguments = ["bench"] + attachment("vm-a") + ["-w", "-c", "1000000000", "-d", "8"]
        writer.standardOutput = FileHandle.nullDevice
        writer.standardError = FileHandle.nullDevice
        try writer.run()
        defer { kill(writer.processIdentifier, SIGKILL) }
        func inFlight() throws -> Int64 {
            try object("state", disk)["attachments"]?.arrayValue?.first?["in-flight"]?.int64Value ?? 0
        }
        // Between two batches nothing is in flight.
        let deadline = Date(timeIntervalSinceNow: 60)
        while Date() < deadline {
            kill(writer.processIdentifier, SIGSTOP)
            // It has stopped when the kernel says so, not before.
            func isStopped() throws -> Bool {
                let status = try String(contentsOfFile: "/proc/\(writer.processIdentifier)/stat", encoding: .utf8)
                return status.contains(") T ")
            }
            while try !isStopped(), Date() < deadline { sched_yield() }
            if try inFlight() > 0 { break }
            kill(writer.processIdentifier, SIGCONT)
            // One that is stopped at once again has done nothing between.
            _ = try inFlight()
        }
        try #require(try inFlight() > 0)
        let spared = try pr("evict", "vm-a", disk, "--yes")
        #expect(
            spared.status == 26 && spared.errors.contains("nothing was changed") && spared.errors.contains("stopped"))
        let nodes = [
            "--object", "pr-manager-flock,id=pr,initiator=x,on-stuck=kill,stuck-timeout=500", "--blockdev",
            "driver=file,node-name=d,filename=\(disk),pr-manager=pr",
        ]
        #expect(try Tool.run(["pr", "evict", "vm-a", "--yes"] + nodes).status == 0)
        writer.waitUntilExit()
        #expect(writer.terminationReason == .uncaughtSignal)
        let log = try pr("log", disk).output.split(separator: "\n")
        #expect(log.dropLast().last?.contains("stuck), not drained in ") == true)
        #expect(log.last?.contains("process \(writer.processIdentifier), killed)") == true)
    }

    @Test func `nodes above the file lead to it`() throws {
        let nodes = [
            "--object", "pr-manager-flock,id=pr,initiator=x", "--blockdev",
            "driver=file,node-name=f,filename=\(disk),pr-manager=pr", "--blockdev", "driver=raw,node-name=r,file=f",
        ]
        #expect(try Tool.run(["pr", "state"] + nodes).output.contains("\(disk).pr"))
    }
}
