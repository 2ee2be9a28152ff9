/// Writes values as JSON text.
///
/// Whatever is written reads back as an equal value. Doubles have the fewest digits that read back exactly, and
/// always a fraction or an exponent, so that a double never turns into an integer. Quotation marks, backslashes,
/// control characters and U+007F are escaped. JSON has no way to write a double that is not finite (which no parser
/// produces) nor, as this library reads it, a noncharacter: they are written as `null` and as U+FFFD.
public struct JSONWriter: Sendable {
    /// How a value is laid out.
    public enum Layout: Sendable, Hashable {
        /// In one line without any space.
        case compact
        /// In one line with a space after each colon and comma, as QEMU writes.
        case spaced
        /// One element or member a line, indented by four spaces a level.
        case pretty
    }

    /// How values are laid out.
    public var layout: Layout
    /// Whether characters outside ASCII are written as `\uXXXX`, above U+FFFF as a pair of them.
    public var escapesNonASCII: Bool

    /// Creates a writer.
    public init(_ layout: Layout = .compact, escapesNonASCII: Bool = false) {
        self.layout = layout
        self.escapesNonASCII = escapesNonASCII
    }

    /// A writer whose text is laid out and escaped as QEMU's.
    public static let qemu = JSONWriter(.spaced, escapesNonASCII: true)

    /// The text of `value`.
    public func string(_ value: JSONValue) -> String { String(decoding: bytes(value), as: UTF8.self) }

    /// The UTF-8 bytes of `value`.
    public func bytes(_ value: JSONValue) -> [UInt8] {
        var output: [UInt8] = []
        write(value, to: &output)
        return output
    }

    /// Appends the UTF-8 bytes of `value`; containers are kept on a list, so that no nesting exhausts the stack.
    public func write(_ value: JSONValue, to output: inout [UInt8]) {
        var outer: [Open] = []
        guard var open = begin(value, depth: 0, to: &output) else { return }
        while true {
            if let child = writeUpToChild(&open, depth: outer.count + 1, to: &output) {
                if let inner = begin(child, depth: outer.count + 1, to: &output) {
                    outer.append(open)
                    open = inner
                }
            } else {
                output.append(open.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                guard let last = outer.popLast() else { return }
                open = last
            }
        }
    }
}

// MARK: - Containers

extension JSONWriter {
    /// A container that is partly written.
    private struct Open {
        var isObject: Bool
        var elements: [JSONValue] = []
        var members: [JSONObject.Member] = []
        var next = 0
    }

    /// Writes `value`, or only the beginning of a container that has children.
    @inline(__always)
    private func begin(_ value: JSONValue, depth: Int, to output: inout [UInt8]) -> Open? {
        switch value {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: value ? "true".utf8 : "false".utf8)
        case .int(let value): Self.write(value.magnitude, isNegative: value < 0, to: &output)
        case .uint(let value): Self.write(value, isNegative: false, to: &output)
        case .double(let value): Self.write(value, to: &output)
        case .string(let value): write(value, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            if !elements.isEmpty { return Open(isObject: false, elements: elements) }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            if !object.isEmpty { return Open(isObject: true, members: object.members) }
            output.append(UInt8(ascii: "}"))
        }
        return nil
    }

    /// Writes what stands before the next child and returns that; `nil` when there is none.
    @inline(__always)
    private func writeUpToChild(_ open: inout Open, depth: Int, to output: inout [UInt8]) -> JSONValue? {
        let index = open.next
        guard index < (open.isObject ? open.members.count : open.elements.count) else {
            breakLine(depth: depth - 1, to: &output)
            return nil
        }
        open.next += 1
        if index > 0 {
            output.append(UInt8(ascii: ","))
            if layout == .spaced { output.append(UInt8(ascii: " ")) }
        }
        breakLine(depth: depth, to: &output)
        guard open.isObject else { return open.elements[index] }
        write(open.members[index].name, to: &output)
        output.append(UInt8(ascii: ":"))
        if layout != .compact { output.append(UInt8(ascii: " ")) }
        return open.members[index].value
    }

    private func breakLine(depth: Int, to output: inout [UInt8]) {
        guard layout == .pretty else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 4 * depth))
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as JSON in one line.
    public var description: String { JSONWriter(.spaced).string(self) }
}

extension JSONObject: CustomStringConvertible {
    /// The object as JSON in one line.
    public var description: String { JSONValue.object(self).description }
}
