import BlockSchema
import JSON
import QAPI
import Sys
import Testing

@testable import Holdfast

struct EventTests {
    let backend: Backend

    init() throws { backend = try Backend() }

    private func post(_ size: Int64) {
        backend.runtime.events.post(BlockResizedEvent(nodeName: "disk", size: size))
    }

    @Test func `an observer gets each event in order until it cancels`() throws {
        let sizes = Locked([Int64]())
        let observation = backend.observeEvents { event in
            guard let data = event.data as? BlockResizedEvent else { return }
            sizes.withLock { $0.append(data.size) }
        }
        post(1)
        post(2)
        observation.cancel()
        post(3)
        #expect(sizes.withLock { $0 } == [1, 2])
    }

    @Test func `an observation that is released listens no more`() throws {
        let count = Locked(0)
        var observation: EventObservation? = backend.observeEvents { _ in count.withLock { $0 += 1 } }
        post(1)
        #expect(observation != nil)
        observation = nil
        post(2)
        #expect(count.withLock { $0 } == 1)
    }

    @Test func `a listener may stop listening from its handler`() throws {
        let count = Locked(0)
        let holder = Locked<EventObservation?>(nil)
        let observation = backend.observeEvents { _ in
            count.withLock { $0 += 1 }
            holder.withLock { $0 }?.cancel()
        }
        holder.withLock { $0 = observation }
        post(1)
        post(2)
        #expect(count.withLock { $0 } == 1)
        holder.withLock { $0 = nil }
    }

    @Test func `an event is told as QMP clients see it`() throws {
        let messages = Locked([QAPIEvent]())
        let before = System.realtimeNanoseconds / 1000
        let observation = backend.observeEvents { event in
            guard let message = event.message() else { return }
            messages.withLock { $0.append(message) }
        }
        post(4096)
        let message = try #require(messages.withLock { $0.first })
        #expect(message.name == "BLOCK_RESIZED")
        #expect(message.data?["node-name"] == .string("disk") && message.data?["size"] == .int(4096))
        let time = UInt64(message.timestamp.seconds) * 1_000_000 + UInt64(message.timestamp.microseconds)
        #expect(before...System.realtimeNanoseconds / 1000 ~= time)
        withExtendedLifetime(observation) {}
    }

    @Test func `a stream has the events since it was made and ends with the backend`() async throws {
        var backend: Backend? = try Backend()
        let stream = try #require(backend?.events)
        backend?.runtime.events.post(BlockResizedEvent(nodeName: "a", size: 1))
        backend?.runtime.events.post(BlockResizedEvent(nodeName: "b", size: 2))
        backend = nil
        var names: [String] = []
        for await event in stream {
            if let data = event.data as? BlockResizedEvent { names.append(data.nodeName) }
        }
        #expect(names == ["a", "b"])
    }

    @Test func `a reader that does not read loses the oldest`() async throws {
        var backend: Backend? = try Backend()
        let stream = try #require(backend?.events)
        for size in 0..<Int64(Backend.eventBacklog + 10) {
            backend?.runtime.events.post(BlockResizedEvent(nodeName: "a", size: size))
        }
        backend = nil
        var sizes: [Int64] = []
        for await event in stream {
            if let data = event.data as? BlockResizedEvent { sizes.append(data.size) }
        }
        #expect(sizes.first == 10 && sizes.count == Backend.eventBacklog)
    }
}
