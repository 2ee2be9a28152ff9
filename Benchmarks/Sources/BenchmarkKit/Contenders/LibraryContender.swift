extension OwnContender {
    /// The same queue by the installed C library, from a program that gcc has built.
    static let library = OwnContender(
        name: "queue-c", file: "contender-c-library", lacking: [.nop], entryPoints: "hf_*")
}
