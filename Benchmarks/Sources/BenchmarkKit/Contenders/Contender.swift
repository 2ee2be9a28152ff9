/// A program that can do a workload.
protocol Contender: Sendable {
    /// Its name in figures.
    var name: String { get }
    /// The fewest operations that it can be asked for.
    var leastOperations: Int { get }
    /// Why it can't do `workload`; `nil` when it can.
    func obstacle(to workload: Workload) -> String?
    /// The program that does so many operations of `workload`, all threads together.
    func program(_ workload: Workload, operations: Int) -> ChildProcess
    /// Does so many operations and says how long they took.
    func run(_ workload: Workload, operations: Int) throws -> Sample
}
