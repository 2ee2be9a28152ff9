import Glibc

/// Where programs are.
enum Programs {
    /// The folder of the runner; contenders are built beside it.
    static let folder: String = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let path = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }()

    /// A file beside the runner.
    static func path(of name: String) -> String { "\(folder)/\(name)" }

    /// The library that counts allocations; the Makefile builds it, two folders above the runner.
    static func counter() throws(BenchmarkError) -> String {
        let path = "\(folder)/../../liballocation-counter.so"
        guard access(path, R_OK) == 0 else {
            throw BenchmarkError("\(path) is not there; run make -C Benchmarks build")
        }
        return path
    }

    /// Whether a program of that name is in PATH, or is there when the name is a path.
    static func exists(_ name: String) -> Bool {
        if name.contains("/") { return access(name, X_OK) == 0 }
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return path.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }
}
