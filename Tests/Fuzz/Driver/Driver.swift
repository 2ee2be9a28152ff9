import FuzzTargets
import Glibc

/// The target that the environment variable `HOLDFAST_FUZZ` names; lists all targets and leaves when it names none.
private let target: FuzzTarget = {
    let name = getenv("HOLDFAST_FUZZ").map { String(cString: $0) }
    if let target = FuzzTarget.all.first(where: { $0.name == name }) { return target }
    for target in FuzzTarget.all { print(target.name) }
    // Not exit(), which libFuzzer reports as a crash.
    fflush(nil)
    _exit(name == nil ? 0 : 2)
}()

/// Runs one input; libFuzzer's entry.
@c(LLVMFuzzerTestOneInput)
public func runOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target.run(UnsafeRawBufferPointer(start: bytes, count: count))
    return 0
}
