import BlockSchema
import FoundationEssentials
import JSON
import QAPI

/// Something that parses a document, ready to be repeated.
struct ParseSubject {
    /// The size of the document.
    var bytes: Int
    /// Parses it once.
    var once: () throws -> Void

    /// What a parser said about a document that it should have taken.
    struct Failure: Error {}

    /// The subject of that name with the document of that name; `nil` when there is none.
    static func named(_ subject: String, document: String) -> ParseSubject? {
        if subject == "option" { return option(OptionDocument.all[document]) }
        guard let document = JSONDocument.all.first(where: { $0.name == document }) else { return nil }
        let bytes = Array(document.text.utf8)
        switch subject {
        case "json":
            return ParseSubject(bytes: bytes.count) { _ = try JSONParser.parse(bytes) }
        case "stream":
            let stream = Stream()
            return ParseSubject(bytes: bytes.count) { try stream.feed(bytes) }
        case "decoder":
            let (decoder, data) = (JSONDecoder(), Data(bytes))
            return ParseSubject(bytes: bytes.count) { try document.decode(decoder, data) }
        default: return nil
        }
    }

    /// A `-blockdev` argument, from text to its checked typed value.
    private static func option(_ text: String?) -> ParseSubject? {
        guard let text else { return nil }
        let policy = CompatPolicy()
        return ParseSubject(bytes: text.utf8.count) {
            _ = try OptionArgument(text, impliedKey: "driver").value(as: BlockdevOptions.self, policy: policy)
        }
    }

    /// Keeps one streaming parser alive over all documents.
    private final class Stream {
        private var parser = JSONStreamParser()

        func feed(_ bytes: [UInt8]) throws {
            guard case .value = parser.feed(bytes).first else { throw Failure() }
        }
    }
}
