extension IOScenario {
    /// Reads that the page cache answers: the fastest "device" that every contender can use.
    static let cachedRead = IOScenario(
        name: "cached-read", summary: "4 KiB random reads of a file in the page cache",
        operation: .read, target: .cachedFile, quickDepths: [32],
        contenders: ["c-uring", "queue", "async", "fio", "qemu-img", "c-aio"], thoroughOnly: ["c-aio"])
}
