extension SwiftGenerator {
    func enumeration(_ type: Schema.EnumType, _ writer: inout SwiftWriter) {
        let values = type.values.filter { $0.condition.holds(defining: symbols) }
        writer.documentation(
            SwiftDocumentation.definition(type.documentation, fallback: "The enumeration `\(type.name)`."))
        writer.block("public enum \(type.name): String, QAPIEnum") { writer in
            for value in values {
                writer.documentation(
                    SwiftDocumentation.item(value.documentation, fallback: "The value `\(value.name)`."))
                let name = SwiftName.member(value.name)
                writer.line(name == value.name ? "case \(name)" : "case \(name) = \"\(value.name)\"")
            }
            writer.line()
            writer.documentation("The name in the schema.")
            writer.line("public static var typeName: String { \"\(type.name)\" }")

            let special = values.filter { !specialFeatures($0.features).isEmpty }
            guard !special.isEmpty else { return }
            writer.line()
            writer.documentation("The special features of this value.")
            writer.block("public var features: QAPIFeatures") { writer in
                writer.choice("self") { writer in
                    for value in special {
                        writer.line("case .\(SwiftName.member(value.name)): \(specialFeatures(value.features))")
                    }
                    if special.count < values.count { writer.line("default: []") }
                }
            }
        }
    }

    func structure(_ type: Schema.ObjectType, _ id: Schema.TypeID, _ writer: inout SwiftWriter) {
        writer.documentation(SwiftDocumentation.definition(type.documentation, fallback: "The struct `\(type.name)`."))
        writer.block("public struct \(type.name): QAPIObject, Hashable") { writer in
            structureBody(present(type.members), id, &writer)
        }
    }

    /// Stored members, initialiser and visit functions of a struct.
    func structureBody(_ members: [Schema.Member], _ id: Schema.TypeID, _ writer: inout SwiftWriter) {
        for member in members { property(member, in: id, &writer) }
        if !members.isEmpty { writer.line() }
        initializer(members.map { parameter($0, in: id) }, members.map { SwiftName.member($0.name) }, &writer)
        writer.line()
        readMembers(&writer, hasMembers: !members.isEmpty) { writer in
            for member in members { read(member, &writer) }
        }
        writer.line()
        writeMembers(&writer, hasMembers: !members.isEmpty) { writer in
            for member in members { write(member, &writer) }
        }
    }

    func property(_ member: Schema.Member, in id: Schema.TypeID, _ writer: inout SwiftWriter) {
        writer.documentation(SwiftDocumentation.item(member.documentation, fallback: "The member `\(member.name)`."))
        writer.line(
            "public var \(SwiftName.member(member.name)): \(typeName(of: member, in: id))\(member.isOptional ? "?" : "")"
        )
    }

    func parameter(_ member: Schema.Member, in id: Schema.TypeID) -> String {
        let type = typeName(of: member, in: id)
        return "\(SwiftName.member(member.name)): \(type)\(member.isOptional ? "? = nil" : "")"
    }

    func initializer(_ parameters: [String], _ names: [String], _ writer: inout SwiftWriter) {
        writer.documentation("Creates a value from its members.")
        guard !names.isEmpty else { return writer.line("public init() {}") }
        writer.list("public init", parameters, " {")
        writer.indented { writer in
            for name in names { writer.line("self.\(name.filter { $0 != "`" }) = \(name)") }
        }
        writer.line("}")
    }

    func readMembers(_ writer: inout SwiftWriter, hasMembers: Bool, _ body: (inout SwiftWriter) -> Void) {
        writer.documentation("Reads the members from the object that the visitor has started.")
        let signature = "public init(membersFrom visitor: inout some InputVisitor) throws(QAPIError)"
        guard hasMembers else { return writer.line(signature + " {}") }
        writer.block(signature, body)
    }

    func writeMembers(_ writer: inout SwiftWriter, hasMembers: Bool, _ body: (inout SwiftWriter) -> Void) {
        writer.documentation("Writes the members into the object that the visitor has started.")
        let signature = "public func visitMembers(_ visitor: inout some OutputVisitor) throws(QAPIError)"
        guard hasMembers else { return writer.line(signature + " {}") }
        writer.block(signature, body)
    }

    func read(_ member: Schema.Member, _ writer: inout SwiftWriter) {
        let call = member.isOptional ? "optional" : "required"
        let features = featureArgument(member.features)
        writer.line("\(SwiftName.member(member.name)) = try visitor.\(call)(\"\(member.name)\"\(features))")
    }

    func write(_ member: Schema.Member, _ writer: inout SwiftWriter) {
        let call = member.isOptional ? "optional" : "required"
        let features = featureArgument(member.features)
        writer.line("try visitor.\(call)(\(SwiftName.member(member.name)), \"\(member.name)\"\(features))")
    }
}
