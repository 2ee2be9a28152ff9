// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

internal import CHoldfast
internal import Glibc
internal import Holdfast
internal import JSON

@c @implementation
public func hf_version() -> UInt32 {
    UInt32(HF_VERSION_MAJOR) << 16 | UInt32(HF_VERSION_MINOR) << 8 | UInt32(HF_VERSION_PATCH)
}

@c @implementation
public func hf_free(_ memory: UnsafeMutableRawPointer?) { free(memory) }

@c @implementation
public func hf_check_blockdev(
    _ option: UnsafePointer<CChar>?, _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    check(option, json, message) { try CheckedOption.blockdev($0) }
}

@c @implementation
public func hf_check_object(
    _ option: UnsafePointer<CChar>?, _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    check(option, json, message) { try CheckedOption.object($0) }
}

private func check(
    _ option: UnsafePointer<CChar>?, _ json: TextPlace?, _ message: TextPlace?,
    _ read: (String) throws -> CheckedOption
) -> Int32 {
    json?.pointee = nil
    return answering(message) {
        let checked = try read(Text.required(option, "option"))
        guard json != nil else { return }
        try Text.give(.object(checked.json ?? JSONObject()), to: json)
    }
}
