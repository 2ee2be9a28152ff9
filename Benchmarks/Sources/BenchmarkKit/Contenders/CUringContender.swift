extension OwnContender {
    /// The least loop on liburing that does the workload, in C: the yardstick.
    static let cUring = OwnContender(name: "c-uring", file: "contender-c-uring")
}
