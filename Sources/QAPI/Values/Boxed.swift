/// A value behind a reference, so that a struct of the schema can contain itself.
///
/// It behaves as the value would: assignment copies, and setting ``value`` changes no other copy.
@dynamicMemberLookup
public struct Boxed<Value: QAPIValue>: QAPIValue {
    private final class Storage: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var storage: Storage

    /// Puts a value into a box.
    public init(_ value: Value) { storage = Storage(value) }

    /// The value in the box.
    public var value: Value {
        get { storage.value }
        set { storage = Storage(newValue) }
    }

    /// A property of the value in the box.
    public subscript<Property>(dynamicMember path: WritableKeyPath<Value, Property>) -> Property {
        get { value[keyPath: path] }
        set { value[keyPath: path] = newValue }
    }

    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        self.init(try Value(from: &visitor, name: name))
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try value.visit(&visitor, name: name)
    }
}

extension Boxed: Equatable where Value: Equatable {
    /// Whether the values are equal.
    public static func == (left: Boxed, right: Boxed) -> Bool { left.value == right.value }
}

extension Boxed: Hashable where Value: Hashable {
    /// Feeds the value to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
