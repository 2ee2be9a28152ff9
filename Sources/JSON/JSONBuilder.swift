/// Checks the order of tokens and puts values together, with its own stack instead of recursion.
struct JSONBuilder: ~Copyable, Sendable {
    /// What may come next.
    private enum Expectation: Sendable {
        case value, valueAfterComma, valueOrEnd, name, nameOrEnd, colon, commaOrEnd
    }

    /// An array or object that is not closed yet; its children lie on ``elements`` or ``members`` from `first` on.
    ///
    /// Not private: Swift 6.3.1 fails to compile a stack of private elements that another file owns.
    struct Frame: Sendable {
        var isObject: Bool
        var first: Int
        /// Where each name is among the object's members, once there are many.
        var positions: [ByteString: Int]?
    }

    private let limits: JSONParser.Limits
    private var expectation = Expectation.value
    private var outer = ElementStack<Frame>(capacity: 8)
    private var frame = Frame(isObject: false, first: 0)
    private var nesting = 0
    private var elements = ElementStack<JSONValue>(capacity: 16)
    private var members = ElementStack<JSONObject.Member>(capacity: 16)
    private var tokens = 0
    private(set) var textBytes = 0

    init(limits: JSONParser.Limits) { self.limits = limits }

    /// Whether a message has begun and not ended.
    var isWithinMessage: Bool { tokens > 0 }

    /// How many objects and how many arrays are open.
    var openContainers: (objects: Int, arrays: Int) {
        var objects = frame.isObject ? 1 : 0
        for index in 0..<outer.count where outer[index].isObject { objects += 1 }
        return (objects, nesting - objects)
    }

    /// Forgets the message that has begun.
    mutating func reset() {
        expectation = .value
        outer.removeAll()
        frame = Frame(isObject: false, first: 0)
        nesting = 0
        elements.removeAll()
        members.removeAll()
        tokens = 0
        textBytes = 0
    }

    /// Takes the token that lies between two offsets, and returns the value that it completes, if any.
    @inline(__always)
    mutating func accept(
        _ token: consuming JSONToken, from start: Int, to end: Int
    ) throws(JSONProblem) -> JSONValue? {
        tokens += 1
        textBytes += end - start
        guard tokens <= limits.tokens, textBytes <= limits.textBytes else { throw limitExceeded(at: start) }
        switch token {
        case .string(let text):
            if expectation == .name || expectation == .nameOrEnd {
                try accept(name: text, at: start)
                return nil
            }
            return try accept(value: .string(text), at: start)
        case .scalar(let value): return try accept(value: value, at: start)
        case .structural(let character): return try accept(character, at: start)
        case .end, .incomplete:
            throw JSONProblem(.unexpectedEnd, "the text ends where \(expected) should follow", at: start, .message)
        }
    }

    @inline(__always)
    private mutating func accept(
        _ character: JSONToken.Structural, at offset: Int
    ) throws(JSONProblem) -> JSONValue? {
        switch character {
        case .comma:
            guard expectation == .commaOrEnd else { throw misplaced("','", at: offset) }
            expectation = frame.isObject ? .name : .valueAfterComma
            return nil
        case .colon:
            guard expectation == .colon else { throw misplaced("':'", at: offset) }
            expectation = .value
            return nil
        case .beginObject:
            try open(isObject: true, at: offset)
            return nil
        case .beginArray:
            try open(isObject: false, at: offset)
            return nil
        case .endObject:
            guard expectation == .nameOrEnd || expectation == .commaOrEnd && nesting > 0 && frame.isObject else {
                throw misplaced("'}'", at: offset)
            }
            return close(.object(takeObject()))
        case .endArray:
            guard expectation == .valueOrEnd || expectation == .commaOrEnd && nesting > 0 && !frame.isObject else {
                throw misplaced("']'", at: offset)
            }
            return close(.array(elements.takeLast(from: frame.first)))
        }
    }
}

// MARK: - Values and containers

