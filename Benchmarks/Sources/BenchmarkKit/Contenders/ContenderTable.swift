/// All contenders; a new one is its file and its line here.
enum ContenderTable {
    static let all: [any Contender] = [
        OwnContender.cUring,
        OwnContender.cAIO,
        OwnContender.queue,
        OwnContender.queueNative,
        OwnContender.queueThreads,
        OwnContender.library,
        OwnContender.async,
        FioContender(),
        QemuImgContender.uring,
        QemuImgContender.native,
    ]

    static func contender(named name: String) throws(BenchmarkError) -> any Contender {
        guard let found = all.first(where: { $0.name == name }) else {
            throw BenchmarkError("no contender is named \(name)")
        }
        return found
    }
}
