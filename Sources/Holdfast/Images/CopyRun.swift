internal import Block
internal import QAPI
internal import Sys

/// One copy under way: pieces of the source in some state, on one queue.
final class CopyRun {
    /// What a piece is at.
    private enum Stage {
        case free
        case reading
        /// The kernel copies.
        case offloading
        /// The target zeroes.
        case zeroing
        /// Runs are written.
        case writing
    }

    /// Bytes within a piece that are all zeroes, or not.
    private struct Run {
        var range: Range<Int>
        var isZero: Bool
    }

    /// A piece of the source and its part of the memory.
    private struct Piece {
        var stage = Stage.free
        var offset: UInt64 = 0
        var count: UInt64 = 0
        /// What is still to be written, the last run first.
        var runs: [Run] = []
        /// Writes under way.
        var outstanding = 0
    }

    private static let pieceSize = 1 << 20
    /// What the kernel copies or zeroes in one piece; it moves little or nothing.
    private static let largePiece: UInt64 = 64 << 20
    private static let statusTag = UInt64.max
    private static let flushTag = UInt64.max - 1

    private let queue: BlockQueue
    private let source: NodeHandle
    private let target: NodeHandle
    private let names: (source: String, target: String)
    private let options: ImageCopy.Options
    private let length: UInt64
    private let memory: AlignedBuffer
    private let completions: UnsafeMutableBufferPointer<Completion>
    private var pieces: [Piece]
    private var outcome = ImageCopy.Outcome()
    private var offloads: Bool
    /// Ranges that are to be handed out in pieces, the next one last.
    private var work: [BlockExtent] = []
    /// How far the source has been asked about.
    private var asked: UInt64 = 0
    private var isAsking = false
    private var done: UInt64 = 0
    private var failure: QAPIError?

    init(_ source: Node, _ target: Node, _ backend: Backend, _ options: ImageCopy.Options) throws(QAPIError) {
        self.options = options
        names = (source.name, target.name)
        length = source.length
        offloads = options.offload
        let count = min(max(options.parallel, 1), 64)
        pieces = Array(repeating: Piece(), count: count)
        queue = try backend.makeQueue()
        do throws(Errno) {
            memory = try AlignedBuffer(count: count * CopyRun.pieceSize, alignment: 4096)
        } catch {
            throw QAPIError("There is no memory for a copy: \(error)")
        }
        // Who writes to it meanwhile would make it a copy of no certain time.
        self.source = try queue.attach(source, access: .readOnly)
        self.target = try queue.attach(target)
        // The last: an initializer that fails frees nothing.
        completions = .allocate(capacity: 64)
    }

    deinit { completions.deallocate() }

    /// Copies everything.
    func run(_ progress: (UInt64, UInt64) -> Void) throws(QAPIError) -> ImageCopy.Outcome {
        progress(0, length)
        while true {
            startPieces()
            guard queue.inFlight > 0 else { break }
            try poll()
            if failure == nil { progress(done, length) }
        }
        if let failure { throw failure }
        guard queue.flush(target, userData: CopyRun.flushTag) != nil else { throw QAPIError("The queue is full") }
        try poll()
        if let failure { throw failure }
        progress(length, length)
        return outcome
    }

    private func poll() throws(QAPIError) {
        let count: Int
        do throws(Errno) {
            count = try queue.poll(completions, min: 1)
        } catch {
            throw QAPIError("Polling the queue failed: \(error)")
        }
        for completion in completions[..<count] { take(completion) }
    }

    // MARK: - Handing out pieces

    private func startPieces() {
        for index in pieces.indices where pieces[index].stage == .writing { write(index) }
        guard failure == nil else { return }
        while !work.isEmpty, let index = pieces.firstIndex(where: { $0.stage == .free }) {
            guard start(index) else { return }
        }
        guard work.isEmpty, asked < length, !isAsking else { return }
        isAsking =
            queue.blockStatus(source, at: asked, count: length - asked, userData: CopyRun.statusTag) != nil
    }

    /// Begins the next piece of the last range; false when the queue is full.
    private func start(_ index: Int) -> Bool {
        guard var range = work.popLast() else { return true }
        let isZero = range.kind.contains(.zero)
        if isZero, options.targetIsZero {
            // Nothing to do, however long it is.
            finished(range.count, &outcome.zeroes)
            return true
        }
        let count = min(range.count, isZero || offloads ? CopyRun.largePiece : UInt64(CopyRun.pieceSize))
        pieces[index] = Piece(
            stage: isZero ? .zeroing : offloads ? .offloading : .reading, offset: range.offset, count: count)
        let isAccepted = submit(index)
        if isAccepted {
            range.offset += count
            range.count -= count
        } else {
            pieces[index].stage = .free
        }
        if range.count > 0 { work.append(range) }
        return isAccepted
    }

