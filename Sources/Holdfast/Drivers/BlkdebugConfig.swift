internal import BlockSchema
internal import JSON
internal import QAPI
internal import Sys

/// A file with rules of `blkdebug`: sections in brackets, with `name = "value"` lines.
enum BlkdebugConfig {
    /// The rules of all kinds.
    struct Rules: Sendable {
        var failures: [BlkdebugInjectErrorOptions] = []
        var delays: [BlkdebugInjectDelayOptions] = []
        var shorts: [BlkdebugInjectShortOptions] = []
        var transitions: [BlkdebugSetStateOptions] = []
    }

    private static let largestFile = 1 << 20
    private static let sections = ["inject-error", "inject-delay", "inject-short", "set-state"]

    /// Reads a file.
    ///
    /// - Throws: An error with the place in the file.
    static func read(_ path: String, parameter: String) throws(QAPIError) -> Rules {
        let text: String
        do throws(Errno) {
            text = try contents(path)
        } catch {
            throw QAPIError("Cannot read '\(QAPIError.shown(path))': \(error)", parameter: parameter)
        }
        return try parse(text, name: path, parameter: parameter)
    }

    private static func contents(_ path: String) throws(Errno) -> String {
        let file = try System.open(path, .readOnly)
        let buffer = try AlignedBuffer(count: 4096, alignment: 8)
        var bytes: [UInt8] = []
        while true {
            let count = try System.read(file.rawValue, buffer.bytes)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer.bytes[..<count]
            guard bytes.count <= largestFile else { throw .fileTooLarge }
        }
    }

    /// Reads the text of a file.
    static func parse(_ text: String, name: String, parameter: String) throws(QAPIError) -> Rules {
        var rules = Rules()
        var section: (name: String, line: Int)?
        var members = JSONObject()
        func refuse(_ line: Int, _ message: String) -> QAPIError {
            QAPIError("\(QAPIError.shown(name)):\(line): \(message)", parameter: parameter)
        }
        func end() throws(QAPIError) {
            guard let current = section else { return }
            do throws(QAPIError) {
                switch current.name {
                case "inject-error": rules.failures.append(try BlkdebugInjectErrorOptions(keyval: members))
                case "inject-delay": rules.delays.append(try BlkdebugInjectDelayOptions(keyval: members))
                case "inject-short": rules.shorts.append(try BlkdebugInjectShortOptions(keyval: members))
                default: rules.transitions.append(try BlkdebugSetStateOptions(keyval: members))
                }
            } catch {
                throw refuse(current.line, error.message)
            }
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = trimmed(line)
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("[") {
                try end()
                let title = line.dropFirst().prefix { $0 != "]" && $0 != " " }
                guard line.hasSuffix("]"), sections.contains(String(title)) else {
                    throw refuse(
                        index + 1, "sections are \(sections.map { "[\($0)]" }.joined(separator: ", "))")
                }
                section = (String(title), index + 1)
                members = JSONObject()
                continue
            }
            guard section != nil, let equals = line.firstIndex(of: "=") else {
                throw refuse(index + 1, "expected a section, or name = \"value\" in one")
            }
            let value = trimmed(line[line.index(after: equals)...])
            guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else {
                throw refuse(index + 1, "values stand in double quotes")
            }
            members[String(trimmed(line[..<equals]))] = .string(String(value.dropFirst().dropLast()))
        }
        try end()
        return rules
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
