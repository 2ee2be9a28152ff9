extension IOScenario {
    /// Reads that go to the machine's disk.
    static let directRead = IOScenario(
        name: "direct-read", summary: "4 KiB random reads past the page cache, from the machine's disk",
        operation: .read, target: .directFile, quickDepths: [128],
        contenders: [
            "c-uring", "queue", "async", "fio", "qemu-img", "queue-native", "queue-threads", "c-aio", "qemu-img-aio",
        ],
        thoroughOnly: ["queue-native", "queue-threads", "c-aio", "qemu-img-aio"])
}
