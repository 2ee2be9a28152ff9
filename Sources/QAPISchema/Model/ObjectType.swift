extension Schema {
    /// A struct, a union, or members that were written in place.
    ///
    /// Implicit ones, which stand for members in place, are named `q_obj_NAME-arg` (arguments of a command, data of an
    /// event), `q_obj_NAME-base` (common members of a union) and `q_empty`.
    public struct ObjectType: SchemaEntity {
        /// Name, place, condition, features and documentation.
        public let declaration: Declaration
        /// The type whose members come first, if any: a struct or implicit type.
        public let base: TypeID?
        /// The members written here, in order, without the base's; a union has none.
        public let ownMembers: [Member]
        /// The branches, when this is a union.
        public let union: Union?
        /// Whether some member exists in some builds only.
        public let hasConditionalMembers: Bool
        /// The own members of the base's base and so on, then of the base.
        ///
        /// Shared with those types: a copy for each type would make a small schema that derives much from much a
        /// large one.
        let inherited: [[Member]]

        /// All members that every value has: the base's (and its base's), then the own ones.
        ///
        /// Made anew by each call.
        public var members: [Member] { inherited.flatMap(\.self) + ownMembers }
        /// Whether this is a union.
        public var isUnion: Bool { union != nil }
        /// Whether nobody wrote this type under this name.
        public var isImplicit: Bool { name.hasPrefix("q_") }
        /// Whether values have no members at all.
        public var isEmpty: Bool { union == nil && ownMembers.isEmpty && inherited.allSatisfy(\.isEmpty) }
    }

    /// The branches of a union.
    public struct Union: Sendable {
        /// The common member that chooses the branch; its type is an enumeration.
        public let tag: Member
        /// The branches that were written, in order.
        public let writtenBranches: [Branch]
        /// The values of the tag's enumeration.
        let tagValues: [EnumValue]
        let emptyObject: TypeID

        /// The branches: those written, in order, then an empty one for each other value of the tag, under that
        /// value's condition.
        ///
        /// Made anew by each call.
        public var branches: [Branch] {
            let written = Set(writtenBranches.map(\.name))
            return writtenBranches
                + tagValues.filter { !written.contains($0.name) }.map {
                    Branch(
                        name: $0.name, type: emptyObject, condition: $0.condition, documentation: nil, isImplied: true)
                }
        }
    }

    /// A member of an object, or an argument.
    public struct Member: Sendable {
        /// The name, without the `*` of an optional one.
        public let name: String
        /// The type.
        public let type: TypeID
        /// Whether the member may be left out.
        public let isOptional: Bool
        /// The build condition, if any.
        public let condition: Condition?
        /// The features, in order.
        public let features: [Definition.Feature]
        /// The description in the documentation of the definition that has the member; `nil` without documentation
        /// and where a `documentation-exceptions` pragma excuses the member.
        public let documentation: String?
        /// The object type in which the member is written.
        public let definedIn: TypeID
    }
}
