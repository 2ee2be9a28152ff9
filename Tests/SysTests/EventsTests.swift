import Sys
import Testing

@Suite struct EventsTests {
    @Test("An event is readable from signal to clear")
    func event() throws {
        let event = try EventDescriptor()
        #expect(try !System.waitReadable([event.rawValue], timeoutNanoseconds: 0))
        event.signal()
        event.signal()
        #expect(try System.waitReadable([event.rawValue], timeoutNanoseconds: 0))
        #expect(event.clear() == 2)
        #expect(event.clear() == 0)
        #expect(try !System.waitReadable([event.rawValue], timeoutNanoseconds: 0))
    }

    @Test("A timer becomes readable at its time and not when disarmed")
    func timer() throws {
        let timer = try TimerDescriptor()
        let start = System.monotonicNanoseconds
        timer.set(start + 2_000_000)
        #expect(try System.waitReadable([timer.rawValue], timeoutNanoseconds: 60_000_000_000))
        #expect(System.monotonicNanoseconds >= start + 2_000_000)
        timer.clear()
        timer.set(nil)
        #expect(try !System.waitReadable([timer.rawValue], timeoutNanoseconds: 1_000_000))
    }

    @Test("Aligned memory is aligned", arguments: [8, 512, 4096, 65536])
    func aligned(alignment: Int) throws {
        let buffer = try AlignedBuffer(count: 100, alignment: alignment)
        #expect(Int(bitPattern: buffer.bytes.baseAddress) % alignment == 0)
        #expect(buffer.bytes.count == 100)
    }
}
