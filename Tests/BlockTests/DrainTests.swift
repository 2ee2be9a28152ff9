import Block
import BlockTestSupport
import Sys
import Testing

@Suite struct DrainTests {
    @Test("Drains nest: requests wait for the end of the last")
    func nested() throws {
        let test = try TestQueue()
        let node = NullNode(name: "null", size: 4096)
        let handle = try test.queue.attach(node)
        node.control.beginDrain()
        node.control.beginDrain()
        #expect(node.control.waitDrained(timeoutNanoseconds: 0))
        let memory = try AlignedBuffer(count: 512, alignment: 512)
        let base = try #require(memory.bytes.baseAddress)
        #expect(test.queue.read(handle, into: base, count: 512, at: 0, userData: 1) != nil)
        #expect(try test.poll(min: 0, timeout: 0).isEmpty)
        node.control.endDrain()
        #expect(try test.poll(min: 0, timeout: 0).isEmpty)
        #expect(node.control.waitDrained(timeoutNanoseconds: 0))
        node.control.endDrain()
        #expect(try test.poll().map(\.result) == [512])
    }

    @Test("A drain of the end of a chain holds up requests to all nodes above it")
    func chain() throws {
        let test = try TestQueue()
        let node = NullNode(name: "null", size: 1 << 20)
        let window = try RawNode(name: "w", child: RawNode(name: "r", child: node), offset: 512, size: 4096)
        let handle = try test.queue.attach(window)
        #expect(window.bottom === node)
        node.control.beginDrain()
        let memory = try AlignedBuffer(count: 512, alignment: 512)
        let base = try #require(memory.bytes.baseAddress)
        #expect(test.queue.read(handle, into: base, count: 512, at: 0, userData: 1) != nil)
        #expect(try test.poll(min: 0, timeout: 0).isEmpty)
        node.control.endDrain()
        #expect(try test.poll().map(\.result) == [512])
    }

    @Test("A drain waits for what is in flight, which the owner's pump brings to its end")
    func pump() throws {
        let test = try TestQueue()
        let node = NullNode(name: "null", size: 4096, latency: 5_000_000)
        let handle = try test.queue.attach(node)
        let memory = try AlignedBuffer(count: 512, alignment: 512)
        let base = try #require(memory.bytes.baseAddress)
        #expect(!test.environment.pumpOwnQueues())
        #expect(test.queue.read(handle, into: base, count: 512, at: 0, userData: 1) != nil)
        try test.queue.submit()
        node.control.beginDrain()
        #expect(!node.control.waitDrained(timeoutNanoseconds: 0))
        while test.environment.pumpOwnQueues() {}
        #expect(node.control.waitDrained(timeoutNanoseconds: 0))
        node.control.endDrain()
        // The completion is still the owner's.
        #expect(test.queue.inFlight == 1)
        #expect(try test.poll().map(\.result) == [512])
        #expect(!test.environment.pumpOwnQueues())
    }

    @Test("A queue that goes, or gives a node up, is not waited for")
    func leaving() throws {
        let node = NullNode(name: "null", size: 4096)
        do {
            let test = try TestQueue()
            let handle = try test.queue.attach(node)
            node.control.beginDrain()
            try test.queue.detach(handle)
        }
        #expect(node.control.waitDrained(timeoutNanoseconds: 0))
        #expect(node.control.attachments == 0)
        node.control.endDrain()
    }
}
