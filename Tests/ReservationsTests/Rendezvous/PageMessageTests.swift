import BlockTestSupport
import Testing

@testable import Reservations

/// The bytes that are said over the socket of an attachment.
@Suite struct PageMessageTests {
    @Test("The bytes are the same for all versions")
    func bytes() {
        #expect(PageMessage.question == Array("hf-ask?\n".utf8) + [1, 0, 0, 0, 0, 0, 0, 0])
        #expect(PageMessage.encode(.offer(.page)) == Array("hf-page\n".utf8) + [1, 0, 1, 0, 0, 0, 0, 0])
        #expect(PageMessage.encode(.offer(.all)) == Array("hf-page\n".utf8) + [1, 0, 7, 0, 0, 0, 0, 0])
        #expect(PageMessage.encode(.refusal(108)) == Array("hf-page\n".utf8) + [1, 0, 0, 0, 108, 0, 0, 0])
    }

    @Test(
        "An answer is read as what was written",
        arguments: [
            PageMessage.Answer.offer(.page), .offer(.all), .offer([.page, .claim]), .refusal(1), .refusal(.max),
        ])
    func roundTrip(answer: PageMessage.Answer) { #expect(PageMessage.answer(PageMessage.encode(answer)) == answer) }

    @Test(
        "What contradicts itself is no answer",
        arguments: [
            [1, 0, 0, 0, 0, 0, 0, 0], [1, 0, 2, 0, 0, 0, 0, 0], [1, 0, 9, 0, 0, 0, 0, 0], [2, 0, 1, 0, 0, 0, 0, 0],
            [1, 0, 1, 0, 5, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0x80],
        ] as [[UInt8]])
    func contradictions(rest: [UInt8]) { #expect(PageMessage.answer(Array("hf-page\n".utf8) + rest) == nil) }

    @Test("No bytes at all make it trap, and only one message is a question")
    func anyBytes() {
        var random = Random(seed: 11)
        for round in 0..<20_000 {
            var bytes = round % 2 == 0 ? PageMessage.encode(.offer(.all)) : PageMessage.question
            if round % 5 == 0 {
                bytes = (0..<Int(random.next() % 40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            }
            for _ in 0..<Int(random.next() % 3) where !bytes.isEmpty {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            #expect(PageMessage.isQuestion(bytes) == (bytes == PageMessage.question))
            if let answer = PageMessage.answer(bytes) { #expect(PageMessage.encode(answer) == bytes) }
        }
    }
}
