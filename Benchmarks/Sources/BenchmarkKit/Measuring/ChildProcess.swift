import Glibc

/// A program that runs to its end while its output is collected.
struct ChildProcess: Sendable {
    /// What a finished program left behind.
    struct Outcome: Sendable {
        /// The exit status, or the negative of the signal that ended it.
        var status: Int32
        var output: String
        var errorOutput: String
        /// From just before it was started until it was gone.
        var seconds: Double
        /// User and system time of the program and the children that it waited for.
        var cpuSeconds: Double
    }

    /// The program, found in PATH, and its arguments.
    var arguments: [String]
    /// Variables on top of the runner's own.
    var environment: [String: String] = [:]

    /// The command as a person would type it.
    var command: String {
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (variables + arguments).map { word in
            word.allSatisfy { $0.isLetter || $0.isNumber || "-_=/.,:@+%".contains($0) } ? word : "'\(word)'"
        }.joined(separator: " ")
    }

    /// Runs the program; throws when it can't be started or fails.
    func run() throws(BenchmarkError) -> Outcome {
        let outcome = try runToEnd()
        guard outcome.status == 0 else {
            let said = outcome.errorOutput.isEmpty ? outcome.output : outcome.errorOutput
            throw BenchmarkError("\(command): status \(outcome.status): \(said.suffix(2000))")
        }
        return outcome
    }

    private func runToEnd() throws(BenchmarkError) -> Outcome {
        let output = try Pipe()
        let errors = try Pipe()
        let start = monotonicSeconds()
        let process = try spawn(output: output, errors: errors)
        close(output.writeEnd)
        close(errors.writeEnd)
        let texts = Self.drain(output.readEnd, errors.readEnd)

        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchmarkError("wait4: \(errorText(errno))") }
        }
        return Outcome(
            status: status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f),
            output: texts.0, errorOutput: texts.1, seconds: monotonicSeconds() - start,
            cpuSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime))
    }

    private func spawn(output: Pipe, errors: Pipe) throws(BenchmarkError) -> pid_t {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let split = text.firstIndex(of: "=") {
                variables[String(text[..<split])] = String(text[text.index(after: split)...])
            }
            next += 1
        }
        variables.merge(environment) { $1 }

        var argumentPointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variablePointers: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer {
            for pointer in argumentPointers + variablePointers { free(pointer) }
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writeEnd, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors.writeEnd, STDERR_FILENO)

        var process: pid_t = 0
        let error = posix_spawnp(
            &process, arguments.first ?? "", &actions, nil, &argumentPointers, &variablePointers)
        guard error == 0 else {
            for end in [output.readEnd, output.writeEnd, errors.readEnd, errors.writeEnd] { close(end) }
            throw BenchmarkError("\(arguments.first ?? ""): \(errorText(error))")
        }
        return process
    }

    /// Reads both ends until both are closed; reading one after the other could block the child.
    private static func drain(_ first: Int32, _ second: Int32) -> (String, String) {
        var bytes: [[UInt8]] = [[], []]
        var descriptors = [first, second].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 65536)
        while descriptors.contains(where: { $0.fd >= 0 }) {
            guard poll(&descriptors, 2, -1) >= 0 else { continue }
            for index in descriptors.indices where descriptors[index].fd >= 0 && descriptors[index].revents != 0 {
                let count = read(descriptors[index].fd, &buffer, buffer.count)
                if count > 0 {
                    bytes[index].append(contentsOf: buffer[..<count])
                } else if count == 0 || errno != EINTR {
                    close(descriptors[index].fd)
                    descriptors[index].fd = -1
                }
            }
        }
        return (String(decoding: bytes[0], as: UTF8.self), String(decoding: bytes[1], as: UTF8.self))
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    private struct Pipe {
        let readEnd: Int32
        let writeEnd: Int32

        init() throws(BenchmarkError) {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw BenchmarkError("pipe: \(errorText(errno))") }
            // Children are started one at a time, so nothing can slip in between.
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            readEnd = ends[0]
            writeEnd = ends[1]
        }
    }
}
