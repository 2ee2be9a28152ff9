extension SwiftGenerator {
    /// A union: the common members, and an enumeration with payloads that is also the tag.
    func union(
        _ type: Schema.ObjectType, _ union: Schema.Union, _ id: Schema.TypeID, _ writer: inout SwiftWriter
    ) {
        let tag = union.tag
        let tagName = SwiftName.member(tag.name)
        let tagType = typeName(tag.type)
        let common = present(type.members).filter { $0.name != tag.name }
        let branches = union.branches.filter { $0.condition.holds(defining: symbols) && exists($0.name, in: tag.type) }
        let names = common.map { SwiftName.member($0.name) }

        writer.documentation(SwiftDocumentation.definition(type.documentation, fallback: "The union `\(type.name)`."))
        writer.block("public struct \(type.name): QAPIObject, Hashable") { writer in
            writer.documentation("What `\(tag.name)` chooses.")
            let keyword = cycles.needsIndirection(id) ? "indirect enum" : "enum"
            writer.block("public \(keyword) Branch: Sendable, Hashable") { writer in
                for branch in branches {
                    writer.documentation(branchDocumentation(branch, of: tag.type))
                    writer.line(
                        "case \(SwiftName.member(branch.name))\(isEmpty(branch) ? "" : "(\(typeName(branch.type)))")")
                }
            }
            writer.line()
            for member in common { property(member, in: id, &writer) }
            writer.documentation("The choice that `\(tag.name)` names, with its own members.")
            writer.line("public var branch: Branch")
            writer.line()
            writer.documentation(SwiftDocumentation.item(tag.documentation, fallback: "The member `\(tag.name)`."))
            writer.block("public var \(tagName): \(tagType)") { writer in
                writer.choice("branch") { writer in
                    for branch in branches {
                        let name = SwiftName.member(branch.name)
                        writer.line("case .\(name): .\(name)")
                    }
                }
            }
            writer.line()
            initializer(common.map { parameter($0, in: id) } + ["branch: Branch"], names + ["branch"], &writer)
            writer.line()
            readMembers(&writer, hasMembers: true) { writer in
                for member in present(type.members) {
                    if member.name == tag.name {
                        writer.line("let \(tagName) = try visitor.required(\"\(tag.name)\", as: \(tagType).self)")
                    } else {
                        read(member, &writer)
                    }
                }
                writer.choice("\(tagName)") { writer in
                    for branch in branches { readBranch(branch, &writer) }
                }
            }
            writer.line()
            writeMembers(&writer, hasMembers: true) { writer in
                for member in present(type.members) { write(member, &writer) }
                writer.choice("branch") { writer in
                    for branch in branches {
                        let name = SwiftName.member(branch.name)
                        writer.line(
                            isEmpty(branch)
                                ? "case .\(name): break"
                                : "case .\(name)(let members): try members.visitMembers(&visitor)")
                    }
                }
            }
        }
    }

    private func readBranch(_ branch: Schema.Branch, _ writer: inout SwiftWriter) {
        let name = SwiftName.member(branch.name)
        let payload = isEmpty(branch) ? "" : "(try \(typeName(branch.type))(membersFrom: &visitor))"
        writer.line("case .\(name): branch = .\(name)\(payload)")
    }

    private func isEmpty(_ branch: Schema.Branch) -> Bool {
        schema.object(branch.type).map { $0.isImplicit && $0.isEmpty } ?? false
    }

    /// Whether the tag's value exists in this build.
    private func exists(_ value: String, in tag: Schema.TypeID) -> Bool {
        guard case .enumeration(let type) = schema[tag] else { return false }
        return type.values.contains { $0.name == value && $0.condition.holds(defining: symbols) }
    }

    private func branchDocumentation(_ branch: Schema.Branch, of tag: Schema.TypeID) -> String {
        guard case .enumeration(let type) = schema[tag],
            let value = type.values.first(where: { $0.name == branch.name })
        else { return "The branch `\(branch.name)`." }
        return SwiftDocumentation.item(value.documentation, fallback: "The branch `\(branch.name)`.")
    }

    /// An alternate: the kind of the value chooses the case.
    func alternate(_ type: Schema.AlternateType, _ id: Schema.TypeID, _ writer: inout SwiftWriter) {
        let branches = type.branches.filter { $0.condition.holds(defining: symbols) }
        let keyword = cycles.needsIndirection(id) ? "indirect enum" : "enum"
        writer.documentation(
            SwiftDocumentation.definition(type.documentation, fallback: "The alternate `\(type.name)`."))
        writer.block("public \(keyword) \(type.name): QAPIValue, Hashable") { writer in
            for branch in branches {
                writer.documentation(
                    SwiftDocumentation.item(branch.documentation, fallback: "The branch `\(branch.name)`."))
                writer.line("case \(SwiftName.member(branch.name))(\(typeName(branch.type)))")
            }
            writer.line()
            writer.documentation("Reads a value; its kind chooses the case.")
            writer.block("public init(from visitor: inout some InputVisitor, name: String?) throws(QAPIError)") {
                writer in
                writer.choice("try visitor.startAlternate(name)") { writer in
                    for branch in branches {
                        let type = typeName(branch.type)
                        writer.line(
                            "case .\(kind(of: branch)): "
                                + "self = .\(SwiftName.member(branch.name))(try \(type)(from: &visitor, name: name))")
                    }
                    let kinds = branches.map { ".\(kind(of: $0))" }.joined(separator: ", ")
                    writer.line("case let kind:")
                    writer.indented { writer in
                        writer.line(
                            "throw visitor.noBranch(for: kind, name, of: \"\(type.name)\", accepting: [\(kinds)])")
                    }
                }
                writer.line("visitor.endAlternate()")
            }
            writer.line()
            writer.documentation("Writes the value of the case.")
            writer.block(
                "public func visit(_ visitor: inout some OutputVisitor, name: String?) throws(QAPIError)"
            ) { writer in
                writer.choice("self") { writer in
                    for branch in branches {
                        writer.line(
                            "case .\(SwiftName.member(branch.name))(let value): "
                                + "try value.visit(&visitor, name: name)")
                    }
                }
            }
        }
    }

    /// The case of `AlternateKind` by which a branch is chosen.
    private func kind(of branch: Schema.Branch) -> String {
        switch schema[branch.type].jsonType {
        case .string: "string"
        case .int, .number: "number"
        case .boolean: "bool"
        case .null: "null"
        case .array: "array"
        case .object, .value: "object"
        }
    }
}
