internal import Block
internal import CHoldfast
internal import Glibc

/// Memory that C and Swift have names of their own for: requests and completions cross without a copy.
enum Layout {
    /// Traps when the two differ; the compiler knows the answer and leaves nothing of the question.
    @inline(__always)
    static func check() {
        precondition(
            MemoryLayout<hf_completion>.stride == 24 && MemoryLayout<Completion>.stride == 24
                && MemoryLayout<hf_completion>.offset(of: \.user_data)
                    == MemoryLayout<Completion>.offset(of: \.userData)
                && MemoryLayout<hf_completion>.offset(of: \.result) == MemoryLayout<Completion>.offset(of: \.result)
                && MemoryLayout<hf_completion>.offset(of: \.residual) == MemoryLayout<Completion>.offset(of: \.residual)
                && MemoryLayout<hf_completion>.offset(of: \.status) == MemoryLayout<Completion>.offset(of: \.status)
                && MemoryLayout<hf_completion>.offset(of: \.sense_length)
                    == MemoryLayout<Completion>.offset(of: \.senseLength),
            "hf_completion is Completion")
        precondition(
            MemoryLayout<iovec>.stride == MemoryLayout<IOVector>.stride
                && MemoryLayout<iovec>.offset(of: \.iov_base) == MemoryLayout<IOVector>.offset(of: \.base)
                && MemoryLayout<iovec>.offset(of: \.iov_len) == MemoryLayout<IOVector>.offset(of: \.count),
            "iovec is IOVector")
    }
}
