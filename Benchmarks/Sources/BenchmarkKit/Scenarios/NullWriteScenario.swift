extension IOScenario {
    /// The kernel's write path without a device behind it.
    static let nullWrite = IOScenario(
        name: "null-write", summary: "4 KiB writes to /dev/null: the kernel's path without a device",
        operation: .write, target: .nullDevice, quickDepths: [32], contenders: ["c-uring", "queue", "fio", "c-aio"],
        thoroughOnly: ["c-aio"])
}