    private func submit(_ index: Int) -> Bool {
        let piece = pieces[index]
        let id: RequestID? =
            switch piece.stage {
            case .zeroing:
                queue.writeZeroes(
                    target, at: piece.offset, count: piece.count, traits: .mayUnmap, userData: UInt64(index))
            case .offloading:
                queue.copy(
                    from: source, at: piece.offset, to: target, at: piece.offset, count: piece.count,
                    userData: UInt64(index))
            default:
                queue.read(
                    source, into: base(index), count: Int(piece.count), at: piece.offset, userData: UInt64(index))
            }
        return id != nil
    }

    private func base(_ index: Int) -> UnsafeMutableRawPointer {
        // The memory has room for every piece.
        memory.bytes.baseAddress.unsafelyUnwrapped + index * CopyRun.pieceSize
    }

    // MARK: - Completions

    private func take(_ completion: Completion) {
        guard completion.userData != CopyRun.statusTag else { return takeStatus(completion) }
        guard completion.userData != CopyRun.flushTag else {
            if completion.result < 0 { fail("Flushing '\(names.target)'", completion) }
            return
        }
        let index = Int(completion.userData)
        let piece = pieces[index]
        switch piece.stage {
        case .offloading where completion.result == Errno.notSupported.result:
            // Some of it may have been copied, which does no harm. From now on it is read.
            offloads = false
            work.append(BlockExtent(offset: piece.offset, count: piece.count, kind: .data))
            pieces[index].stage = .free
        case .offloading: end(index, completion, "Copying", &outcome.offloaded)
        case .zeroing: end(index, completion, "Zeroing", &outcome.zeroes)
        case .reading:
            guard completion.result == Int64(piece.count) else { return endFailed(index, completion, "Reading") }
            pieces[index].stage = .writing
            pieces[index].runs = runs(index)
            write(index)
            endIfWritten(index)
        case .writing:
            pieces[index].outstanding -= 1
            if completion.result < 0 { fail("Writing '\(names.target)'", completion, at: piece.offset) }
            endIfWritten(index)
        case .free: return
        }
    }

    private func takeStatus(_ completion: Completion) {
        isAsking = false
        guard completion.result > 0 else { return fail("Examining '\(names.source)'", completion, at: asked) }
        let count = UInt64(completion.result)
        work.append(BlockExtent(offset: asked, count: count, kind: completion.extent))
        asked += count
    }

    // MARK: - Writing what was read

    /// What a piece that has been read consists of, the last run first.
    private func runs(_ index: Int) -> [Run] {
        let count = Int(pieces[index].count)
        let bytes = UnsafeRawBufferPointer(start: base(index), count: count)
        let step = Int(clamping: options.sparseSize)
        guard step > 0 else { return [Run(range: 0..<count, isZero: false)] }
        var runs: [Run] = []
        for start in stride(from: 0, to: count, by: step) {
            let end = min(start + step, count)
            let isZero = Zeroes.fill(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            if let last = runs.last, last.isZero == isZero {
                runs[runs.count - 1].range = last.range.lowerBound..<end
            } else {
                runs.append(Run(range: start..<end, isZero: isZero))
            }
        }
        return runs.reversed()
    }

    /// Writes as many runs of a piece as the queue takes.
    private func write(_ index: Int) {
        while let run = pieces[index].runs.last {
            let count = UInt64(run.range.count)
            if run.isZero, options.targetIsZero {
                outcome.zeroes += count
                done += count
            } else {
                guard write(run, index) else { return }
                if run.isZero { outcome.zeroes += count } else { outcome.written += count }
                done += count
                pieces[index].outstanding += 1
            }
            pieces[index].runs.removeLast()
        }
    }

    private func write(_ run: Run, _ index: Int) -> Bool {
        let offset = pieces[index].offset + UInt64(run.range.lowerBound)
        let id =
            run.isZero
            ? queue.writeZeroes(
                target, at: offset, count: UInt64(run.range.count), traits: .mayUnmap, userData: UInt64(index))
            : queue.write(
                target, from: base(index) + run.range.lowerBound, count: run.range.count, at: offset,
                userData: UInt64(index))
        return id != nil
    }

    private func endIfWritten(_ index: Int) {
        if failure != nil { pieces[index].runs = [] }
        if pieces[index].runs.isEmpty, pieces[index].outstanding == 0 { pieces[index].stage = .free }
    }

    // MARK: - Ends

    private func end(_ index: Int, _ completion: Completion, _ doing: String, _ total: inout UInt64) {
        guard completion.result >= 0 else { return endFailed(index, completion, doing) }
        finished(pieces[index].count, &total)
        pieces[index].stage = .free
    }

    private func endFailed(_ index: Int, _ completion: Completion, _ doing: String) {
        let name = doing == "Reading" ? names.source : names.target
        fail("\(doing) '\(name)'", completion, at: pieces[index].offset)
        pieces[index].stage = .free
    }

    private func finished(_ count: UInt64, _ total: inout UInt64) {
        total += count
        done += count
    }

    private func fail(_ what: String, _ completion: Completion, at offset: UInt64? = nil) {
        guard failure == nil else { return }
        let place = offset.map { " at offset \($0)" } ?? ""
        let reason = completion.result < 0 ? Errno(result: Int(completion.result)) : .ioError
        failure = QAPIError("\(what) failed\(place): \(reason)")
    }
}
