import Holdfast
import JSON
import QAPI

/// Commands that open, describe and resize.
extension IOSession {
    /// Carries `open` out.
    func open(_ line: IOCommandLine) throws(IOFailure) {
        guard image == nil else { throw IOFailure("an image is open already; 'close' it first") }
        var settings = ImageSettings(filename: line.operands.first)
        settings.readOnly = line.has("r")
        settings.forceShare = line.has("U")
        settings.cache = try cache(line, "t") ?? (line.has("n") ? .none : .writeback)
        settings.discard = try discard(line) ?? ImageSettings.ioDiscard
        settings.aio = line.value("i")
        settings.options = try options(line) ?? settings.options
        guard settings.filename != nil || settings.options["driver"] != nil else {
            throw IOFailure("open: give a path, or with -o a driver")
        }
        try open(settings, "open")
    }

    private func open(_ settings: ImageSettings, _ command: String) throws(IOFailure) {
        do throws(QAPIError) {
            let node = try settings.open(on: backend)
            image = try IOImage(node, on: backend, settings: settings)
        } catch {
            throw IOFailure("\(command) failed: \(error)")
        }
    }

    /// Carries `close` out, when everything has ended.
    func close() throws(IOFailure) {
        let name = try opened().node.name
        try finishAll()
        image = nil
        do throws(QAPIError) { try backend.removeNode(name) } catch { throw IOFailure("close failed: \(error)") }
    }

    /// Carries `reopen` out, when all requests have ended; what can't be changed leaves the image as it is.
    func reopen(_ line: IOCommandLine) throws(IOFailure) {
        guard !line.has("r") || !line.has("w") else { throw IOFailure("reopen: -r and -w exclude each other") }
        let node = try opened().node
        guard let old = try opened().settings else {
            throw IOFailure("reopen: nodes that were given by --blockdev keep their options")
        }
        var settings = old
        if line.has("r") || line.has("w") { settings.readOnly = line.has("r") }
        if let cache = try cache(line, "c") { settings.cache = cache }
        for member in try options(line)?.members ?? [] { settings.options[member.name] = member.value }
        try finishAll()
        // The queue goes: what it may do depends on the options.
        image = nil
        do throws(QAPIError) {
            do throws(QAPIError) {
                try backend.reopenNodes([settings.blockdev()])
            } catch {
                image = try IOImage(node, on: backend, settings: old)
                throw error
            }
            image = try IOImage(node, on: backend, settings: settings)
        } catch {
            throw IOFailure("reopen failed: \(error)")
        }
    }

    private func cache(_ line: IOCommandLine, _ flag: Character) throws(IOFailure) -> CacheMode? {
        guard let text = line.value(flag) else { return nil }
        guard let mode = CacheMode(rawValue: text) else { throw IOFailure("'\(text)' is no cache mode") }
        return mode
    }

    private func discard(_ line: IOCommandLine) throws(IOFailure) -> String? {
        guard let text = line.value("d") else { return nil }
        guard let mode = ImageSettings.discardMode(text) else { throw IOFailure("'\(text)' is no discard mode") }
        return mode
    }

    /// The options of `-o`, flat.
    private func options(_ line: IOCommandLine) throws(IOFailure) -> JSONObject? {
        guard let text = line.value("o") else { return nil }
        do throws(QAPIError) {
            return try BlockOptions.flatten(try Keyval.parse(text).tree)
        } catch {
            throw IOFailure("-o: \(error)")
        }
    }

    /// Carries `truncate` out.
    func truncate(_ line: IOCommandLine) throws(IOFailure) {
        let size = try IOCommandLine.size(line.operands[0])
        let text = line.value("m") ?? "off"
        guard let mode = ImgResize.mode(text) else {
            throw IOFailure("'\(text)' is no preallocation: there are off, falloc and full")
        }
        let name = try opened().node.name
        // A node that shrinks waits for its requests, which nobody would poll.
        try finishAll()
        do throws(QAPIError) {
            try backend.resize(name, to: size, preallocation: mode)
        } catch {
            throw IOFailure("truncate failed: \(error)")
        }
    }

    /// Carries `info` out.
    func info() throws(IOFailure) {
        let node = try opened().node
        let output = Output.standard
        output.print("node: \(node.name)\ndriver: \(node.driver)")
        if let filename = node.filename { output.print("filename: \(filename)") }
        output.print("length: \(Figures.bytes(Double(node.length))) (\(node.length) bytes)")
        output.print("read-only: \(node.isReadOnly ? "yes" : "no")")
        output.print("engine: \(node.engine.name) (\(node.engine.reason))")
        output.print("alignment: \(node.alignment.request) (memory \(node.alignment.memory))")
        if let failure = node.flushFailure { output.print("flush: fails since one failed with \(failure)") }
        for child in node.children { output.print("\(child.role): \(child.node.name) (\(child.node.driver))") }
    }

    // MARK: - What is stored

    /// Carries `map` out.
    func map() throws(IOFailure) {
        let length = try opened().node.length
        var offset: UInt64 = 0
        while offset < length {
            guard var part = try extent(at: offset, count: length - offset) else { return }
            while part.offset + part.count < length {
                let end = part.offset + part.count
                guard let more = try extent(at: end, count: length - end) else { return }
                guard more.kind.contains(.data) == part.kind.contains(.data) else { break }
                part.count += more.count
            }
            let state = part.kind.contains(.data) ? "    allocated" : "not allocated"
            Output.standard.print(
                "\(Self.amount(part.count)) bytes \(state) at offset \(Self.amount(part.offset))")
            offset += part.count
        }
    }

    private static func amount(_ bytes: UInt64) -> String {
        "\(Figures.bytes(Double(bytes))) (0x\(String(bytes, radix: 16)))"
    }

    /// Carries `alloc` out.
    func alloc(_ line: IOCommandLine) throws(IOFailure) {
        let start = try IOCommandLine.size(line.operands[0])
        let count = try line.operands.count > 1 ? IOCommandLine.size(line.operands[1]) : 512
        var (offset, stored): (UInt64, UInt64) = (0, 0)
        while offset < count {
            guard let part = try extent(at: start + offset, count: count - offset) else { return }
            if part.kind.contains(.data) { stored += part.count }
            offset += part.count
        }
        Output.standard.print(
            "\(stored)/\(count) bytes allocated at offset \(Figures.bytes(Double(start)))")
    }
}

extension ImageSettings {
    /// What discards do in images that `holdfast io` opens by name.
    static let ioDiscard = "unmap"

    /// The discard mode that a word names: `ignore`, `off`, `unmap` or `on`.
    static func discardMode(_ text: String) -> String? {
        switch text {
        case "ignore", "off": "ignore"
        case "unmap", "on": "unmap"
        default: nil
        }
    }
}
