/// The object without members: the arguments of a command that takes none, and the return of one that gives nothing.
public struct QAPIEmpty: QAPIObject, Hashable {
    /// Creates the empty object.
    public init() {}

    /// Reads the members from the object that the visitor has started.
    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {}

    /// Writes the members into the object that the visitor has started.
    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {}
}
