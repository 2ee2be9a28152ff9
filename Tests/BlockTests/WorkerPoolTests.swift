import BlockTestSupport
import Synchronization
import Sys
import Testing

@testable import Block

@Suite struct WorkerPoolTests {
    /// A device whose commands wait until they are let go.
    private final class SlowDevice: BottomDriver {
        let name = "slow"
        let control = NodeControl()
        let length: UInt64 = 0
        let running = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        let mayGo = Atomic<Bool>(false)

        func lower(into plan: inout Plan) throws(BlockError) {
            plan.passesCommands = true
        }

        func passThrough(_ command: PassThroughCommand) throws(Errno) -> PassThroughResult {
            let now = running.add(1, ordering: .sequentiallyConsistent).newValue
            while true {
                let seen = most.load(ordering: .relaxed)
                if now <= seen || most.compareExchange(expected: seen, desired: now, ordering: .relaxed).exchanged {
                    break
                }
            }
            while !mayGo.load(ordering: .acquiring) { _ = try System.waitReadable([], timeoutNanoseconds: 100_000) }
            running.subtract(1, ordering: .sequentiallyConsistent)
            return PassThroughResult()
        }
    }

    private func withCommand<Result>(_ body: (UnsafePointer<PassThroughCommand>) throws -> Result) rethrows -> Result {
        let command = TestCommand([0])
        return try withExtendedLifetime(command) { try body(command.pointer) }
    }

    @Test("The pool never has more threads than its limit, and jobs behind it can be taken back")
    func bounded() throws {
        let environment = BlockEnvironment(workerLimit: 2)
        let test = try TestQueue(environment: environment)
        let device = SlowDevice()
        let node = try test.queue.attach(device)
        try withCommand { command throws in
            var names: [RequestID] = []
            for tag in 0..<5 {
                let name = test.queue.passThrough(node, command, userData: UInt64(tag))
                names.append(try #require(name))
            }
            while device.running.load(ordering: .acquiring) < 2 {}
            #expect(environment.workers.load.queued == 3)
            // One that waits ends at once, one that runs ends when it ends.
            for name in [names[4], names[0]] { #expect(test.queue.cancel(name) == true) }
            #expect(try test.poll() == [Completion(userData: 4, result: Errno.canceled.result)])
            device.mayGo.store(true, ordering: .releasing)
            let rest = try test.finish()
            #expect(Set(rest.map(\.userData)) == [0, 1, 2, 3])
            #expect(rest.allSatisfy { $0.result == 0 })
        }
        #expect(device.most.load(ordering: .relaxed) == 2)
        #expect(environment.threads.threads.map(\.name) == ["hf-worker-1", "hf-worker-2"])
    }

    @Test("All threads can be started before the factory is sealed")
    func started() throws {
        let environment = BlockEnvironment(workerLimit: 3)
        try environment.workers.start()
        environment.threads.seal()
        #expect(environment.threads.threads.count == 3)
        let test = try TestQueue(environment: environment)
        let device = SlowDevice()
        device.mayGo.store(true, ordering: .releasing)
        let node = try test.queue.attach(device)
        try withCommand { command throws in
            #expect(try test.one { $0.passThrough(node, command, userData: 0) } == 0)
        }
    }

    @Test("A stopped pool refuses jobs and its threads go")
    func stopped() throws {
        let environment = BlockEnvironment(workerLimit: 2)
        try environment.workers.start()
        environment.workers.stop()
        let deadline = System.monotonicNanoseconds + 60_000_000_000
        while !environment.threads.threads.isEmpty, System.monotonicNanoseconds < deadline {}
        #expect(environment.threads.threads.isEmpty)
        let test = try TestQueue(environment: environment)
        let node = try test.queue.attach(SlowDevice())
        try withCommand { command throws in
            #expect(try test.one { $0.passThrough(node, command, userData: 0) } == Errno.again.result)
        }
    }

    @Test("A queue that goes waits for what a worker has")
    func goes() throws {
        let environment = BlockEnvironment(workerLimit: 1)
        let device = SlowDevice()
        try withCommand { command throws in
            do {
                let test = try TestQueue(environment: environment)
                let node = try test.queue.attach(device)
                test.queue.passThrough(node, command, userData: 0)
                while device.running.load(ordering: .acquiring) < 1 {}
                try environment.threads.start("hf-release") { device.mayGo.store(true, ordering: .releasing) }
            }
            #expect(device.running.load(ordering: .acquiring) == 0)
        }
    }
}
