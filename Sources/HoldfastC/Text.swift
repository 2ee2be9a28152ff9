internal import Glibc
internal import JSON
internal import Sys

/// Text that crosses between C and Swift.
enum Text {
    /// A caller's text.
    static func required(_ text: UnsafePointer<CChar>?, _ what: String) throws(Failure) -> String {
        guard let text = try optional(text, what) else { throw .null(what) }
        return text
    }

    /// A caller's text, which may be left out.
    static func optional(_ text: UnsafePointer<CChar>?, _ what: String) throws(Failure) -> String? {
        guard let text else { return nil }
        guard let string = String(validatingCString: text) else {
            throw Failure(.invalidArgument, "The \(what) is not UTF-8")
        }
        return string
    }

    /// A copy for the caller, who releases it by `hf_free()`; nil where there is no memory.
    static func copy(_ text: String) -> UnsafeMutablePointer<CChar>? { text.withCString { strdup($0) } }

    /// Gives the caller a copy.
    static func give(_ text: String, to place: TextPlace?) throws(Failure) {
        guard let place else { throw .null("place for the text") }
        guard let copy = copy(text) else { throw Failure(.noMemory, "There is no memory for the text") }
        place.pointee = copy
    }

    /// Gives the caller a value as JSON.
    static func give(_ value: JSONValue, to place: TextPlace?) throws(Failure) {
        try give(JSONWriter.qemu.string(value), to: place)
    }

    /// Copies what fits whole characters of a text into an array of C, and ends it by a zero byte.
    static func fill(_ bytes: UnsafeMutableRawBufferPointer, with text: String) {
        guard !bytes.isEmpty else { return }
        var end = 0
        for character in text.unicodeScalars {
            let encoded = UTF8.encode(character).map(Array.init) ?? []
            guard end + encoded.count < bytes.count else { break }
            for byte in encoded {
                bytes[end] = byte
                end += 1
            }
        }
        for place in end..<bytes.count { bytes[place] = 0 }
    }
}
