import JSON

/// Properties of the JSON parsers and the writer.
enum JSONFuzz {
    /// What parses is written and parses again as an equal value; the QEMU dialect only adds to the standard.
    static func document(_ input: UnsafeRawBufferPointer) {
        let bytes = Array(input)
        guard let value = parse(bytes, .qemu) else {
            precondition(parse(bytes, .standard) == nil, "the standard accepts what the QEMU dialect refuses")
            return
        }
        if let standard = parse(bytes, .standard) {
            precondition(standard == value, "the dialects read different values")
        }
        precondition(value.hashValue == value.hashValue, "the hash of a value changes")
        for writer in [JSONWriter(), .qemu, JSONWriter(.pretty)] {
            let written = writer.bytes(value)
            guard let read = parse(written, .standard) else {
                preconditionFailure("what was written does not parse")
            }
            precondition(read == value && read.hashValue == value.hashValue, "what was written is another value")
            precondition(writer.bytes(read) == written, "what was read is written in another way")
        }
    }

    /// Neither the cuts of a stream nor the document parser change what comes out.
    ///
    /// The first byte chooses the size of the pieces, the second the limits.
    static func stream(_ input: UnsafeRawBufferPointer) {
        guard input.count >= 2 else { return }
        let size = Int(input[0] & 0x1F) + 1
        let bytes = Array(input.dropFirst(2))
        let limits =
            input[1] & 1 == 0
            ? JSONParser.Limits()
            : JSONParser.Limits(textBytes: Int(input[1] >> 2), tokens: Int(input[1] >> 4) + 4, nesting: 3)
        let options = JSONParser.Options(allowsSingleQuotedStrings: true, allowsModifiedUTF8: true, limits: limits)

        var whole = JSONStreamParser(options: options)
        let events = whole.feed(bytes) + whole.finish()
        var pieces = JSONStreamParser(options: options)
        var cutEvents: [JSONStreamParser.Event] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            cutEvents += pieces.feed(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        cutEvents += pieces.finish()
        precondition(cutEvents == events, "the cuts of the stream change its events")

        if let value = parse(bytes, options) {
            precondition(events == [.value(value)], "the stream differs from the document")
        } else if events.count == 1, case .value = events[0] {
            preconditionFailure("the stream accepts what the document parser refuses")
        }
    }

    private static func parse(_ bytes: [UInt8], _ options: JSONParser.Options) -> JSONValue? {
        do throws(JSONError) {
            return try JSONParser.parse(bytes, options: options)
        } catch {
            precondition(error.line >= 1 && error.column >= 1, "an error lies outside the text")
            return nil
        }
    }
}
