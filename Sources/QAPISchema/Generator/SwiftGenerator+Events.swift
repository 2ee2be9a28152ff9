extension SwiftGenerator {
    /// An event: a struct of its data that knows its name.
    func event(_ event: Schema.Event, _ writer: inout SwiftWriter) {
        writer.documentation(SwiftDocumentation.definition(event.documentation, fallback: "The event `\(event.name)`."))
        writer.block("public struct \(SwiftName.type(event.name))Event: QAPIEventData, Hashable") { writer in
            writer.documentation("The name in the schema.")
            writer.line("public static var eventName: String { \"\(event.name)\" }")
            let special = specialFeatures(event.features)
            if !special.isEmpty {
                writer.documentation("The special features of the event.")
                writer.line("public static var features: QAPIFeatures { \(special) }")
            }
            writer.line()
            let data = event.data.flatMap { schema.object($0) }
            // A union's data is wrapped: its branch can't be flattened into the event's own members.
            if let id = event.data, let data, data.isUnion {
                wrapped(typeName(id), &writer)
            } else {
                structureBody(present(data?.members ?? []), event.data ?? schema.emptyObject, &writer)
            }
        }
    }

    private func wrapped(_ type: String, _ writer: inout SwiftWriter) {
        writer.documentation("The event's data.")
        writer.line("public var data: \(type)")
        writer.line()
        initializer(["data: \(type)"], ["data"], &writer)
        writer.line()
        readMembers(&writer, hasMembers: true) { $0.line("data = try \(type)(membersFrom: &visitor)") }
        writer.line()
        writeMembers(&writer, hasMembers: true) { $0.line("try data.visitMembers(&visitor)") }
    }
}
