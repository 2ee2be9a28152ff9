// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

internal import BlockSchema
public import CHoldfast
internal import Holdfast
internal import JSON
internal import QAPI
internal import Sys

@c @implementation
public func hf_event_fd(_ backend: OpaquePointer?) -> Int32 {
    answering { try Handle.backend(backend).events.descriptor }
}

@c @implementation
public func hf_event_next(_ backend: OpaquePointer?, _ event: UnsafeMutablePointer<hf_event>?) -> Int32 {
    answering {
        let handle = try Handle.backend(backend)
        let room = try hf_event.room(event)
        guard let event, let item = handle.events.next() else { return Int32(0) }
        // A caller whose struct ends before the JSON couldn't release it.
        let takesJSON = room == MemoryLayout<hf_event>.size
        var own = hf_event()
        switch item {
        case .event(let happened):
            own.describe(happened)
            if takesJSON {
                own.json = happened.message().flatMap { Text.copy(JSONWriter.qemu.string(.object($0.message))) }
            }
        case .lost(let count, let since):
            own.kind = UInt32(HF_EVENT_LOST)
            own.value = count
            own.microseconds = Int64(clamping: since / 1000)
        }
        own.fill(event, room: room)
        return 1
    }
}

extension hf_event {
    fileprivate mutating func describe(_ event: BackendEvent) {
        let meaning = EventMeaning(event.data)
        kind = UInt32(meaning.kind)
        value = meaning.value
        let (seconds, overflow) = event.timestamp.seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? 0 : seconds &+ event.timestamp.microseconds
        withUnsafeMutableBytes(of: &node) { Text.fill($0, with: meaning.node) }
        withUnsafeMutableBytes(of: &id) { Text.fill($0, with: meaning.id) }
    }
}
