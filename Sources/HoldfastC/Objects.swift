// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

internal import CHoldfast
internal import Holdfast
internal import JSON

@c @implementation
public func hf_object_add(
    _ backend: OpaquePointer?, _ option: UnsafePointer<CChar>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) { try Handle.backend(backend).backend.addObject(Text.required(option, "option")) }
}

@c @implementation
public func hf_object_remove(
    _ backend: OpaquePointer?, _ id: UnsafePointer<CChar>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) { try Handle.backend(backend).backend.removeObject(Text.required(id, "id")) }
}

@c @implementation
public func hf_object_get(
    _ backend: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ property: UnsafePointer<CChar>?,
    _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    json?.pointee = nil
    return answering(message) {
        let value = try Handle.backend(backend).backend.property(
            Text.required(property, "property"), of: Text.required(path, "path"))
        try Text.give(value, to: json)
    }
}

@c @implementation
public func hf_object_set(
    _ backend: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ property: UnsafePointer<CChar>?,
    _ json: UnsafePointer<CChar>?, _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    answering(message) {
        try Handle.backend(backend).backend.setProperty(
            Text.required(property, "property"), of: Text.required(path, "path"),
            to: JSONParser.parse(Text.required(json, "value")))
    }
}
