import Glibc
import Sys

// One process of the multi-process proofs: takes a line, does what it says, answers with a line; ends with its input.
// The commands are listed in Peer.swift.

/// Reads lines from the standard input, and writes answers to the standard output, without buffers that others share.
struct Lines {
    private var pending: [UInt8] = []

    /// The next line, or nil at the end.
    mutating func next() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeFirst(end + 1)
                return line
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            guard let count = try? buffer.withUnsafeMutableBytes({ try System.read(0, $0) }), count > 0 else {
                return nil
            }
            pending += buffer[..<count]
        }
    }

    func answer(_ text: String) {
        let line = Array((text.replacing("\n", with: " ") + "\n").utf8)
        var done = 0
        while done < line.count {
            guard
                let count = try? line.withUnsafeBytes({
                    try System.write(1, UnsafeRawBufferPointer(rebasing: $0[done...]))
                })
            else { return }
            done += count
        }
    }
}

var lines = Lines()
do {
    let peer = try Peer()
    while let line = lines.next() { lines.answer(peer.answer(to: line)) }
} catch {
    lines.answer("error \(error)")
}
// Without farewell: what a process leaves behind that was not asked to leave is part of the proofs.
_exit(0)
