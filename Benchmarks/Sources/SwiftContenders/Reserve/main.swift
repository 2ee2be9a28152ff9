import CContenderSupport
import Glibc
import Holdfast

// contender-reserve SUBJECT KIND FOLDER COUNT: reservations in software on FOLDER/reserve.img, which it makes. KIND is the
// manager: flock or sqlite. The subjects:
//   bare       a write of 4 KiB and fdatasync, without any manager: what a commit can't do without
//   out        REGISTER AND IGNORE EXISTING KEY
//   audited    the same with the log of commands, which is on unless it's turned off
//   in         READ KEYS with 64 registrants
//   fence      RESERVE against a busy writer
//   bystander  COUNT milliseconds of somebody else's writes while others fence on the same disk; `elsewhere`: on another
//              one; `calm`: nowhere

let arguments = CommandLine.arguments
guard arguments.count == 5, let count = Int(arguments[4]), count > 0 else {
    contender_fail("usage: contender-reserve SUBJECT KIND FOLDER COUNT", 0)
}
let (subject, kind, folder) = (arguments[1], arguments[2], arguments[3])
for name in ["reserve.img", "reserve2.img"] {
    let image = open("\(folder)/\(name)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard image >= 0, ftruncate(image, 64 << 20) == 0 else { contender_fail("\(folder)/\(name)", errno) }
    close(image)
}
for name in ["reserve.img.pr", "reserve2.img.pr", "reserve.img.pr.log", "reserve.db"] { unlink("\(folder)/\(name)") }

func common(_ count: Int, _ body: (Int) throws -> Void) throws {
    let start = contender_now()
    for index in 0..<count { try body(index) }
    contender_report(UInt64(count), start, contender_now())
}

do {
    switch subject {
    case "bare":
        let file = open("\(folder)/reserve.bare", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        var block = [UInt8](repeating: 1, count: 4096)
        guard file >= 0, posix_fallocate(file, 0, 32768) == 0 else { contender_fail("reserve.bare", errno) }
        try common(count) { index in
            block[0] = UInt8(truncatingIfNeeded: index)
            guard pwrite(file, block, block.count, off_t(index & 1) * 16384) == block.count, fdatasync(file) == 0 else {
                contender_fail("reserve.bare", errno)
            }
        }
    case "out", "audited":
        let machine = try Machine("machine", kind, folder, isAudited: subject == "audited")
        try common(count) { index in
            try machine.change(
                PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: UInt64(index % 1000 + 1)))
        }
    case "in":
        let machines = try (0..<64).map { try Machine("machine\($0)", kind, folder) }
        for (index, machine) in machines.enumerated() {
            try machine.change(
                PersistentReserveOut(.registerAndIgnoreExistingKey, key: 0, actionKey: UInt64(index + 1)))
        }
        let read = PersistentReserveIn(.readKeys, allocationLength: 1024)
        try common(count) { _ in
            guard try machines[0].run(read.block, room: 1024) == 0 else { contender_fail("READ KEYS is refused", 0) }
        }
    case "fence": try measureFences(kind, folder, count)
    default:
        guard let storm = Storm(rawValue: subject) else { contender_fail("no such subject", 0) }
        try measureBystander(kind, folder, count, storm)
    }
} catch {
    contender_fail("\(error)", 0)
}
