import JSON
import ObjectModel
import Testing

/// What happened to the objects of one test, in order.
final class Journal: @unchecked Sendable {
    // Safety: each test has its own journal and writes it on one thread.
    var lines: [String] = []
}

/// An object that records its hooks and fails in them when a property tells it to.
final class Probe: ManagedObject {
    let journal: Journal
    var failure: String? = nil

    init(_ creation: ObjectCreation, journal: Journal) throws(ObjectError) {
        self.journal = journal
        super.init(creation)
        failure = creation["fail"]?.stringValue
        journal.lines.append("init \(id)")
        if failure == "init" { throw ObjectError(.failed, "init failed") }
    }

    override func complete() throws(ObjectError) {
        journal.lines.append("complete \(id)")
        if failure == "complete" { throw ObjectError(.failed, "complete failed") }
    }

    override func checkDeletable() throws(ObjectError) {
        journal.lines.append("check \(id)")
        if failure == "delete" { throw ObjectError(.failed, "busy") }
    }

    override func close() { journal.lines.append("close \(id)") }

    override func value(of property: PropertyDescriptor) -> JSONValue? {
        property.name == "state" ? .string("idle") : super.value(of: property)
    }

    override func apply(_ value: JSONValue, to property: PropertyDescriptor) throws(ObjectError) {
        journal.lines.append("apply \(property.name)")
        if value.int64Value == 13 { throw ObjectError(.failed, "13 is unlucky") }
    }
}

/// A store with an abstract type `device` and the types `probe` and `other-probe` derived from it.
func makeStore(_ journal: Journal = Journal()) throws -> ObjectStore {
    let store = ObjectStore()
    try store.register(
        TypeDescriptor(
            abstract: "device", summary: "what probes have in common",
            properties: [PropertyDescriptor("state", .string, access: .readOnly, summary: "what it does")]))
    for name in ["probe", "other-probe"] {
        try store.register(
            TypeDescriptor(
                name, parent: "device", summary: "records what happens",
                properties: [
                    PropertyDescriptor("path", .string, isRequired: true, summary: "where it is"),
                    PropertyDescriptor("level", .int, access: .runTime, default: 5, summary: "how much of it"),
                    PropertyDescriptor("fail", .string, summary: "which hook fails"),
                ],
                factory: { (creation) throws(ObjectError) in try Probe(creation, journal: journal) }))
    }
    return store
}

/// Expects that `body` throws an error with this code, and returns it.
@discardableResult
func expectError(
    _ code: ObjectError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) -> ObjectError? {
    do {
        try body()
        Issue.record("no error, expected \(code)", sourceLocation: sourceLocation)
    } catch let error as ObjectError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        return error
    } catch {
        Issue.record("unexpected \(error)", sourceLocation: sourceLocation)
    }
    return nil
}
