/// Something that takes arbitrary bytes and traps when a property does not hold.
///
/// A target's corpus lies in `Tests/Fuzz/Corpus/NAME`; the replay tests run every file of it.
public struct FuzzTarget: Sendable {
    /// The name of the corpus folder, and the value of `HOLDFAST_FUZZ` that selects the target.
    public let name: String
    /// Runs the target on one input.
    public let run: @Sendable (UnsafeRawBufferPointer) -> Void

    /// All targets.
    public static let all: [FuzzTarget] = [
        FuzzTarget(name: "audit-entry", run: StoreFuzz.audit),
        FuzzTarget(name: "disk-record", run: StoreFuzz.record),
        FuzzTarget(name: "json-document", run: JSONFuzz.document),
        FuzzTarget(name: "json-stream", run: JSONFuzz.stream),
        FuzzTarget(name: "options-block", run: OptionsFuzz.blockOptions),
        FuzzTarget(name: "options-drive", run: OptionsFuzz.drive),
        FuzzTarget(name: "options-integers", run: OptionsFuzz.integerList),
        FuzzTarget(name: "options-keyval", run: OptionsFuzz.keyval),
        FuzzTarget(name: "options-legacy", run: OptionsFuzz.qemuOpts),
        FuzzTarget(name: "options-numbers", run: OptionsFuzz.numbers),
        FuzzTarget(name: "schema", run: SchemaFuzz.schema),
        FuzzTarget(name: "reservation-commands", run: ReservationFuzz.commands),
        FuzzTarget(name: "reservation-data", run: ReservationFuzz.data),
        FuzzTarget(name: "reservation-request", run: ReservationFuzz.request),
        FuzzTarget(name: "reservation-server", run: ReservationFuzz.server),
        FuzzTarget(name: "reservation-client", run: ReservationFuzz.client),
    ]
}
