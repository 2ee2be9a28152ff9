import Testing

@testable import BenchmarkKit

struct ChildProcessTests {
    @Test func `both outputs are collected, however much comes first`() throws {
        let script = "head -c 300000 /dev/zero | tr '\\0' e >&2; echo out; echo $GREETING"
        let outcome = try ChildProcess(arguments: ["sh", "-c", script], environment: ["GREETING": "hello"]).run()
        #expect(outcome.output == "out\nhello\n")
        #expect(outcome.errorOutput.utf8.count == 300_000)
    }

    @Test(arguments: [("exit 3", "status 3"), ("kill -9 $$", "status -9"), ("echo why >&2; exit 1", "why")])
    func `a failure says how and why`(script: String, text: String) {
        let error = #expect(throws: BenchmarkError.self) {
            _ = try ChildProcess(arguments: ["sh", "-c", script]).run()
        }
        #expect(error?.message.contains(text) == true)
    }

    @Test func `a program that is not there is named`() {
        let error = #expect(throws: BenchmarkError.self) { _ = try ChildProcess(arguments: ["no-such-program"]).run() }
        #expect(error?.message == "no-such-program: No such file or directory")
    }

    @Test func `a command reads as it would be typed`() {
        let process = ChildProcess(arguments: ["fio", "--name=a b", "x"], environment: ["A": "1"])
        #expect(process.command == "A=1 fio '--name=a b' x")
    }

    @Test func `fields are found by name`() {
        let fields = Fields("operations=100 wall_ns=2500 note=x\n")
        #expect(fields["operations"] == 100)
        #expect(fields["wall_ns"] == 2500)
        #expect(fields["note"] == nil)
        #expect(fields["cpu_ns"] == nil)
    }
}
