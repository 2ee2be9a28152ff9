import ArgumentParser
import Glibc

/// One of the tool's two output streams, unbuffered.
struct Output {
    /// The standard output.
    static let standard = Output(descriptor: STDOUT_FILENO)
    /// The standard error output.
    static let error = Output(descriptor: STDERR_FILENO)

    fileprivate let descriptor: Int32

    /// Writes `text` and a line feed.
    func print(_ text: String) { write(text + "\n") }

    /// Writes `text`.
    ///
    /// A reader that has gone ends the tool without complaint, any other failure ends it with status 1.
    func write(_ text: String) {
        var text = text
        let failure: Int32? = text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                let reason = errno
                if written >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                } else if reason != EINTR {
                    return reason
                }
            }
            return nil
        }
        guard let failure else { return }
        if failure == EPIPE { exit(EXIT_SUCCESS) }
        if descriptor != STDERR_FILENO {
            Output.error.print("error: can't write to the standard output: \(String(cString: strerror(failure)))")
        }
        exit(EXIT_FAILURE)
    }
}
