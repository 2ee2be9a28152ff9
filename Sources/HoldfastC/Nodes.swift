// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

public import CHoldfast
internal import Holdfast

@c @implementation
public func hf_node_add(
    _ backend: OpaquePointer?, _ option: UnsafePointer<CChar>?, _ node: UnsafeMutablePointer<OpaquePointer?>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    node?.pointee = nil
    return answering(message) {
        let added = try Handle.backend(backend).backend.addNode(Text.required(option, "option"))
        node?.pointee = Handle.make(added)
    }
}

@c @implementation
public func hf_node_find(
    _ backend: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ node: UnsafeMutablePointer<OpaquePointer?>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    node?.pointee = nil
    return answering(message) {
        let found = try Handle.backend(backend).backend.node(Text.required(name, "node's name"))
        node?.pointee = Handle.make(found)
    }
}

@c @implementation
public func hf_node_release(_ node: OpaquePointer?) { Handle.release(node, as: Node.self) }

@c @implementation
public func hf_node_remove(
    _ backend: OpaquePointer?, _ name: UnsafePointer<CChar>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) { try Handle.backend(backend).backend.removeNode(Text.required(name, "node's name")) }
}

@c @implementation
public func hf_node_reopen(
    _ backend: OpaquePointer?, _ option: UnsafePointer<CChar>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) { try Handle.backend(backend).backend.reopenNode(Text.required(option, "option")) }
}

@c @implementation
public func hf_node_set_active(
    _ backend: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ active: Int32,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) {
        try Handle.backend(backend).backend.setActive(active != 0, node: Text.optional(name, "node's name"))
    }
}

@c @implementation
public func hf_node_resize(
    _ backend: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ length: UInt64,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) {
        try Handle.backend(backend).backend.resize(Text.required(name, "node's name"), to: length)
    }
}

@c @implementation
public func hf_node_set_write_threshold(
    _ backend: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ offset: UInt64,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) {
        try Handle.backend(backend).backend.setWriteThreshold(offset, of: Text.required(name, "node's name"))
    }
}

@c @implementation
public func hf_node_get_info(_ node: OpaquePointer?, _ info: UnsafeMutablePointer<hf_node_info>?) -> Int32 {
    answering {
        let (node, room) = (try Handle.node(node), try hf_node_info.room(info))
        guard let info else { return }
        hf_node_info(node).fill(info, room: room)
    }
}

@c @implementation
public func hf_node_get_name(
    _ node: OpaquePointer?, _ name: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    name?.pointee = nil
    return answering { try Text.give(Handle.node(node).name, to: name) }
}

extension hf_node_info {
    /// What a node is like now.
    fileprivate init(_ node: Node) {
        self.init()
        if node.isReadOnly { flags |= HF_NODE_READ_ONLY }
        if !node.isActive { flags |= HF_NODE_INACTIVE }
        if node.enforcesReservations { flags |= HF_NODE_ENFORCES_RESERVATIONS }
        length = node.length
        let alignment = node.alignment
        request_alignment = UInt32(clamping: alignment.request)
        memory_alignment = UInt32(clamping: alignment.memory)
        max_command = node.largestCommand ?? 0
    }
}
