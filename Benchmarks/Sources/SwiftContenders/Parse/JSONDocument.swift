import FoundationEssentials

/// A document for the JSON scenario, and how JSONDecoder reads it into a type made for it.
struct JSONDocument: Sendable {
    var name: String
    var text: String
    var decode: @Sendable (JSONDecoder, Data) throws -> Void

    /// The documents that a monitor sees: small commands all day, large answers now and then.
    static let all: [JSONDocument] = [command, array, strings, escapes, numbers]

    /// A monitor command of about a hundred bytes.
    private static let command = JSONDocument(
        name: "command",
        text: """
            {"execute": "blockdev-add", "arguments": {"driver": "raw", "node-name": "disk0", "file": "lun0"}, "id": 17}
            """,
        decode: decoder(Command.self))

    /// A megabyte of objects like those that describe a schema.
    private static let array: JSONDocument = {
        var random = SplitMix(seed: 2)
        let entries = (0..<4000).map { index in
            let members = (0..<(1 + random.next() % 6)).map { member in
                let optional = member % 2 == 1 ? ", \"default\": null" : ""
                return
                    "{\"name\": \"member-\(random.next() % 1000)\", \"type\": \"\(random.next() % 5000)\"\(optional)}"
            }
            return
                "{\"name\": \"\(index)\", \"meta-type\": \"object\", \"members\": [\(members.joined(separator: ", "))]}"
        }
        return JSONDocument(
            name: "array", text: "[\(entries.joined(separator: ", "))]", decode: decoder([Entry].self))
    }()

    /// Strings as a monitor sees them: names and paths, some with an escape or beyond ASCII.
    private static let strings = JSONDocument(
        name: "strings",
        text: list(
            seed: 3,
            of: ["/dev/disk/by-id/", "scsi-36001405", "node-17", "plain text ", "qemu:///", "\\n", "zpráva"]),
        decode: decoder([String].self))

    /// Strings in which most characters need a look.
    private static let escapes = JSONDocument(
        name: "escapes", text: list(seed: 5, of: ["zpráva", "磁盘", "\\n\\t\\\"", "\\u00e9\\ud83d\\ude00", "a"]),
        decode: decoder([String].self))

    /// A list of strings put together from words.
    private static func list(seed: UInt64, of words: [String]) -> String {
        var random = SplitMix(seed: seed)
        let strings = (0..<5000).map { _ in
            let text = (0..<(1 + random.next() % 8)).map { _ in words[Int(random.next() % UInt64(words.count))] }
            return "\"\(text.joined())\""
        }
        return "[\(strings.joined(separator: ", "))]"
    }

    /// Numbers: small, 64-bit, and with a fraction or an exponent.
    private static let numbers: JSONDocument = {
        var random = SplitMix(seed: 4)
        let numbers = (0..<20000).map { index in
            switch index % 4 {
            case 0: "\(random.next() % 1000)"
            case 1: "\(Int64(bitPattern: random.next()))"
            case 2: "\(Double(random.next() % 1_000_000) / 1000)"
            default: "\(random.next() % 10000)e-\(random.next() % 20)"
            }
        }
        return JSONDocument(
            name: "numbers", text: "[\(numbers.joined(separator: ", "))]", decode: decoder([Double].self))
    }()

    private static func decoder<Value: Decodable & Sendable>(
        _ type: Value.Type
    ) -> @Sendable (JSONDecoder, Data) throws -> Void {
        { decoder, data in _ = try decoder.decode(type, from: data) }
    }

    private struct Command: Decodable {
        struct Arguments: Decodable {
            var driver: String
            var nodeName: String
            var file: String

            enum CodingKeys: String, CodingKey {
                case driver, file
                case nodeName = "node-name"
            }
        }
        var execute: String
        var arguments: Arguments
        var id: Int
    }

    private struct Entry: Decodable {
        struct Member: Decodable {
            var name: String
            var type: String
        }
        var name: String
        var metaType: String
        var members: [Member]

        enum CodingKeys: String, CodingKey {
            case name, members
            case metaType = "meta-type"
        }
    }
}
