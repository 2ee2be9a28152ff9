extension IOScenario {
    /// The ring and the library, no file and no device.
    static let nop = IOScenario(
        name: "nop", summary: "requests that do nothing: the cost of the ring and of the library",
        operation: .nop, target: .nothing, quickDepths: [32], contenders: ["c-uring", "queue"])
}
