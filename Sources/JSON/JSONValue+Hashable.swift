extension JSONValue: Hashable {
    /// Compares by value: integers whatever their case, members in any order, strings byte for byte.
    ///
    /// Works with a list of pairs instead of recursion, so that no depth of nesting exhausts the stack.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        var pending: [(JSONValue, JSONValue)] = []
        guard equalsShallowly(left, right, &pending) else { return false }
        while let (left, right) = pending.popLast() {
            guard equalsShallowly(left, right, &pending) else { return false }
        }
        return true
    }

    /// Feeds the value to `hasher`, members in any order with the same result.
    ///
    /// Containers deeper than 16 levels count with their size alone, which keeps the stack small.
    public func hash(into hasher: inout Hasher) { hash(into: &hasher, depth: 0) }

    private func hash(into hasher: inout Hasher, depth: Int) {
        switch self {
        case .null:
            hasher.combine(0 as UInt8)
        case .bool(let value):
            hasher.combine(1 as UInt8)
            hasher.combine(value)
        case .int(let value):
            hasher.combine(2 as UInt8)
            hasher.combine(UInt64(bitPattern: value))
            hasher.combine(value < 0)
        case .uint(let value):
            hasher.combine(2 as UInt8)
            hasher.combine(value)
            hasher.combine(false)
        case .double(let value):
            hasher.combine(3 as UInt8)
            hasher.combine(value)
        case .string(let value):
            hasher.combine(4 as UInt8)
            value.hashBytes(into: &hasher)
        case .array(let elements):
            hasher.combine(5 as UInt8)
            hasher.combine(elements.count)
            guard depth < 16 else { return }
            for element in elements { element.hash(into: &hasher, depth: depth + 1) }
        case .object(let object):
            hasher.combine(6 as UInt8)
            hasher.combine(object.count)
            guard depth < 16 else { return }
            var sum = 0
            for member in object.members {
                var inner = Hasher()
                member.name.hashBytes(into: &inner)
                member.value.hash(into: &inner, depth: depth + 1)
                sum &+= inner.finalize()
            }
            hasher.combine(sum)
        }
    }

    /// Compares everything but the children, which it appends to `pending`.
    private static func equalsShallowly(
        _ left: JSONValue, _ right: JSONValue, _ pending: inout [(JSONValue, JSONValue)]
    ) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.int(let left), .int(let right)): return left == right
        case (.uint(let left), .uint(let right)): return left == right
        case (.int(let signed), .uint(let unsigned)), (.uint(let unsigned), .int(let signed)):
            return signed >= 0 && signed.magnitude == unsigned
        case (.double(let left), .double(let right)): return left == right
        case (.string(let left), .string(let right)): return left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return false }
            for index in left.indices { pending.append((left[index], right[index])) }
            return true
        case (.object(let left), .object(let right)):
            guard left.count == right.count else { return false }
            for (index, member) in left.members.enumerated() {
                if index < right.count, member.name.hasSameBytes(as: right.members[index].name) {
                    pending.append((member.value, right.members[index].value))
                } else if let other = right[member.name] {
                    pending.append((member.value, other))
                } else {
                    return false
                }
            }
            return true
        default: return false
        }
    }
}
