import Foundation
import ReservationTestSupport
import SCSI
import Testing

/// The built tool against a helper with state machines behind it.
struct PersistentReserveTests {
    let folder: SocketFolder
    let server: PRTestServer
    let disk: String

    init() throws {
        folder = try SocketFolder()
        server = try PRTestServer(in: folder)
        for name in ["a", "b"] { try server.start(name) }
        disk = try folder.disk("disk.img")
    }

    private func pr(_ initiator: String, _ arguments: String...) throws -> Tool.Result {
        try Tool.run(
            [
                "pr", "--object", "pr-manager-helper,id=pr0,path=\(server.path(initiator))", "--blockdev",
                "driver=file,node-name=d,filename=\(disk),pr-manager=pr0",
            ] + arguments)
    }

    @Test func `two initiators share a disk as with sg_persist`() throws {
        #expect(try pr("a", "register", "--param-sark", "0xa").status == 0)
        #expect(try pr("b", "register-ignore", "--param-sark=b", "--param-aptpl").status == 0)
        #expect(try pr("a", "reserve", "--param-rk", "a", "--prout-type", "5").output.isEmpty)
        let keys = try pr("b", "keys")
        #expect(keys.status == 0)
        #expect(keys.output == "generation: 2\nkeys: 2\n    0x000000000000000a\n    0x000000000000000b\n")
        let reservation = try pr("b", "reservation").output
        #expect(
            reservation == """
                generation: 2
                reservation: write-exclusive-registrants-only
                holder: 0x000000000000000a
                scope: logical unit

                """)
        let conflict = try pr("b", "reserve", "-K", "b", "-T", "exclusive-access")
        #expect(conflict.status == 24 && conflict.output.isEmpty)
        #expect(conflict.errors == "Error: RESERVATION CONFLICT\n")
        #expect(try pr("b", "preempt-abort", "-K", "b", "-S", "a", "-T", "5").status == 0)
        // The first to ask hears of it, once.
        let attention = try pr("a", "keys")
        #expect(attention.status == 6 && attention.errors.contains("6/2Ah/05h: registrations preempted"))
        #expect(try pr("a", "keys").output == "generation: 3\nkeys: 1\n    0x000000000000000b\n")
        #expect(try pr("b", "release", "-K", "b", "-T", "5").status == 0)
        #expect(try pr("b", "clear", "-K", "b").status == 0)
        #expect(try pr("b", "keys").output == "generation: 4\nkeys: 0\n")
        #expect(try pr("b", "reservation").output == "generation: 4\nreservation: none\n")
    }

    @Test func `the status is a table, and a move names its initiator as the table does`() throws {
        for (name, key) in [("a", "a"), ("b", "b")] { #expect(try pr(name, "register", "-S", key).status == 0) }
        #expect(try pr("a", "reserve", "-K", "a", "-T", "1").status == 0)
        let before = try pr("a", "status").output.split(separator: "\n").map(String.init)
        #expect(before.count == 4 && before[1].hasPrefix("key"))
        #expect(before[2].hasPrefix("0x000000000000000a  write-exclusive  1     sas,3"))
        let initiator = try #require(before[3].split(separator: " ").last.map(String.init))
        #expect(try pr("a", "move", "-K", "a", "-S", "c", "--transport-id", initiator, "--unreg").status == 0)
        let after = try pr("b", "status", "--json")
        #expect(
            after.output == """
                {
                    "generation": 3,
                    "truncated": false,
                    "registrations": [
                        {
                            "key": "0x000000000000000c",
                            "initiator": "\(initiator)",
                            "relative-target-port": 1,
                            "all-target-ports": false,
                            "holder": true,
                            "type": "write-exclusive"
                        }
                    ]
                }

                """)
    }

    @Test func `capabilities, keys and reservations for programs`() throws {
        let capabilities = try pr("a", "capabilities", "--json")
        #expect(capabilities.output.contains("\"ptpl-c\": true") && capabilities.output.contains("\"sip-c\": false"))
        #expect(capabilities.output.contains("\"exclusive-access-all-registrants\""))
        #expect(try pr("a", "capabilities").output.contains("persist through power loss (PTPL_C): yes\n"))
        #expect(try pr("a", "register", "-S", "ffffffffffffffff", "--json").output == "{}\n")
        #expect(try pr("a", "keys", "--json").output.contains("\"0xffffffffffffffff\""))
        #expect(try pr("a", "reserve", "-K", "ffffffffffffffff", "-T", "8").status == 0)
        let reservation = try pr("a", "reservation", "--json").output
        #expect(reservation.contains("\"type\": \"exclusive-access-all-registrants\""))
        let failed = try pr("a", "release", "-K", "ffffffffffffffff", "-T", "1", "--json")
        #expect(failed.status == 5)
        #expect(
            failed.output.contains("\"asc\": 38,\n    \"ascq\": 4,") && failed.output.contains("\"exit-status\": 5"))
        #expect(failed.errors.contains("invalid release"))
    }

    @Test func `an answer that finds no room says how much is missing`() throws {
        for name in ["a", "b"] { #expect(try pr(name, "register", "-S", "1").status == 0) }
        #expect(try pr("a", "keys", "--maxlen", "16").output.hasSuffix("and 1 more, for which there was no room\n"))
        #expect(try pr("a", "status", "--maxlen", "60").output.hasSuffix("and more, for which there was no room\n"))
        // Not even the header.
        #expect(try pr("a", "keys", "--maxlen", "3").status == 97)
    }

    @Test(arguments: [
        (["keys", "--param-rk", "1"], 1, "only asks"), (["reserve", "--param-rk", "1"], 1, "--prout-type"),
        (["register", "--param-rk", "xyz"], 1, "no key"), (["register", "-S", "10000000000000000"], 1, "no key"),
        (["reserve", "-T", "2"], 1, "no type"), (["move", "-K", "1"], 1, "--transport-id"),
        (["move", "-X", "sas,xyz"], 1, "no TransportID"), (["clear", "-X", "sas,1"], 1, "takes no"),
        (["clear", "--unreg"], 1, "belong to 'move'"), (["explode"], 1, "explode"),
        (["keys", "--maxlen", "8193"], 1, "8192"),
        (["keys", "--timeout", "0"], 1, "--timeout"), (["reserve", "-K", "9", "-T", "1"], 24, "CONFLICT"),
        (["register", "-S", "1", "-X", "fcp,10000000c9f3a571"], 5, "5/26h/00h"),
    ])
    func `what makes no sense or is refused has its exit status`(
        arguments: [String], status: Int32, text: String
    ) throws {
        let base = [
            "pr", "--object", "pr-manager-helper,id=pr0,path=\(server.path("a"))", "--blockdev",
            "driver=file,node-name=d,filename=\(disk),pr-manager=pr0",
        ]
        let result = try Tool.run(base + arguments)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(text), "\(result.errors)")
    }

    @Test func `what can't be opened or asked has its exit status`() throws {
        #expect(try Tool.run(["pr", "keys"]).status == 1)
        let absent = try Tool.run(["pr", "--blockdev", "driver=file,node-name=d,filename=\(folder("absent"))", "keys"])
        #expect(absent.status == 15 && absent.errors.contains("absent"))
        let plain = try Tool.run(["pr", "--blockdev", "driver=file,node-name=d,filename=\(disk)", "keys"])
        #expect(plain.status == 50 && plain.errors.contains("pr-manager"))
        let device = try Tool.run(["pr", "--blockdev", "driver=host_device,node-name=d,filename=/dev/null", "keys"])
        #expect(device.status == 75 && device.errors.contains("no SCSI device"))
        try server.hold(disk)
        let slow = try pr("a", "keys", "--timeout", "0.05")
        #expect(slow.status == 11 && slow.errors.contains("B/08h/00h: logical unit communication failure"))
    }
}
