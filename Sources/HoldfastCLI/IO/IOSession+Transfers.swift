import Holdfast

extension IOSession {
    /// What transfers have in common: where, how much, and in how many pieces.
    private struct Range {
        let offset: UInt64
        let lengths: [UInt64]
        let count: UInt64

        init(_ operands: [String]) throws(IOFailure) {
            offset = try IOCommandLine.size(operands[0])
            var lengths: [UInt64] = []
            var count: UInt64 = 0
            for text in operands.dropFirst() {
                let length = try IOCommandLine.size(text)
                let (sum, overflow) = count.addingReportingOverflow(length)
                guard !overflow, sum <= UInt64(Int64.max) else { throw IOFailure("the lengths add up to too much") }
                lengths.append(length)
                count = sum
            }
            self.lengths = lengths
            self.count = count
        }

        /// The pieces of a buffer.
        func vectors(_ buffer: IOBuffer) -> UnsafeMutableBufferPointer<IOVector> {
            let vectors = UnsafeMutableBufferPointer<IOVector>.allocate(capacity: lengths.count)
            var base = buffer.bytes.baseAddress
            for (index, length) in lengths.enumerated() {
                vectors.initializeElement(at: index, to: IOVector(base: base, count: Int(length)))
                base = base.map { $0 + Int(length) }
            }
            return vectors
        }
    }

    /// The part of what was read that must be the pattern.
    private struct Check {
        let pattern: UInt8
        let offset: UInt64
        let count: UInt64

        init?(_ line: IOCommandLine, of total: UInt64) throws(IOFailure) {
            guard let pattern = try line.pattern() else {
                guard !line.has("s"), !line.has("l") else { throw IOFailure("-s and -l need -P") }
                return nil
            }
            self.pattern = pattern
            offset = try line.value("s").map(IOCommandLine.size) ?? 0
            guard offset <= total else { throw IOFailure("the range to check ends behind what is read") }
            count = try line.value("l").map(IOCommandLine.size) ?? (total - offset)
            guard count <= total - offset else { throw IOFailure("the range to check ends behind what is read") }
        }

        func verify(_ buffer: IOBuffer, from start: UInt64) -> String? {
            guard !buffer.isFilled(with: pattern, in: Int(offset)..<Int(offset + count)) else { return nil }
            return "Pattern verification failed at offset \(start + offset), \(count) bytes"
        }
    }

    /// What is printed at the end of a request.
    private func report(
        _ verb: String, _ range: Range, _ line: IOCommandLine, buffer: IOBuffer? = nil
    ) -> (Double) -> String? {
        if line.has("q") { return { _ in nil } }
        let (shows, isTerse) = (line.has("v"), line.has("C"))
        return { seconds in
            let report = IOReport(verb: verb, offset: range.offset, count: range.count, seconds: seconds)
            var text = ""
            if shows, let buffer { text = IOReport.dump(UnsafeRawBufferPointer(buffer.bytes), at: range.offset) }
            return text + (isTerse ? report.fields : report.text) + "\n"
        }
    }

    /// Carries `read`, `readv` and `aio_read` out.
    func read(
        _ command: String, _ line: IOCommandLine, isVector: Bool = false, isAwaited: Bool = true
    ) throws(IOFailure) {
        let range = try Range(line.operands)
        let check = try Check(line, of: range.count)
        // What isn't read stays visible.
        let buffer = try IOBuffer(count: range.count, pattern: 0xab, misalignment: misalignment)
        guard let base = buffer.bytes.baseAddress else { return }
        let vectors = isVector ? range.vectors(buffer) : nil
        try submit(
            command, buffer: buffer, vectors: vectors, registered: line.has("r"), isAwaited: isAwaited,
            report: report("read", range, line, buffer: buffer),
            verify: { buffer in check?.verify(buffer, from: range.offset) }
        ) { (image, number) in
            if let vectors {
                return image.queue.read(
                    image.handle, into: UnsafeBufferPointer(vectors), at: range.offset, userData: number)
            }
            return image.queue.read(
                image.handle, into: base, count: Int(range.count), at: range.offset, userData: number)
        }
    }

    /// Carries `write`, `writev` and `aio_write` out.
    func write(
        _ command: String, _ line: IOCommandLine, isVector: Bool = false, isAwaited: Bool = true
    ) throws(IOFailure) {
        let range = try Range(line.operands)
        let pattern = try line.pattern()
        guard line.has("z") || !(line.has("u") || line.has("n")) else { throw IOFailure("-u and -n need -z") }
        guard [line.has("z"), pattern != nil, line.has("s")].filter(\.self).count <= 1 else {
            throw IOFailure("only one of -z, -P and -s can be given")
        }
        if line.has("z") { return try writeZeroes(command, line, range, isAwaited: isAwaited) }
        let buffer = try IOBuffer(count: range.count, pattern: pattern ?? 0xcd, misalignment: misalignment)
        if let path = line.value("s") { try buffer.fill(from: path) }
        guard let base = buffer.bytes.baseAddress else { return }
        let vectors = isVector ? range.vectors(buffer) : nil
        let durable = try opened().writesThrough || line.has("f")
        try submit(
            command, buffer: buffer, vectors: vectors, registered: line.has("r"), isAwaited: isAwaited,
            report: report("wrote", range, line)
        ) { (image, number) in
            if let vectors {
                return image.queue.write(
                    image.handle, from: UnsafeBufferPointer(vectors), at: range.offset, durable: durable,
                    userData: number)
            }
            return image.queue.write(
                image.handle, from: base, count: Int(range.count), at: range.offset, durable: durable, userData: number)
        }
    }

    private func writeZeroes(
        _ command: String, _ line: IOCommandLine, _ range: Range, isAwaited: Bool
    ) throws(IOFailure) {
        guard range.lengths.count == 1 else { throw IOFailure("-z takes one length") }
        guard !line.has("r") else { throw IOFailure("-z needs no memory that -r could register") }
        var traits: RequestTraits = []
        if try opened().writesThrough || line.has("f") { traits.insert(.durable) }
        if line.has("u") { traits.insert(.mayUnmap) }
        if line.has("n") { traits.insert(.noFallback) }
        try submit(command, isAwaited: isAwaited, report: report("wrote", range, line)) { (image, number) in
            image.queue.writeZeroes(
                image.handle, at: range.offset, count: range.count, traits: traits, userData: number)
        }
    }

    /// Carries `discard` and `aio_discard` out.
    func discard(_ command: String, _ line: IOCommandLine, isAwaited: Bool = true) throws(IOFailure) {
        let range = try Range(line.operands)
        try submit(command, isAwaited: isAwaited, report: report("discard", range, line)) { (image, number) in
            image.queue.discard(image.handle, at: range.offset, count: range.count, userData: number)
        }
    }
}
