internal import CHoldfast
internal import Sys

/// A struct of the header that begins with its size: callers may have been built with an older or a newer header.
protocol SizedStruct {
    init()
    var size: UInt32 { get set }
}

extension hf_backend_options: SizedStruct {}
extension hf_node_info: SizedStruct {}
extension hf_event: SizedStruct {}
extension hf_queue_options: SizedStruct {}
extension hf_attach_options: SizedStruct {}
extension hf_scsi_command: SizedStruct {}
extension hf_scsi_result: SizedStruct {}
extension hf_device_options: SizedStruct {}

/// What a struct's size may be, of any version: more is no size but something else.
private let sensibleSizes = UInt32(MemoryLayout<UInt32>.size)...4096

extension SizedStruct {
    /// The caller's struct, with 0 for the members that it doesn't have, as NULL has none; nil when its size can't be one.
    static func read(_ caller: UnsafePointer<Self>?) -> Self? {
        guard let caller else { return Self() }
        let source = UnsafeRawPointer(caller)
        let size = source.load(as: UInt32.self)
        guard sensibleSizes.contains(size) else { return nil }
        var own = Self()
        // A member that is cut in two is none: all structs that go in end at a multiple of eight.
        let count = min(Int(size), MemoryLayout<Self>.size) & ~7
        withUnsafeMutableBytes(of: &own) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: source, count: count))
        }
        return own
    }

    /// The caller's options; NULL means the defaults.
    static func options(_ caller: UnsafePointer<Self>?) throws(Failure) -> Self {
        guard let own = read(caller) else { throw Failure(.invalidArgument, "\(Self.self) has an impossible size") }
        return own
    }

    /// How much room a struct that is to be filled in has.
    static func room(_ caller: UnsafeMutablePointer<Self>?) throws(Failure) -> Int {
        guard let caller else { throw .null("\(Self.self)") }
        let size = UnsafeRawPointer(caller).load(as: UInt32.self)
        guard sensibleSizes.contains(size) else {
            throw Failure(.invalidArgument, "\(Self.self) has an impossible size")
        }
        return min(Int(size), MemoryLayout<Self>.size)
    }

    /// Fills in the members that the caller's struct has, which keeps its size.
    func fill(_ caller: UnsafeMutablePointer<Self>, room: Int) {
        let begin = MemoryLayout<UInt32>.size
        guard room > begin else { return }
        withUnsafeBytes(of: self) {
            UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(caller) + begin, count: room - begin)
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[begin..<room]))
        }
    }
}
