import JSON
import Testing

@Suite struct JSONObjectTests {
    @Test func `members keep the order in which they came`() {
        var object: JSONObject = ["z": 1, "a": 2]
        object["m"] = 3
        object["z"] = 4
        #expect(Array(object.names) == ["z", "a", "m"])
        #expect(object.map(\.value) == [4, 2, 3])
        #expect(object.count == 3)
    }

    @Test func `a later member of the same name replaces the value in place`() {
        let object = JSONObject([.init(name: "a", value: 1), .init(name: "b", value: 2), .init(name: "a", value: 3)])
        #expect(object.members == [.init(name: "a", value: 3), .init(name: "b", value: 2)])
    }

    @Test func `setting nil removes and null stays`() {
        var object: JSONObject = ["a": 1, "b": .null]
        object["a"] = nil
        #expect(object["a"] == nil)
        #expect(object["b"] == .some(.null))
        #expect(object.count == 1)
        object["absent"] = nil
        #expect(object.count == 1)
    }

    @Test func `names differ when their bytes differ`() {
        var object: JSONObject = ["\u{E9}": 1]
        object["e\u{301}"] = 2
        #expect(object.count == 2)
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
    }

    @Test func `appending tells whether the name was free`() {
        var object = JSONObject()
        let first = object.appendIfAbsent("a", 1)
        let second = object.appendIfAbsent("a", 2)
        #expect(first && !second)
        #expect(object == ["a": 1])
    }

    @Test(arguments: [1, 15, 16, 17, 18, 40, 1_000])
    func `look-up, replacement and removal agree with a dictionary at every size`(count: Int) {
        var object = JSONObject()
        var model: [String: Int] = [:]
        for index in 0..<count {
            object["name-\(index)"] = JSONValue(index)
            model["name-\(index)"] = index
        }
        for index in stride(from: 0, to: count, by: 3) {
            object["name-\(index)"] = JSONValue(-index)
            model["name-\(index)"] = -index
        }
        for index in [0, count / 2, count - 1, count] {
            let removed = object.removeValue(forName: "name-\(index)")
            #expect(removed?.int64Value.map(Int.init) == model.removeValue(forKey: "name-\(index)"))
        }
        object.removeAll { $0.name.hasSuffix("7") }
        model = model.filter { !$0.key.hasSuffix("7") }
        #expect(object.count == model.count)
        for (name, value) in model { #expect(object[name] == JSONValue(value)) }
        for (position, name) in object.names.enumerated() { #expect(object.position(ofName: name) == position) }
        object["name-new"] = "last"
        #expect(object.last == .init(name: "name-new", value: "last"))
        #expect(object.position(ofName: "name-new") == object.count - 1)
    }

    @Test func `a large object with its members shuffled is equal`() {
        let names = (0..<500).map { "key\($0)" }
        let forward = JSONObject(names.map { .init(name: $0, value: .string($0)) })
        let backward = JSONObject(names.reversed().map { .init(name: $0, value: .string($0)) })
        #expect(forward == backward)
        #expect(forward.hashValue == backward.hashValue)
        var other = backward
        other["key77"] = "changed"
        #expect(forward != other)
    }
}
