/// All scenarios; a new one is its file and its line here.
public enum ScenarioTable {
    /// The scenarios in the order in which they run.
    public static let all: [any Scenario] = [
        CountScenario.instructions,
        CountScenario.allocations,
        LayerScenario(),
        IOScenario.nop,
        IOScenario.nullWrite,
        IOScenario.cachedRead,
        IOScenario.directRead,
        ThreadsScenario(),
        OpenScenario(),
        ReservationScenario(),
        OptionsScenario(),
        JSONScenario(),
        SchemaScenario(),
    ]
}
