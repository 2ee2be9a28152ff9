extension OwnContender {
    /// A queue of Holdfast over a node: raw over file, with statistics.
    static let queue = holdfast("queue", [])
    /// The same on Linux AIO.
    static let queueNative = holdfast("queue-native", ["--engine", "native"], needsDirect: true)
    /// The same on threads.
    static let queueThreads = holdfast("queue-threads", ["--engine", "threads"])

    /// The same in another way.
    static func holdfast(_ name: String, _ arguments: [String], needsDirect: Bool = false) -> OwnContender {
        OwnContender(
            name: name, file: "contender-queue",
            // The methods of Block.BlockQueue.
            entryPoints: "$s5Block0A5QueueV*", arguments: arguments, needsDirect: needsDirect)
    }
}