extension JSONBuilder {
    @inline(__always)
    private mutating func accept(value: consuming JSONValue, at offset: Int) throws(JSONProblem) -> JSONValue? {
        switch expectation {
        case .value, .valueOrEnd, .valueAfterComma: break
        case .name, .nameOrEnd, .colon, .commaOrEnd: throw misplaced("a value", at: offset)
        }
        return attach(value)
    }

    private mutating func accept(name: String, at offset: Int) throws(JSONProblem) {
        let count = members.count - frame.first
        let isTaken: Bool
        if count < JSONObject.indexThreshold {
            isTaken = members.contains(from: frame.first) { $0.name.hasSameBytes(as: name) }
        } else {
            if frame.positions == nil { frame.positions = positionsOfNames() }
            isTaken = frame.positions?.updateValue(count, forKey: ByteString(name)) != nil
        }
        guard !isTaken else {
            throw JSONProblem(.duplicateName, "the name '\(name.shortened)' occurs twice", at: offset, .message)
        }
        members.append(JSONObject.Member(name: name, value: .null))
        expectation = .colon
    }

    private func positionsOfNames() -> [ByteString: Int] {
        var positions: [ByteString: Int] = [:]
        for index in frame.first..<members.count {
            positions[ByteString(members[index].name)] = index - frame.first
        }
        return positions
    }

    private mutating func open(isObject: Bool, at offset: Int) throws(JSONProblem) {
        switch expectation {
        case .value, .valueOrEnd, .valueAfterComma: break
        case .name, .nameOrEnd, .colon, .commaOrEnd: throw misplaced(isObject ? "'{'" : "'['", at: offset)
        }
        guard nesting < limits.nesting else {
            let message = "arrays and objects are nested more than \(limits.nesting) deep"
            throw JSONProblem(.limitExceeded, message, at: offset, .message)
        }
        outer.append(frame)
        nesting += 1
        frame = Frame(isObject: isObject, first: isObject ? members.count : elements.count)
        expectation = isObject ? .nameOrEnd : .valueOrEnd
    }

    private mutating func takeObject() -> JSONObject {
        JSONObject(distinct: members.takeLast(from: frame.first), positions: frame.positions)
    }

    @inline(__always)
    private mutating func close(_ value: consuming JSONValue) -> JSONValue? {
        nesting -= 1
        if let last = outer.popLast() { frame = last }
        return attach(value)
    }

    /// Makes `value` a child of the open container, or returns it when there is none.
    @inline(__always)
    private mutating func attach(_ value: consuming JSONValue) -> JSONValue? {
        guard nesting > 0 else {
            expectation = .value
            tokens = 0
            textBytes = 0
            return value
        }
        if frame.isObject {
            members.top.pointee.value = value
        } else {
            elements.append(value)
        }
        expectation = .commaOrEnd
        return nil
    }
}

// MARK: - Problems

extension JSONBuilder {
    private var expected: String {
        switch expectation {
        case .value: "a value"
        case .valueAfterComma: "an element"
        case .valueOrEnd: "an element or ']'"
        case .name: "a name in quotes"
        case .nameOrEnd: "a name in quotes or '}'"
        case .colon: "':'"
        case .commaOrEnd: frame.isObject ? "',' or '}'" : "',' or ']'"
        }
    }

    @inline(never)
    private func limitExceeded(at offset: Int) -> JSONProblem {
        guard tokens > limits.tokens else { return limits.textProblem(at: offset, .message) }
        let message = "the message has more than \(limits.tokens) tokens"
        return JSONProblem(.limitExceeded, message, at: offset, .message)
    }

    @inline(never)
    private func misplaced(_ found: String, at offset: Int) -> JSONProblem {
        JSONProblem(.syntax, "\(expected) should stand here, not \(found)", at: offset, .message)
    }
}

extension String {
    /// The text, or its beginning when it is too long for an error message.
    fileprivate var shortened: String { utf8.count <= 64 ? self : String(unicodeScalars.prefix(48)) + "..." }
}
