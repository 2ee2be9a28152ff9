import Glibc
import Holdfast
import QAPI

/// A run of `holdfast io`: the open image, and the requests under way.
final class IOSession {
    /// A request under way.
    struct Pending {
        /// The command, for messages.
        let command: String
        let report: (Double) -> String?
        /// Looks at what was read; returns what is wrong with it.
        let verify: (IOBuffer) -> String?
        let buffer: IOBuffer?
        let vectors: UnsafeMutableBufferPointer<IOVector>?
        let region: Int?
        let start: ContinuousClock.Instant
        /// Somebody waits for it; otherwise its end is told when it comes.
        let isAwaited: Bool
    }

    let backend: Backend
    /// How far the memory of requests is shifted, so that it is not aligned.
    let misalignment: Int
    /// The open image; nil after `close`.
    var image: IOImage?
    /// Set by `quit`.
    var isOver = false
    /// Whether a command failed.
    private(set) var hasFailed = false

    private var pending: [UInt64: Pending] = [:]
    private var next: UInt64 = 0
    /// The completion of the last awaited request.
    private var last: Completion?

    init(on backend: Backend, misalignment: Int = 0) {
        self.backend = backend
        self.misalignment = misalignment
    }

    /// The open image.
    func opened() throws(IOFailure) -> IOImage {
        guard let image else { throw IOFailure("no image is open; 'open' opens one") }
        return image
    }

    // MARK: - Commands

    /// Carries a line out: one command, or nothing.
    func run(_ line: String) {
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let name = words.first, !name.hasPrefix("#") else { return }
        guard let command = IOCommandTable.command(named: name) else {
            return fail("there is no command '\(name)'; 'help' lists them")
        }
        do throws(IOFailure) {
            let arguments: IOCommandLine
            do throws(IOFailure) {
                arguments = try IOCommandLine(Array(words.dropFirst()), flags: command.flags)
                guard command.operands.contains(arguments.operands.count) else {
                    throw IOFailure("wrong number of operands")
                }
            } catch {
                throw IOFailure("\(name): \(error.message)\nusage: \(command.name) \(command.usage)")
            }
            try command.run(self, arguments)
        } catch {
            fail(error.message)
        }
    }

    /// Notes and tells a failure.
    func fail(_ message: String) {
        hasFailed = true
        Output.standard.print(message)
    }

    // MARK: - Requests

    /// Queues a request and, if it is awaited, waits for its end.
    ///
    /// `enqueue` gets the image and the number that the completion will carry.
    func submit(
        _ command: String, buffer: IOBuffer? = nil, vectors: UnsafeMutableBufferPointer<IOVector>? = nil,
        registered: Bool = false, isAwaited: Bool = true, report: @escaping (Double) -> String? = { _ in nil },
        verify: @escaping (IOBuffer) -> String? = { _ in nil }, _ enqueue: (IOImage, UInt64) -> RequestID?
    ) throws(IOFailure) {
        let image = try opened()
        let number = next
        next += 1
        let region = registered ? buffer.map { image.queue.addRegion($0.bytes).id } : nil
        pending[number] = Pending(
            command: command, report: report, verify: verify, buffer: buffer, vectors: vectors, region: region,
            start: .now, isAwaited: isAwaited)
        while enqueue(image, number) == nil { try poll(min: 1) }
        do throws(Errno) { try image.queue.submit() } catch { throw IOFailure("\(command) failed: \(error)") }
        while isAwaited, pending[number] != nil { try poll(min: 1) }
    }

    /// Asks what is known about the beginning of a range.
    func extent(at offset: UInt64, count: UInt64) throws(IOFailure) -> BlockExtent? {
        last = nil
        try submit("map") { (image, number) in
            image.queue.blockStatus(image.handle, at: offset, count: count, userData: number)
        }
        guard let last, last.result > 0 else { return nil }
        return BlockExtent(offset: offset, count: UInt64(last.result), kind: last.extent)
    }

    /// Waits for all requests under way.
    func finishAll() throws(IOFailure) {
        while !pending.isEmpty { try poll(min: 1) }
    }

    /// Takes what has ended, and waits for at least so many.
    func poll(min: Int) throws(IOFailure) {
        guard let image else { return }
        let ended: [Completion]
        do throws(Errno) {
            ended = try takeCompletions(image, min: min)
        } catch {
            throw IOFailure("polling the queue failed: \(error)")
        }
        for completion in ended { finish(completion, image) }
    }

    private func takeCompletions(_ image: IOImage, min: Int) throws(Errno) -> [Completion] {
        let buffer = UnsafeMutableBufferPointer<Completion>.allocate(capacity: 32)
        defer { buffer.deallocate() }
        let count = try image.queue.poll(buffer, min: min, timeout: min == 0 ? 0 : nil)
        return Array(buffer[..<count])
    }

    private func finish(_ completion: Completion, _ image: IOImage) {
        guard let request = pending.removeValue(forKey: completion.userData) else { return }
        let seconds = request.start.duration(to: .now).seconds
        if let region = request.region { image.queue.removeRegion(region) }
        defer { request.vectors?.deallocate() }
        if request.isAwaited { last = completion }
        guard completion.result >= 0 else {
            return fail("\(request.command) failed: \(Errno(result: Int(completion.result)))")
        }
        if let buffer = request.buffer, let wrong = request.verify(buffer) { fail(wrong) }
        if let text = request.report(seconds) { Output.standard.write(text) }
    }
}
