// The header names and describes these functions.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

internal import BlockSchema
public import CHoldfast
internal import Holdfast
internal import Sys

@c @implementation
public func hf_device_new(
    _ node: OpaquePointer?, _ options: UnsafePointer<hf_device_options>?,
    _ device: UnsafeMutablePointer<OpaquePointer?>?, _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    device?.pointee = nil
    return answering(message) {
        let node = try Handle.node(node)
        guard let device else { throw Failure.null("place for the device") }
        let options = try hf_device_options.options(options)
        let errors = DeviceErrors(
            of: node, device: try Text.optional(options.name, "name") ?? "",
            qomPath: try Text.optional(options.qom_path, "path") ?? "",
            policy: ErrorPolicy(
                reads: try BlockdevOnError(options.on_read_error), writes: try BlockdevOnError(options.on_write_error)))
        device.pointee = Handle.make(errors)
    }
}

@c @implementation
public func hf_device_free(_ device: OpaquePointer?) { Handle.release(device, as: DeviceErrors.self) }

@c @implementation
public func hf_device_failed(_ device: OpaquePointer?, _ result: Int64, _ isWrite: Int32) -> Int32 {
    answering {
        let errors = try Handle.object(device, as: DeviceErrors.self, "device")
        guard result < 0, let number = Int32(exactly: 0 &- result) else {
            throw Failure(.invalidArgument, "The request has not failed")
        }
        return errors.failed(Errno(rawValue: number), isWrite != 0 ? .write : .read).action.code
    }
}

@c @implementation
public func hf_device_resume(_ device: OpaquePointer?) -> Int32 {
    answering { try Handle.object(device, as: DeviceErrors.self, "device").resume() }
}

extension BlockdevOnError {
    /// What an HF_ON_ERROR_* stands for.
    fileprivate init(_ number: UInt32) throws(Failure) {
        switch Int(number) {
        case HF_ON_ERROR_AUTO: self = .auto
        case HF_ON_ERROR_REPORT: self = .report
        case HF_ON_ERROR_IGNORE: self = .ignore
        case HF_ON_ERROR_ENOSPC: self = .enospc
        case HF_ON_ERROR_STOP: self = .stop
        default: throw Failure(.invalidArgument, "\(number) is no HF_ON_ERROR_*")
        }
    }
}
