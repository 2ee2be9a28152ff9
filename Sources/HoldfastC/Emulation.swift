// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

public import CHoldfast
internal import Holdfast
internal import SCSI

@c @implementation
public func hf_node_admit(
    _ node: OpaquePointer?, _ cdb: UnsafeRawPointer?, _ length: Int, _ result: UnsafeMutablePointer<hf_scsi_result>?
) -> Int32 {
    answering {
        let (node, room) = (try Handle.node(node), try hf_scsi_result.room(result))
        guard let cdb, let result else { throw Failure.null("command") }
        guard (1...260).contains(length) else { throw Failure(.invalidArgument, "A CDB has 1 to 260 bytes") }
        switch node.admit([UInt8](UnsafeRawBufferPointer(start: cdb, count: length))) {
        case .allowed: return Int32(HF_ADMITTED)
        case .refused(let refusal):
            hf_scsi_result(refusal).fill(result, room: room)
            return Int32(HF_REFUSED)
        case .held: return Int32(HF_HELD)
        case .inactive: return Int32(HF_INACTIVE)
        }
    }
}

@c @implementation
public func hf_node_take_unit_attention(
    _ node: OpaquePointer?, _ result: UnsafeMutablePointer<hf_scsi_result>?
) -> Int32 {
    answering {
        let (node, room) = (try Handle.node(node), try hf_scsi_result.room(result))
        guard let result, let sense = node.takeUnitAttention() else { return Int32(0) }
        hf_scsi_result(.checkCondition(sense)).fill(result, room: room)
        return 1
    }
}

@c @implementation
public func hf_node_device_identification(
    _ node: OpaquePointer?, _ page: UnsafeMutableRawPointer?, _ capacity: Int
) -> Int32 {
    answering {
        guard let bytes = try Handle.node(node).deviceIdentification?.page else {
            throw Failure(.notSupported, "The disk's own identification is to be shown")
        }
        let count = min(max(capacity, 0), bytes.count)
        if count > 0 {
            guard let page else { throw Failure.null("place for the page") }
            UnsafeMutableRawBufferPointer(start: page, count: count).copyBytes(from: bytes.prefix(count))
        }
        return Int32(bytes.count)
    }
}

extension hf_scsi_result {
    /// A result as C programs get it, with sense data in fixed format.
    fileprivate init(_ result: CommandResult) {
        self.init()
        status = result.status.rawValue
        let bytes = result.sense?.fixed ?? []
        sense_length = UInt8(clamping: bytes.count)
        withUnsafeMutableBytes(of: &sense) { $0.copyBytes(from: bytes) }
    }
}
