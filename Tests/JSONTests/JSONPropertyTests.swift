import Glibc
import JSON
import Testing

@Suite struct JSONPropertyTests {
    @Test(arguments: UInt64(0)..<40)
    func `what is written reads back as an equal value of the same case`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5 {
            let value = JSONValue.random(using: &generator)
            for layout in [JSONWriter.Layout.compact, .spaced, .pretty] {
                for escapes in [false, true] {
                    let writer = JSONWriter(layout, escapesNonASCII: escapes)
                    let bytes = writer.bytes(value)
                    #expect(!escapes || bytes.allSatisfy { $0 < 0x7F })
                    let read = try JSONParser.parse(bytes)
                    #expect(read == value)
                    #expect(read.hashValue == value.hashValue)
                    // The same text again: order, number cases and negative zero are kept.
                    #expect(writer.bytes(read) == bytes)
                }
            }
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `changed bytes never trap and agree between document and stream`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed &+ 1_000)
        for _ in 0..<30 {
            var bytes = JSONWriter(.spaced).bytes(.random(depth: 3, using: &generator))
            let marks = Array("{}[],:\"'\\0-.eE+ut\u{0}\n\u{FF}é".utf8) + [0xFF, 0xFE, 0x80, 0xC0]
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let mark = marks[Int.random(in: 0..<marks.count, using: &generator)]
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = mark
                case 1: bytes.insert(mark, at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            let document = Result { () throws(JSONError) in try JSONParser.parse(bytes, options: .qemu) }
            var stream = JSONStreamParser()
            let events = stream.feed(bytes) + stream.finish()
            var first: JSONError?
            if case .error(let error) = events.first { first = error }
            switch document {
            case .success(let value):
                #expect(events == [.value(value)])
            case .failure(let error) where error.code == .trailingInput:
                #expect(events.count > 1 && first == nil)
            case .failure(let error) where error.code == .unexpectedEnd:
                #expect(events.isEmpty || (events.count == 1 && first?.code == .unexpectedEnd))
            case .failure(let error):
                #expect(first?.code == error.code)
                #expect(first?.line == error.line && first?.column == error.column)
            }
        }
    }

    @Test func `the deepest value fits a small stack`() throws {
        let arrays = String(repeating: "[", count: 1024) + String(repeating: "]", count: 1024)
        let objects = String(repeating: "{\"k\":", count: 1024) + "0" + String(repeating: "}", count: 1024)
        for text in [arrays, objects] {
            var result: Bool?
            try onStack(of: 512 << 10) {
                guard let value = try? JSONParser.parse(text), let other = try? JSONParser.parse(text) else { return }
                var stream = JSONStreamParser()
                result =
                    value == other && value.hashValue == other.hashValue && JSONWriter().string(value) == text
                    && stream.feed(text) + stream.finish() == [.value(value)]
            }
            #expect(result == true)
        }
    }

    /// Runs `body` on a thread with a stack of `size` bytes, and waits for it.
    private func onStack(of size: Int, _ body: () -> Void) throws {
        try withoutActuallyEscaping(body) { body in
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            defer { pthread_attr_destroy(&attributes) }
            try #require(pthread_attr_setstacksize(&attributes, size) == 0)
            let box = Unmanaged.passRetained(Box(body))
            var thread = pthread_t()
            let failure = pthread_create(
                &thread, &attributes,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<Box>.fromOpaque(argument).takeUnretainedValue().body()
                    return nil
                }, box.toOpaque())
            defer { box.release() }
            try #require(failure == 0)
            pthread_join(thread, nil)
        }
    }

    private final class Box {
        let body: () -> Void

        init(_ body: @escaping () -> Void) { self.body = body }
    }
}
