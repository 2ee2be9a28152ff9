extension OwnContender {
    /// The least loop on libaio that does the workload, in C.
    static let cAIO = OwnContender(name: "c-aio", file: "contender-c-aio", lacking: [.nop])
}
