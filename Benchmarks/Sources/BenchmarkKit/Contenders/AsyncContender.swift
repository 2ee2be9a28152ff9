extension OwnContender {
    /// Holdfast's `async` functions: one task per request in flight.
    static let async = OwnContender(name: "async", file: "contender-async", lacking: [.nop])
}
