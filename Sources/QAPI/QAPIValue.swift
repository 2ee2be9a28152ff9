/// A type of a schema: it can be read by an ``InputVisitor`` and written by an ``OutputVisitor``.
///
/// The generated types are value types, so QEMU's clone and dealloc visitors have no counterpart here: assignment
/// copies, and the last owner frees. A value that could not be read completely never comes into being.
public protocol QAPIValue: Sendable {
    /// Reads a value; `name` is the member's name, `nil` for the root and for list elements.
    init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError)

    /// Writes the value; `name` is the member's name, `nil` for the root and for list elements.
    func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError)
}

/// A struct or union of a schema.
///
/// The order is start, members (base first, then local, then the branch that the tag chose), check, end.
public protocol QAPIObject: QAPIValue {
    /// Reads the members from the object that the visitor has started.
    init(membersFrom visitor: inout some InputVisitor) throws(QAPIError)

    /// Writes the members into the object that the visitor has started.
    func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError)
}

extension QAPIObject {
    /// Reads the value under a name.
    public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError) {
        try visitor.startStruct(name)
        try self.init(membersFrom: &visitor)
        try visitor.checkStruct()
        visitor.endStruct()
    }

    /// Writes the value under a name.
    public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError) {
        try visitor.startStruct(name)
        try visitMembers(&visitor)
        visitor.endStruct()
    }
}
