import Synchronization
import Sys
import Testing

@Suite struct ThreadFactoryTests {
    @Test("Threads are named, listed while they live, and gone after")
    func listed() throws {
        let factory = ThreadFactory()
        let started = try EventDescriptor()
        let finish = try EventDescriptor()
        let (startedNumber, finishNumber) = (started.rawValue, finish.rawValue)
        try factory.start("hf-test") {
            EventDescriptor.signal(startedNumber)
            _ = try? System.waitReadable([finishNumber], timeoutNanoseconds: nil)
        }
        #expect(try System.waitReadable([startedNumber], timeoutNanoseconds: 60_000_000_000))
        let entry = try #require(factory.threads.first)
        #expect(entry.name == "hf-test")
        #expect(entry.threadID != System.threadID)
        #expect(try Sysfs(root: "/proc/self/task").text("\(entry.threadID)/comm") == "hf-test")
        finish.signal()
        while !factory.threads.isEmpty {}
    }

    @Test("After sealing no thread is made")
    func sealed() {
        let factory = ThreadFactory()
        factory.seal()
        #expect(throws: Errno.notPermitted) { try factory.start("hf-late") {} }
        #expect(factory.threads.isEmpty)
    }

    @Test("Every thread comes from the caller's hook, whose refusal is EAGAIN")
    func hook() throws {
        let names = Mutex<[String]>([])
        let factory = ThreadFactory { name, body in
            names.withLock { $0.append(name) }
            guard name != "refused" else { return false }
            body()
            return true
        }
        try factory.start("first") {}
        #expect(throws: Errno.again) { try factory.start("refused") {} }
        #expect(names.withLock { $0 } == ["first", "refused"])
        #expect(factory.threads.isEmpty)
    }
}
