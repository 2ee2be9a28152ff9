extension OwnContender {
    /// A queue of Holdfast over a node: raw over file, with statistics.
    static let queue = OwnContender(
        name: "queue", file: "contender-queue",
        // The methods of Block.BlockQueue.
        entryPoints: "$s5Block0A5QueueV*")
}
