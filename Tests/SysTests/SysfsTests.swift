import Sys
import Testing

@Suite struct SysfsTests {
    @Test("Numbers and texts come without the line's end, from the given root")
    func values() throws {
        // A path below the real tree serves as fixture: it exists on every Linux.
        let sysfs = Sysfs(root: "/proc/sys")
        #expect(try sysfs.text("kernel/ostype") == "Linux")
        #expect(sysfs.number("kernel/pid_max").map { $0 > 0 } == true)
    }

    @Test("A missing file or a text that is no number gives nil")
    func missing() {
        let sysfs = Sysfs(root: "/proc/sys")
        #expect(sysfs.number("kernel/no-such-file") == nil)
        #expect(sysfs.number("kernel/ostype") == nil)
        #expect(throws: Errno.noEntry) { try sysfs.text("kernel/no-such-file") }
    }

    @Test("The folder of a device follows its numbers")
    func folder() {
        #expect(Sysfs.folder(of: .init(major: 8, minor: 16)) == "dev/block/8:16")
    }
}
