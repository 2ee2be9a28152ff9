import Glibc

/// Seconds on the monotonic clock.
func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Seconds of processor time that this process has used.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The C library's words for an errno value.
func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }

/// Measures `body` in this process.
func sample(operations: Int, _ body: () throws -> Void) rethrows -> Sample {
    let cpu = processorSeconds()
    let start = monotonicSeconds()
    try body()
    let end = monotonicSeconds()
    return Sample(operations: operations, seconds: end - start, cpuSeconds: processorSeconds() - cpu)
}
