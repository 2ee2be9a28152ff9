/// The object without members: the arguments of a command that takes none, and the return of one that gives nothing.
public struct QAPIEmpty: QAPIObject, Hashable {
    /// Creates the empty object.
    public init() {}

    public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError) {}

    public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError) {}
}
