extension OwnContender {
    /// The same queue by the installed C library, from a program that gcc has built.
    static let library = OwnContender(
        name: "queue-c", file: "contender-c-library", lacking: [.nop], entryPoints: "hf_*")
    /// The same under a manager that checks every request, with nothing reserved.
    static let gated = OwnContender(
        name: "queue-c-gated", file: "contender-c-library", lacking: [.nop], entryPoints: "hf_*",
        arguments: ["--layer", "gate"])
}
